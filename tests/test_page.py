"""The page in the terminal, drawn from a story whose reading is written out here."""

import io

import pytest
from rich.console import Console

from unspoken import Chapter, Character, Line, Paragraph, Scene, Span, Story, page

TEXT = """Yes. “No,” Sasuke replied softly. I want to stay for you, and for Naruto. “There’s nothing for me here.”

“I’m here.” She did not move from the spot where she stood on the road, and the wind went on and on between them.

“Go home,” someone said."""


def story() -> Story:
    def span(words: str) -> Span:
        start = TEXT.index(words)
        return Span(start, start + len(words))

    paragraphs = [Paragraph(*span(block)) for block in TEXT.split("\n\n")]
    sasuke = Character("sasuke", "Sasuke", ["Sasuke-kun"], "he")
    sakura = Character("sakura", "Sakura", ["Haruno Sakura"], "she")
    return Story(
        TEXT,
        title="Leaving",
        author="A. Reader",
        chapters=[Chapter(0, len(TEXT), None, "curly")],
        scenes=[Scene(0, len(TEXT))],
        paragraphs=paragraphs,
        characters=[sasuke, sakura],
        lines=[
            Line("thought", [span("Yes.")], speaker=sasuke, confidence=0.9),
            Line("speech", [span("“No,”"), span("“There’s nothing for me here.”")], speaker=sasuke, confidence=0.9),
            Line("thought", [span("I want to stay for you, and for Naruto.")], speaker=sasuke, confidence=0.9),
            Line("speech", [span("“I’m here.”")], speaker=sakura, confidence=0.3),
            Line("speech", [span("“Go home,”")]),
        ],
        notes=["A note."],
    )


def drawn(width: int = 80, read: Story | None = None, **options) -> str:
    out = io.TextIOWrapper(io.BytesIO(), encoding=options.pop("encoding", "utf-8"))
    shown = read or story()
    page.show(shown, shown.title or "", Console(file=out, width=width, highlight=False, **options))
    out.flush()
    return out.buffer.getvalue().decode(out.encoding)


def test_the_whole_page():
    assert [row.rstrip() for row in drawn().splitlines()] == [
        "Leaving",
        "by A. Reader",
        "",
        "1 chapter, 1 scene, 3 paragraphs, 47 words; speech in curly double quotes",
        "A note.",
        "",
        "cast       lines  thoughts       also called",
        "Sasuke         1         2  he   Sasuke-kun",
        "Sakura         1         0  she  Haruno Sakura",
        "not known      1         0",
        "",
        "              Sasuke │ ~Yes.~ “No,” Sasuke replied softly. ~I want to stay for",
        "                     │ you, and for Naruto.~ “There’s nothing for me here.”",
        "",
        "             Sakura? │ “I’m here.” She did not move from the spot where she",
        "                     │ stood on the road, and the wind went on and on between",
        "                     │ them.",
        "",
        "                   ? │ “Go home,” someone said.",
        "",
        "~ marks what is thought and not said.",
    ]


def test_a_narrow_page_has_the_names_in_the_text():
    rows = [row.rstrip() for row in drawn(40).splitlines()]
    assert "[Sasuke] ~Yes.~ “No,” Sasuke replied" in rows
    assert any(row.startswith("[Sakura?] “I’m here.”") for row in rows)
    assert "│" not in "".join(rows)


@pytest.mark.parametrize("width", [1, 8, 20, 39, 55, 56, 80, 120, 300])
def test_no_row_is_wider_than_the_terminal(width):
    assert all(len(row.rstrip()) <= max(width, 8) for row in drawn(width).splitlines())


def test_colour_on_a_terminal_only_and_not_with_no_color(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[36mSasuke" in drawn(force_terminal=True)
    assert "\x1b[3;36m~Yes.~" in drawn(force_terminal=True)
    assert "\x1b" not in drawn()
    monkeypatch.setenv("NO_COLOR", "1")
    bare = drawn(force_terminal=True)
    assert "\x1b[36m" not in bare and "\x1b[3m~Yes.~" in bare


def test_a_terminal_without_the_letters_gets_what_it_can_show():
    text = TEXT.replace("“", '"').replace("”", '"').replace("’", "'")
    read = story()
    read.text = text
    assert "Sasuke | ~Yes.~" in drawn(read=read, encoding="ascii")


def test_a_story_cannot_steer_the_terminal():
    evil = "\x1b]0;owned\x07“Hi\x1b[2J,” said Eve\u202e.[bold]x[/bold]"
    eve = Character("e", "Ev\x1b[31me", ["[red]Eve"])
    end = evil.index(" said")
    read = Story(
        evil,
        title="T\x1b[1mi\x9btle",
        author="\x1b",
        chapters=[Chapter(0, len(evil))],
        scenes=[Scene(0, len(evil))],
        paragraphs=[Paragraph(0, len(evil))],
        characters=[eve],
        lines=[Line("speech", [Span(0, end)], speaker=eve, confidence=1)],
        notes=["\x1bnote"],
    )
    shown = drawn(read=read)
    assert not set(shown) & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert "[red]Eve" in shown and "[bold]x[/bold]" in shown


def test_a_late_first_line_is_shown_and_a_long_paragraph_is_cut():
    blocks = ["Nothing was said. " * 20] * 50 + ["“At last,” said Ann.", "And on it went. " * 1000]
    text = "\n\n".join(blocks)
    starts = [text.index(blocks[50]), text.index(blocks[51])]
    ann = Character("ann", "Ann")
    paragraphs = [Paragraph(k * (len(blocks[0]) + 2), k * (len(blocks[0]) + 2) + len(blocks[0])) for k in range(50)]
    paragraphs += [Paragraph(start, start + len(block)) for start, block in zip(starts, blocks[50:], strict=True)]
    read = Story(
        text,
        chapters=[Chapter(0, len(text))],
        scenes=[Scene(0, len(text))],
        paragraphs=paragraphs,
        characters=[ann],
        lines=[Line("speech", [Span(starts[0], starts[0] + 10)], speaker=ann, confidence=1)],
    )
    shown = drawn(read=read)
    assert "Ann │ “At last,”" in shown
    assert len(shown.splitlines()) < 80 and "…" in shown


def test_an_empty_story_has_a_page():
    assert drawn(read=Story("")).splitlines() == ["(no title)", "", "0 chapters, 0 scenes, 0 paragraphs, 0 words"]
