"""The same short story through real tools: each file gives the same words and the same marks."""

from pathlib import Path

import pytest

from unspoken.sources import Document, SourceError, open_document, parse_document

FILES = Path(__file__).parent / "files"
MADE = FILES / "made"

ONE = """Chapter One: Low Water

Zoë reached the causeway at a quarter past six, and the sea had already begun to eat it.

He knew, she thought. He knew the tide, and he let me come.

“You’re late,” said Père Anselm. He did not look up from the rope.

“The bus was late. I was early.” She set down the case—the small one—and waited for him to ask what was in it.

He didn’t. Danger, said the board above his head, and under it, in smaller letters, no crossing after flood."""
TWO = """By seven the island was an island again.

“Tell me the truth,” Zoë said.
“Which one?” said Anselm.

Chapter Two: The Façade

The house had kept its front and lost everything behind it. A stage set, thought Zoë, and here come the players.

“Mind the step,” the old man said. “It isn’t there.”

Dear Zoë, Do not trust the priest.

She read it twice, and folded it, and smiled at him. “It’s only a bill,” she said."""
WRITTEN = [
    ("heading", "Chapter One: Low Water"),
    ("italic", "He knew,"),
    ("italic", "He knew the tide, and he let me come."),
    ("italic", "I"),
    ("bold", "Danger"),
    ("smallcaps", "no crossing after flood"),
    ("rule", "***"),
    ("heading", "Chapter Two: The Façade"),
    ("italic", "A stage set,"),
    ("italic", "and here come the players."),
]


def shown(document: Document, *kinds: str) -> list[tuple[str, str]]:
    return [(m.kind, document.text[m.start : m.end]) for m in document.marks if not kinds or m.kind in kinds]


def matter(document: Document) -> list[tuple[str, str]]:
    return [(m.name, document.text[m.start : m.end]) for m in document.marks if m.kind == "matter"]


TITLE = "The Salt Line\n\nInès Maddock"


@pytest.mark.parametrize(
    ("name", "front", "before_rule", "language"),
    [
        ("pandoc2.epub", [("title", TITLE)], "\n\n", "en-GB"),
        (
            "pandoc3.epub",
            [("title", TITLE), ("contents", "The Salt Line\n\nChapter One: Low Water\n\nChapter Two: The Façade")],
            "\n\n",
            "en-GB",
        ),
        ("pandoc.docx", [("title", TITLE)], "\n\n", "en-GB"),
        ("pandoc.html", [("title", TITLE)], "\n\n", "en-GB"),
        ("calibre2.epub", [("title", TITLE)], "\n\n", "en"),
        ("calibre3.epub", [("title", TITLE)], "\n\n\n", "en"),
        ("libreoffice.docx", [("title", TITLE)], "\n\n", "en-GB"),
    ],
)
def test_the_story_through_a_tool(name: str, front: list[tuple[str, str]], before_rule: str, language: str) -> None:
    document = open_document(MADE / name)
    pages = "".join(words + "\n\n" for _, words in front)
    assert document.text == f"{pages}{ONE}{before_rule}***\n\n{TWO}"
    assert matter(document) == front
    story = [(kind, words) for kind, words in shown(document) if kind != "matter"]
    assert [mark for mark in story if mark != ("bold", "The Salt Line")] == WRITTEN
    assert (document.title, document.author, document.language) == ("The Salt Line", "Inès Maddock", language)


def test_markdown_by_pandoc() -> None:
    document = open_document(MADE / "pandoc.md")
    assert document.text == f"{ONE}\n\n***\n\n{TWO}"
    assert shown(document) == WRITTEN


def test_markdown_front_matter_and_indented_prose() -> None:
    document = parse_document(b"---\ntitle: 'The Line'\nauthor: Ada\n---\n# One\n\n    He *went*.\n", "a.md")
    assert document.text == "One\n\nHe went."
    assert (document.title, document.author) == ("The Line", "Ada")
    assert shown(document) == [("heading", "One"), ("italic", "went")]


def test_html_and_epub_by_libreoffice() -> None:
    page = open_document(MADE / "libreoffice.html")
    assert page.text == f"{TITLE}\n\n{ONE}\n\n***\n\n{TWO}"
    assert shown(page)[1:] == WRITTEN
    book = open_document(MADE / "libreoffice.epub")  # which leaves the rule out
    assert book.text == f"{TITLE}\n\n{ONE}\n\n\n{TWO}"
    assert matter(book) == [("title", TITLE)]
    assert [mark for mark in shown(book, "italic", "smallcaps")] == [
        mark for mark in WRITTEN if mark[0] in ("italic", "smallcaps")
    ]


@pytest.mark.parametrize("name", ["iconv-utf16.txt", "iconv-utf32.txt", "iconv-windows1252.txt"])
def test_encodings_of_plain_text(name: str) -> None:
    assert open_document(MADE / name).text == (MADE / "pandoc.txt").read_bytes().decode("utf8")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("libreoffice.pdf", "PDF"),
        ("libreoffice.doc", r"\.doc"),
        ("pandoc.odt", "ODT"),
        ("pandoc.rtf", "RTF"),
        ("calibre.mobi", "Kindle"),
    ],
)
def test_other_formats_are_refused_with_a_way_out(name: str, what: str) -> None:
    with pytest.raises(SourceError, match=f"{what}.*(?:convert it to|save it as) (?:EPUB|DOCX)"):
        open_document(MADE / name)


def test_ao3_download() -> None:
    document = open_document(MADE / "ao3-download.html")
    _, story = document.text.split("A priest, a case, a tide.\n\n")
    assert story == (
        "Chapter 1: Low Water\n\nChapter Notes\n\nThanks to my beta!\n\n"
        "Zoë reached the causeway at a quarter past six, and the sea had already begun to eat it.\n\n"
        "He knew, she thought. He knew the tide, and he let me come.\n\n"
        "“You’re late,” said Père Anselm. Of course.\n\n***\n\n"
        "By seven the island was an island again.\n\nChapter 2: The Façade\n\n"
        "The house had kept its front and lost everything behind it.\n\n\n"
        "“Mind the step,” the old man said.\n“It isn’t there.”\n\nChapter End Notes\n\nThe end of part one."
    )
    assert [name for name, _ in matter(document)] == ["header", "notes", "notes"]
    assert matter(document)[1:] == [
        ("notes", "Chapter Notes\n\nThanks to my beta!"),
        ("notes", "Chapter End Notes\n\nThe end of part one."),
    ]
    assert [words for kind, words in shown(document) if kind in ("italic", "heading")] == [
        "Chapter 1: Low Water", "He knew,", "He knew the tide, and he let me come.", "Of course.",
        "Chapter 2: The Façade",
    ]  # fmt: skip
    assert (document.title, document.author, document.language) == ("The Salt Line", "tidewrack", "en")


def test_ao3_page_saved_by_a_browser() -> None:
    document = open_document(MADE / "ao3-page.html")
    assert matter(document) == [
        ("notes", "The Salt Line\n\ntidewrack\n\nSummary:\n\nA priest, a case, a tide."),
        ("notes", "Notes:\n\nThanks to my beta!"),
        ("notes", "Notes:\n\nMore on Friday."),
    ]
    assert shown(document, "heading", "italic") == [
        ("heading", "Chapter 1: Low Water"),
        ("italic", "He knew,"),
        ("italic", "He knew the tide, and he let me come."),
    ]
    assert not any(word in document.text for word in ("Archive", "Chapter Text", "love this", "Terms", "Top"))
    assert (document.title, document.author, document.language) == ("The Salt Line", "tidewrack", "en")


def test_fanfiction_page_saved_by_a_browser() -> None:
    document = open_document(MADE / "fanfiction.html")
    assert document.text == (
        "The Façade\n\nThe house had kept its front and lost everything behind it. A stage set, thought Zoë, and here "
        'come the players.\n\n. . .\n\n"Mind the step," the old man said. "It isn\'t there."\n\n***\n\n'
        "She smiled at him."
    )
    assert shown(document) == [
        ("heading", "The Façade"),
        ("italic", "A stage set,"),
        ("italic", "and here come the players."),
        ("bold", '"It isn\'t there."'),
        ("rule", "***"),
    ]
    assert (document.title, document.author, document.language) == ("The Salt Line", "tidewrack", "en")


def test_gutenberg_page() -> None:
    document = open_document(MADE / "gutenberg.html")
    assert [(name, words.split("\n")[0], words.split("\n")[-1]) for name, words in matter(document)] == [
        (
            "header",
            "The Project Gutenberg eBook of The Salt Line",
            "*** START OF THE PROJECT GUTENBERG EBOOK THE SALT LINE ***",
        ),
        ("contents", "CONTENTS", "III. The Players"),
        ("notes", "[1] Summer time.", "[1] Summer time."),
        (
            "licence",
            "*** END OF THE PROJECT GUTENBERG EBOOK THE SALT LINE ***",
            "Updated editions will replace the previous one.",
        ),
    ]
    assert "CHAPTER I.\nLOW WATER\n\nZoë reached the causeway at a quarter past six.\n\nHe knew," in document.text
    assert shown(document, "heading", "italic", "smallcaps") == [
        ("heading", "CHAPTER I.\nLOW WATER"),
        ("italic", "He knew,"),
        ("smallcaps", "Marie-Ange"),
    ]
    assert (document.title, document.author, document.language) == ("The Salt Line", "Inès Maddock", "en")


def test_standard_ebooks_chapter() -> None:
    document = open_document(FILES / "standard-ebooks.xhtml")
    assert document.text == (
        "I\n\nLow Water\n\nIn which the sea is punctual.\n\n"
        "Zoë reached the causeway at a quarter past six, and the sea had already begun to eat it.\n\n"
        "He knew, she thought. He knew the tide\u2060—he let me come aboard the Marie-Ange.\n\n"
        "“You’re late,” said Mr. Anselm.\n\n***\n\nDear Zoë,\n\nDo not trust the priest.\n\nA Friend\n\n"
        "Endnotes\n\nSummer time."
    )
    assert shown(document) == [
        ("heading", "I"), ("heading", "Low Water"), ("italic", "He knew"), ("italic", "He knew"),
        ("italic", "Marie-Ange"), ("rule", "***"), ("bold", "Friend"), ("matter", "Endnotes\n\nSummer time."),
    ]  # fmt: skip
    assert document.language == "en-GB"


def test_page_saved_as_one_file() -> None:
    page = (
        b"From: <Saved by Blink>\r\nSubject: A story\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b'<html><head><meta charset=3D"utf-8"></head><body><p>She <i>kn=\r\news</i>, Zo=C3=AB.</p></body></html>\r\n'
        b"--b\r\nContent-Type: text/css\r\n\r\np { color: red }\r\n--b--\r\n"
    )
    document = parse_document(page, "a.mhtml")
    assert document.text == "She knews, Zoë."
    assert shown(document) == [("italic", "knews")]


@pytest.mark.parametrize(
    ("page", "text", "marks"),
    [
        ("<p>One\n   two<p>three", "One two\n\nthree", []),
        ("<p>one<br>two<br><br>three", "one\ntwo\n\nthree", []),
        ("<p>a</p><p>&nbsp;</p><p>b</p>", "a\n\n\nb", []),
        ("<p>a&nbsp;b&#8195;c</p>", "a\xa0b\u2003c", []),
        ("<p>ex<i>tra </i>ordinary</p>", "extra ordinary", [("italic", "tra")]),
        ("<p><i>one</i> <i>two</i></p>", "one two", [("italic", "one two")]),
        ("<p><em>out <i style='font-style: normal'>in</i> out</em></p>", "out in out",
         [("italic", "out"), ("italic", "out")]),
        ("<style>.q3 { font-style: italic; }</style><p class=q3>One</p><p class=q3>two",
         "One\n\ntwo", [("italic", "One"), ("italic", "two")]),
        ("<p>a<script>b</script><span hidden>c</span><span style='display: none'>d</span>", "a", []),
        ("<pre>One\n  <i>two</i>\nthree</pre>", "One\n  two\nthree", [("italic", "two")]),
        ("<p>soft&shy;ly", "softly", []),
        ("<p>a</p></div></b><i>b", "a\n\nb", [("italic", "b")]),
        ("<ruby>word<rp>(</rp><rt>gloss</rt><rp>)</rp></ruby>", "word", []),
    ],
)  # fmt: skip
def test_html_by_example(page: str, text: str, marks: list[tuple[str, str]]) -> None:
    document = parse_document(f"<!DOCTYPE html><body>{page}".encode(), "a.html")
    assert document.text == text
    assert shown(document) == marks


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<html><meta charset="windows-1251"><p>\u0414\u0430'.encode("cp1251"), "\u0414\u0430"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><html><p>“Zoë”'.encode("cp1252"), "“Zoë”"),
        ("<html><p>Zoë".encode("utf-16"), "Zoë"),
        ('<html><meta charset="iso-8859-1"><p>“Zoë”'.encode(), "“Zoë”"),
    ],
)
def test_encoding_of_pages(data: bytes, text: str) -> None:
    assert parse_document(data, "a.html").text == text
