from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspoken.reading import segment
from unspoken.reading.parts import Parts
from unspoken.sources.document import Document
from unspoken.story import Mark

STORY = "The lamp went out, and after that nobody spoke for a long while."


def cut(text: str, marks: list[Mark] | None = None) -> Parts:
    return segment.cut(Document(text, marks or []))


def paragraphs(text: str) -> list[str]:
    return [text[p.start : p.end] for p in cut(text).paragraphs]


def roles(text: str) -> list[tuple[str, str]]:
    return [(p.role, text[p.start : p.end]) for p in cut(text).paragraphs]


def titles(text: str) -> list[str | None]:
    return [c.title for c in cut(text).chapters]


def tokens(text: str) -> list[str]:
    return [t.text for t in segment.tokenize(text, 0, len(text))]


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in segment.sentences(text, 0, len(text))]


WRAPPED = "Mara lit the lamp again and held it to\nthe window, where the rain ran down the\nglass."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_part_wrapped_paragraphs(end: str) -> None:
    text = f"{WRAPPED}\n\n  {WRAPPED}\n \n\n{WRAPPED}\n".replace("\n", end)
    assert paragraphs(text) == [WRAPPED.replace("\n", end)] * 3


def test_one_paragraph_a_line() -> None:
    text = 'Mara lit the lamp.\n"Who is there?"\nNobody answered her, and the rain went on.\n\nIt was late.'
    assert paragraphs(text) == [line for line in text.splitlines() if line]


def test_an_indented_line_opens_a_paragraph_where_there_are_no_blank_lines() -> None:
    one = "    Mara lit the lamp again and held it to\nthe window, where the rain ran down the\nglass.\n"
    assert paragraphs(one * 4) == [WRAPPED] * 4


def test_a_form_feed_and_a_byte_order_mark_are_not_words() -> None:
    assert paragraphs(f"\ufeff{STORY}\f{STORY}\n\f\n{STORY}") == [STORY] * 3


@pytest.mark.parametrize(
    "heading",
    [
        "CHAPTER I.", "Chapter One: The Lamp", "Chapter the Last", "I", "IV.", "12", "- 3 -",
        "Twenty-one", "PART ONE", "BOOK THE FIRST", "VOLUME II", "PROLOGUE", "Epilogue: Home", "The First Part",
    ],
)  # fmt: skip
def test_headings(heading: str) -> None:
    text = f"{STORY}\n\n{heading}\n\n{STORY}"
    parts = cut(text)
    assert [p.role for p in parts.paragraphs] == ["prose", "heading", "prose"]
    assert [c.title for c in parts.chapters] == [None, " ".join(heading.split())]
    first, second = parts.chapters
    assert text[first.start : first.end] == STORY
    assert text[second.start : second.end] == f"{heading}\n\n{STORY}"


@pytest.mark.parametrize(
    "line", ["Part of it was gone.", "I said so.", "Chapter and verse, they had it.", "Seven years", '"I."', "Book it."]
)
def test_what_only_looks_like_a_heading(line: str) -> None:
    assert [role for role, _ in roles(f"{STORY}\n\n{line}\n\n{STORY}")] == ["prose"] * 3


def test_headings_without_prose_between_them_open_one_chapter() -> None:
    text = f"PART ONE\n\nCHAPTER I\n\nThe Lamp\n\n{STORY}\n\nCHAPTER II\n\n{STORY}"
    assert titles(text) == ["PART ONE: CHAPTER I: The Lamp", "CHAPTER II"]
    assert titles(f"_Chapter I_\n\n{STORY}\n\n_Chapter II_\n\n{STORY}") == ["Chapter I", "Chapter II"]
    assert titles(f"CHAPTER I.\nThe Lamp\n\n{STORY}\n\nCHAPTER II.\n{STORY}") == ["CHAPTER I: The Lamp", "CHAPTER II."]


def test_numbered_and_bare_titles_where_the_text_has_them_regularly() -> None:
    body = "\n\n".join([STORY] * 20)
    numbered = f"I. A Scandal in Bohemia\n\n{body}\n\nII. The Red-Headed League\n\n{body}"
    assert titles(numbered) == ["I. A Scandal in Bohemia", "II. The Red-Headed League"]
    plain = f"01 My Early Home\n\n{body}\n\n02 The Hunt\n\n{body}"
    assert titles(plain) == ["01 My Early Home", "02 The Hunt"]
    bare = "\n\n\n".join(f"{title}\n\n{body}" for title in ("THE LAMP", "The Rain at Sea", "HOME"))
    assert titles(bare) == ["THE LAMP", "The Rain at Sea", "HOME"]


def test_heading_marks() -> None:
    text = f"a lamp in the rain\n\n{STORY}"
    assert [c.title for c in cut(text, [Mark(0, 18, "heading", "2")]).chapters] == ["a lamp in the rain"]


@pytest.mark.parametrize("ornament", ["***", "* * *", "---", "- - -", "~", "❦", "⁂", "#", "oOo", "x x x", "• • •"])
def test_breaks_part_scenes(ornament: str) -> None:
    text = f"CHAPTER I\n\n{STORY}\n\n{STORY}\n\n{ornament}\n\n{STORY}"
    parts = cut(text)
    assert [p.role for p in parts.paragraphs] == ["heading", "prose", "prose", "break", "prose"]
    assert [text[s.start : s.end] for s in parts.scenes] == [f"{STORY}\n\n{STORY}", STORY]


@pytest.mark.parametrize("line", ["...", "—", "?", '"…"'])
def test_what_only_looks_like_a_break(line: str) -> None:
    assert "heading" not in [role for role, _ in roles(f"{STORY}\n\n{line}\n\n{STORY}")]


def test_extra_white_space_parts_scenes() -> None:
    text = "\n\n".join([STORY] * 5) + "\n\n\n\n" + "\n\n".join([STORY] * 5)
    assert len(cut(text).scenes) == 2
    assert len(cut("\n\n".join([STORY] * 10)).scenes) == 1
    assert len(cut("\n\n\n".join([STORY] * 10)).scenes) == 1


def test_title_and_byline() -> None:
    text = f"EMMA\n\nBy Jane Austen\n\n\n\nCHAPTER I\n\n{STORY}"
    document = Document(text)
    parts = segment.cut(document)
    assert (document.title, document.author) == ("EMMA", "Jane Austen")
    assert [p.role for p in parts.paragraphs] == ["matter", "matter", "heading", "prose"]
    named = Document(text, title="Emma, a Novel", author="A. Lady")
    segment.cut(named)
    assert (named.title, named.author) == ("Emma, a Novel", "A. Lady")


def test_a_story_without_a_title_keeps_its_first_line() -> None:
    document = Document(f"Nothing moved\n\n{STORY}\n\n{STORY}")
    assert [p.role for p in segment.cut(document).paragraphs] == ["prose"] * 3
    assert document.title is None


@pytest.mark.parametrize("word", ["CONTENTS\n\n", ""])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_contents_list_makes_no_chapters(word: str, between: str) -> None:
    listed = between.join(["CHAPTER I. The Lamp", "CHAPTER II. The Rain", "CHAPTER III. Home"])
    text = f"{word}{listed}\n\n\nCHAPTER I. The Lamp\n\n{STORY}\n\nCHAPTER II. The Rain\n\n{STORY}"
    assert titles(text) == ["CHAPTER I. The Lamp", "CHAPTER II. The Rain"]


def test_matter_has_no_tokens_and_no_chapter() -> None:
    header = "The Project's header, in words."
    text = f"{header}\n\n{STORY}\n\nTHE END"
    parts = cut(text, [Mark(0, len(header), "matter", "header")])
    assert [p.role for p in parts.paragraphs] == ["matter", "prose", "matter"]
    assert [(c.start, c.end) for c in parts.chapters] == [(len(header) + 2, len(header) + 2 + len(STORY))]
    assert parts.tokens[0].text == "The" and parts.tokens[-1].text == "."
    assert len(parts.sentences) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Bell met Mrs. Voss. He bowed.", ["Mr. Bell met Mrs. Voss.", "He bowed."]),
        ("J. K. Bell left at 5 p.m. on Monday. It rained.", ["J. K. Bell left at 5 p.m. on Monday.", "It rained."]),
        ("He left at 5 p.m. It rained.", ["He left at 5 p.m.", "It rained."]),
        ("“Why?” she said. “No!” he cried, and left.", ["“Why?” she said.", "“No!” he cried, and left."]),
        ("It was I. He knew… nobody else did… Nobody.", ["It was I.", "He knew… nobody else did…", "Nobody."]),
        ("“Stop. Go!” Then\nhe left.", ["“Stop.", "Go!”", "Then\nhe left."]),
        ("Who?! Me... You.", ["Who?!", "Me...", "You."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Bell's dog didn't bark.", "Mr.|Bell|'s|dog|did|n't|bark|."),
        ("I’ll say you’d better; they’re ours.", "I|’ll|say|you|’d|better|;|they|’re|ours|."),
        ("The well-known lamp--or lantern—fell.", "The|well-known|lamp|--|or|lantern|—|fell|."),
        ("At 3.30 p.m. O'Hara, o'clock...", "At|3.30|p.m.|O'Hara|,|o'clock|..."),
        ("“Give ’em 1,000,” _he_ said (aloud).", "“|Give|’em|1,000|,|”|_|he|_|said|(|aloud|)|."),
        ("'Tis the boys' room.", "'T|is|the|boys|'|room|."),
        ("e\u0301te\u0301 مرحبا 👍", "e\u0301te\u0301|مرحبا|👍"),
    ],
)
def test_tokens(text: str, expected: str) -> None:
    assert tokens(text) == expected.split("|")


def check(text: str) -> None:
    document = Document(text)
    parts = segment.cut(document)
    assert document.text == parts.text == text
    for layer in (parts.paragraphs, parts.chapters, parts.scenes, parts.sentences, parts.tokens):
        assert all(x.start < x.end for x in layer)
        assert all(x.end <= y.start for x, y in pairwise(layer))
    for p in parts.paragraphs:
        assert text[p.start : p.end] == text[p.start : p.end].strip()
    told = [p for p in parts.paragraphs if p.role in ("prose", "heading")]
    inside = {k for p in told for k in range(p.start, p.end) if not text[k].isspace()}
    assert {k for t in parts.tokens for k in range(t.start, t.end) if not text[k].isspace()} == inside
    assert {k for a, b in parts.sentences for k in range(a, b) if not text[k].isspace()} == inside
    assert all(text[t.start : t.end] == t.text for t in parts.tokens)
    for p in told:
        assert any(c.start <= p.start and p.end <= c.end for c in parts.chapters)
    for s in parts.scenes:
        assert any(c.start <= s.start and s.end <= c.end for c in parts.chapters)
    covered = {k for p in parts.paragraphs for k in range(p.start, p.end)}
    assert all(k in covered or c.isspace() or (k == 0 and c == "\ufeff") for k, c in enumerate(text))


pieces = st.sampled_from([
    "CHAPTER I", "CONTENTS", "***", "THE LAMP", "By Jane Austen", "Mr. ", "I", "\n", "\n\n", "\r\n", "\r", "\f", "    ",
    "didn't ", "Go. ", "“No!” ", "\ufeff", "\x00", "—", "...", "é", "e\u0301", "ه", "👩‍👧", "\u2028", "THE END", "1",
])  # fmt: skip


@given(st.lists(pieces, max_size=50).map("".join) | st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_cut(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "word", "\x00", "\ufeff", "\ufeff\ufeff", '"', "* * *", "THE END", "I"]
)
def test_next_to_nothing(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "piece", ["a", "a ", ".", ". ", "A.", "'", "1,", "\n", "I\n\n", "* ", "By A\n\n", "a\n", "  a.\n"]
)
def test_long_texts_are_cut(piece: str) -> None:
    check(piece * (20_000 // len(piece)))
