"""Pictures in a Jupyter notebook."""

from __future__ import annotations

from importlib import import_module

from unspoken.story import Story


def show(story: Story) -> None:
    """Show the story as the notebook's output; outside a notebook, print its page."""
    try:
        interactive = import_module("IPython").get_ipython()
    except ImportError:
        interactive = None
    if interactive is not None:
        import_module("IPython.display").display(story)
        return
    from unspoken import page

    page.show(story, story.title or "")
