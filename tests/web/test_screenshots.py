"""The pictures in the docs, made anew when asked for: `UNSPOKEN_SCREENSHOTS=docs/images python -m pytest tests/web`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from chromium import Browser

import unspoken

EXAMPLE = Path(__file__).parents[2] / "examples" / "last-boat.txt"
FOLDER = os.environ.get("UNSPOKEN_SCREENSHOTS")
SHOTS = [
    ("home", None, 1280, 640, False),
    ("read", "read", 1280, 800, False),
    ("unsaid", "unsaid", 1280, 800, False),
    ("people", "people", 1280, 1100, False),
    ("eyes", "eyes", 1280, 640, False),
    ("aloud", "aloud", 1280, 800, False),
    ("unsaid-dark", "unsaid", 1280, 800, True),
    ("read-phone", "read", 390, 844, False),
    ("unsaid-phone", "unsaid", 390, 844, True),
    ("people-phone", "people", 390, 844, True),
]


@pytest.mark.skipif(not FOLDER, reason="UNSPOKEN_SCREENSHOTS names no folder for the pictures")
def test_pictures_for_the_docs(browser: Browser, tmp_path: Path) -> None:
    assert FOLDER
    Path(FOLDER).mkdir(parents=True, exist_ok=True)
    story = unspoken.read(EXAMPLE)
    path = tmp_path / "last-boat.json"
    path.write_text(story.to_json(), "utf-8")
    line = next(x.start for x in story.lines if "a fool not to" in x.text)
    browser.served.shelf.add(path)
    for name, view, width, height, dark in SHOTS:
        browser.look(width, height, dark)
        if view:
            browser.open(path, view, line if name == "read" else None)
        else:
            browser.open()
        browser.run("return document.fonts.ready.then(() => 0)")
        browser.run("for (const a of document.getAnimations()) a.finish()")
        browser.driver.save_screenshot(str(Path(FOLDER) / f"{name}.png"))
        assert (Path(FOLDER) / f"{name}.png").stat().st_size > 10_000
