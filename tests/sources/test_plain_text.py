"""Plain text: unchanged, decoded without asking, its emphasis and its Gutenberg matter marked beside it."""

import codecs
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspoken.sources import SourceError, find_files, open_document, parse_document


def emphasised(text: str) -> list[tuple[str, str]]:
    return [(m.kind, text[m.start : m.end]) for m in parse_document(text.encode(), "a.txt").marks]


@pytest.mark.parametrize("text", ["a\r\nb\r\n", "a\rb", "\ufeffa", "a\0b", "a\u2028b\x85c\n\n\n", "  x  \t"])
def test_utf8_is_kept_to_the_letter(text: str) -> None:
    assert parse_document(text.encode(), "a.txt").text == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_comes_back(words: str) -> None:
    text = f"Once {words}"
    assert parse_document(text.encode(), "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("“Zoë” — café…".encode("cp1252"), "“Zoë” — café…"),
        (codecs.BOM_UTF16_BE + "Zoë".encode("utf-16-be"), "Zoë"),
        (codecs.BOM_UTF16_LE + "Zoë".encode("utf-16-le"), "Zoë"),
        (codecs.BOM_UTF32_LE + "Zoë".encode("utf-32-le"), "Zoë"),
        ("“Zoë” and “Père” — a story cut shor".encode() + b"\xe2\x80", "“Zoë” and “Père” — a story cut shor\ufffd"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert parse_document(data, "a.txt").text == text


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("_No_, he *thought*.", [("italic", "No"), ("italic", "thought")]),
        ("“_I_’m”—_never_!", [("italic", "I"), ("italic", "never")]),
        ("He _went\nhome_ and\r\n_over\r\nthere_.", [("italic", "went\nhome"), ("italic", "over\r\nthere")]),
        ("**Stop** she _said_", [("bold", "Stop"), ("italic", "said")]),
        ("snake_case_name, 2 * 3 * 4, ___, ***, * * *, f(*args, *rest)", []),
        ("an _open sign\n\nand its _end", []),
        ("an _open sign\r \rand_ more", []),
        ("Miss ____ and Mr. ____ met", []),
        ("a * note and *another", []),
    ],
)
def test_emphasis(text: str, marks: list[tuple[str, str]]) -> None:
    assert emphasised(text) == marks


GUTENBERG = """The Project Gutenberg eBook of The Salt Line

Title: The Salt Line
        A Story

Author: Inès Maddock

Release date: March 1, 2024

Language: English

*** START OF THE PROJECT GUTENBERG EBOOK THE SALT
LINE ***

Produced by A. Volunteer and
others

THE SALT LINE

_No_, he thought.

End of Project Gutenberg's The Salt Line, by Inès Maddock

*** END OF THE PROJECT GUTENBERG EBOOK THE SALT LINE ***

Updated editions will replace the previous one.
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_gutenberg(line_end: str) -> None:
    text = GUTENBERG.replace("\n", line_end)
    document = parse_document(text.encode(), "pg.txt")
    assert document.text == text
    header, italic, licence = document.marks
    assert (header.kind, header.name, header.start) == ("matter", "header", 0)
    assert text[: header.end].endswith("others")
    assert text[italic.start : italic.end] == "No"
    assert (licence.kind, licence.name, licence.end) == ("matter", "licence", len(text))
    assert text[licence.start :].startswith("End of Project Gutenberg's")
    assert (document.title, document.author, document.language) == ("The Salt Line A Story", "Inès Maddock", "en")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO("<html><p>Zoë".encode()))
    monkeypatch.setattr("sys.stdin", stream)
    assert open_document("-").text == "Zoë"


def test_a_folder_in_natural_order(tmp_path: Path) -> None:
    for name in ["chapter10.txt", "chapter2.md", "Chapter1.HTML", "notes.pdf", ".hidden.txt", "extra/part1.epub"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "Chapter1_files").mkdir()
    (tmp_path / "Chapter1_files" / "frame.html").write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert found == ["Chapter1.HTML", "chapter2.md", "chapter10.txt", "extra/part1.epub"]


def test_files_are_passed_through_in_the_order_given(tmp_path: Path) -> None:
    assert find_files(["-", tmp_path / "b.xyz", tmp_path / "a.txt"]) == [
        Path("-"), tmp_path / "b.xyz", tmp_path / "a.txt",
    ]  # fmt: skip


def test_a_folder_without_stories(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no story in this folder .*\.epub"):
        find_files([tmp_path])
