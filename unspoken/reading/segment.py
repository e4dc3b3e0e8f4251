"""Cut a text into chapters, scenes, paragraphs, sentences and tokens. The text itself is never changed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from unspoken.reading import english, scripts
from unspoken.reading.parts import Parts, Token
from unspoken.sources.document import Document
from unspoken.story import Chapter, Mark, Paragraph, Scene, Span

_SHORT = 160  # the longest heading, in characters
_BREAK = re.compile(
    r"[^\w\"'“”‘’«»?!,;:]*(?:[*＊#~∼〜•·●○◦◆◇■□▪★☆✦✧✶❀❁❖❦❧☙⁂⁎⁑†‡§¤♦♥+=]|[-–—_=.](?:\s?[-–—_=.]){2,})[^\w\"'“”‘’«»?!,;:]*\Z"
    r"|[-–—~*=\s]*(?:o0o|oOo|xXx|x{3,}|o{3,}|[xXoO0](?:[\s-]+[xXoO0]){1,})[-–—~*=\s]*\Z"
)
_ENDS = re.compile(r"[.!?…:—–-][\"'”’»)\]_*]*\Z|[\"”’»*_]\Z")


class _Line(NamedTuple):
    start: int
    end: int
    indent: int
    blanks: int


def cut(document: Document) -> Parts:
    """The parts of a document. Sets its `title` and `author` where they are None and the text opens with its own."""
    text = document.text
    blocks = list(_blocks(text, list(_lines(text))))
    paragraphs = [Paragraph(a, b) for a, b, _ in blocks]
    gaps = [gap for _, _, gap in blocks]
    titles = _assign_roles(document, paragraphs, gaps)
    chapters = _chapters(text, paragraphs, titles)
    scenes = _scenes(chapters, paragraphs, gaps)
    tokens: list[Token] = []
    ends: list[Span] = []
    for p in paragraphs:
        if p.role in ("prose", "heading"):
            tokens += tokenize(text, p.start, p.end)
            ends += sentences(text, p.start, p.end)
    return Parts(text, document.marks, chapters, scenes, paragraphs, ends, tokens)


# --- Paragraphs ---


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not blank, trimmed; a form feed counts as a blank line."""
    start, blanks = 0, 0
    if text.startswith("\ufeff"):
        start, text = 1, text[1:]
    for raw in text.splitlines(keepends=True):
        words = raw.strip()
        if words:
            indent = len(raw) - len(raw.lstrip())
            yield _Line(start + indent, start + indent + len(words), indent + 3 * raw[:indent].count("\t"), blanks)
            blanks = 0
        else:
            blanks += 1
        blanks += raw.endswith("\f")
        start += len(raw)


def _blocks(text: str, lines: list[_Line]) -> Iterator[tuple[int, int, int]]:
    """Paragraphs as (start, end, blank lines before)."""
    starts_at = _paragraph_start(text, lines)
    block: list[_Line] = []
    for line in lines:
        if block and (line.blanks or starts_at(block[-1], line)):
            yield from _turns(text, block)
            block = []
        block.append(line)
    if block:
        yield from _turns(text, block)


def _turns(text: str, block: list[_Line]) -> Iterator[tuple[int, int, int]]:
    """A block of lines as one paragraph, or each line where all begin with a name and a colon: the turns of a chat."""
    if all(scripts.LABEL.match(text, line.start, line.end) for line in block):
        for line in block:
            yield line.start, line.end, line.blanks
    else:
        yield block[0].start, block[-1].end, block[0].blanks


def _paragraph_start(text: str, lines: list[_Line]) -> Callable[[_Line, _Line], bool]:
    """Whether a paragraph starts at the second of two lines that no blank line parts, as this text has it."""

    def ended(a: _Line, b: _Line) -> bool:
        return bool(_ENDS.search(text[max(a.start, a.end - 5) : a.end])) and not text[b.start].islower()

    def alone(line: _Line) -> bool:
        return line.end - line.start < 80 and _stands_alone(text[line.start : line.end])

    pairs = [(a, b) for a, b in pairwise(lines) if not b.blanks]
    blocks = len(lines) - len(pairs)
    widths = sorted(a.end - a.start for a, _ in pairs)
    finished = sum(ended(a, b) for a, b in pairs)
    indented = [(a, b) for a, b in pairs if b.indent >= a.indent + 2]
    indented_finished = sum(ended(a, b) for a, b in indented)

    if pairs and (finished > 0.7 * len(pairs) or widths[len(widths) * 9 // 10] > 130):
        return lambda a, b: True
    if indented_finished > max(1, 0.75 * len(indented), 0.3 * blocks):
        return lambda a, b: b.indent >= a.indent + 2 or alone(a) or alone(b)
    if pairs and blocks < len(lines) / 60:
        width = 0.8 * widths[len(widths) * 9 // 10]
        return lambda a, b: (a.end - a.start < width and ended(a, b)) or alone(a) or alone(b)
    return lambda a, b: alone(a) or alone(b)


def _stands_alone(words: str) -> bool:
    return bool(_BREAK.match(words) or (words[0] not in "iIvVxXlLcC" and english.HEADING.match(words)))


# --- Roles ---


def _assign_roles(document: Document, paragraphs: list[Paragraph], gaps: list[int]) -> dict[int, str]:
    """Set the paragraphs' roles; return the words of the headings that open chapters, by their place in the list."""
    text = document.text
    words = [text[p.start : p.end].strip("_*") if p.end - p.start <= _SHORT else "" for p in paragraphs]
    for p, w in zip(paragraphs, words, strict=True):
        if p.end - p.start <= _SHORT and _BREAK.match(text[p.start : p.end]):
            p.role = "break"
        elif w and english.CLOSE.match(w):
            p.role = "matter"
        elif w and english.HEADING.match(w):
            p.role = "heading"
    _apply_marks(document.marks, paragraphs)
    _mark_numbered_titles(paragraphs, words)
    _mark_contents(paragraphs, words)
    _read_title_page(document, paragraphs, words, gaps)
    _mark_bare_titles(paragraphs, words, gaps)
    titles = {k: _one_line(text[p.start : p.end]).strip("_*") for k, p in enumerate(paragraphs) if p.role == "heading"}
    return _without_story_title(document, paragraphs, titles)


def _apply_marks(marks: list[Mark], paragraphs: list[Paragraph]) -> None:
    starts = [p.start for p in paragraphs]
    for mark in marks:
        if mark.kind in ("heading", "rule", "matter"):
            for p in paragraphs[max(0, bisect_right(starts, mark.start) - 1) : bisect_left(starts, mark.end)]:
                if mark.kind == "matter" and p.start >= mark.start:
                    p.role = "matter"
                elif mark.kind != "matter" and p.role != "matter" and p.end > mark.start:
                    p.role = "heading" if mark.kind == "heading" else "break"


def _mark_numbered_titles(paragraphs: list[Paragraph], words: list[str]) -> None:
    """'I. A Scandal in Bohemia' is a heading where the text has more of its kind."""
    found = [
        p
        for p, w in zip(paragraphs, words, strict=True)
        if p.role == "prose" and (number := english.NUMBERED_TITLE.match(w)) and _is_title(w[number.end() :])
    ]
    if len(found) > 1:
        for p in found:
            p.role = "heading"


def _mark_contents(paragraphs: list[Paragraph], words: list[str]) -> None:
    """A list of chapters at the head of the text is matter; so is its line 'Contents'."""
    first = next((k for k, p in enumerate(paragraphs) if p.role == "prose" and not _is_listed(words[k])), None)
    head = range(len(paragraphs) if first is None else first)
    labels = [_label(words[k]) for k in head]
    listed = [k for k in head if english.CONTENTS.match(words[k])]
    if listed:
        start = listed[0]
    else:
        start = next((k for k in head if paragraphs[k].role == "heading"), len(head))
        if len(set(labels[start:])) == len(labels) - start:
            return
    end = len(head)
    seen: set[str] = set()
    for k in (k for k in head if k >= start and paragraphs[k].role == "heading"):
        if labels[k] in seen:
            end = k
            break
        seen.add(labels[k])
    else:
        later = {_label(w) for p, w in zip(paragraphs[len(head) :], words[len(head) :], strict=True) if w}
        while end > start + 1 and paragraphs[end - 1].role == "heading" and labels[end - 1] not in later:
            end -= 1
    for k in range(start, end):
        paragraphs[k].role = "matter"


def _label(words: str) -> str:
    """The part of a heading that a contents list repeats: its division and number, or all its words."""
    heading = english.HEADING.match(words)
    return " ".join((heading[0] if heading else words).casefold().strip(" .:,)-–—").split())


def _is_listed(words: str) -> bool:
    """Whether a paragraph could be of a title page or a list: short, and not a sentence."""
    return bool(words) and not re.search(r"[a-z’'][.!?…][\"”’']?\Z|[“”\"‘«»]", words) and len(words.split()) < 16


def _is_title(words: str) -> bool:
    """Whether some words are written as a title is: in capitals, or each word but the small ones with one."""
    parts = re.findall(r"[^\W\d_][\w'’]*", words)
    return (
        0 < len(parts) <= 12
        and "\n" not in words
        and (words.isupper() or not re.search(r"[.!?…,;:\"”’]\Z", words))
        and parts[0][0].isupper()
        and all(w[0].isupper() or w in english.SMALL for w in parts)
    )


def _read_title_page(document: Document, paragraphs: list[Paragraph], words: list[str], gaps: list[int]) -> None:
    """A title and byline that open the text are matter, and name the document where nothing else has."""
    head: list[int] = []
    for k, p in enumerate(paragraphs):
        if p.role == "matter" and not head:
            continue
        if p.role != "prose" or not _is_listed(words[k]) or len(head) > 12:
            break
        head.append(k)
    body = next((p for p in paragraphs[head[-1] + 1 :] if p.role == "prose"), None) if head else None
    if body is None:
        return
    lines = [(k, line.strip()) for k in head for line in words[k].splitlines()]
    by = next((i for i, (_, line) in enumerate(lines) if english.BYLINE.match(line)), None)
    if by:
        title = " ".join(line for _, line in lines[:by])
        byline = english.BYLINE.match(lines[by][1])
        author = byline[1] if byline else ""
        document.author = document.author or (author.title() if author.isupper() else author).strip(" .,_*")
    else:
        k = head[-1] + 1
        title = words[head[0]]
        if by == 0 or not _is_title(title) or not (paragraphs[k].role == "heading" or (len(head) == 1 and gaps[k] > 1)):
            return
    for k in head:
        paragraphs[k].role = "matter"
    document.title = document.title or _one_line(title).strip(" .,_*")


def _mark_bare_titles(paragraphs: list[Paragraph], words: list[str], gaps: list[int]) -> None:
    """A short title under a heading belongs to it; standing alone it is a heading where the text does so regularly."""
    for above, p, w in zip(paragraphs, paragraphs[1:], words[1:], strict=False):
        if p.role == "prose" and above.role == "heading" and _is_title(w):
            p.role = "heading"
    if sum(p.role == "heading" for p in paragraphs) > 1:
        return
    usual = _usual(gaps)
    bare = [
        k
        for k, p in enumerate(paragraphs[:-1])
        if p.role == "prose" and paragraphs[k + 1].role == "prose" and _is_title(words[k]) and len(words[k]) < 60
        and gaps[k + 1] > 0 and (k == 0 or gaps[k] > usual or (gaps[k] > 0 and words[k].isupper()))
    ]  # fmt: skip
    if len(bare) > 2 and all(paragraphs[b].start - paragraphs[a].start > 1000 for a, b in pairwise(bare)):
        for k in bare:
            paragraphs[k].role = "heading"


def _without_story_title(document: Document, paragraphs: list[Paragraph], titles: dict[int, str]) -> dict[int, str]:
    """The headings but for one at the head that names the story itself."""
    first = next(iter(titles), None)
    if first is None or any(p.role == "prose" for p in paragraphs[:first]):
        return titles
    levels = [m.name for m in document.marks if m.kind == "heading"]
    over_all = document.title is None and len(titles) > 1 and levels[:1] == ["1"] and levels.count("1") == 1
    if over_all or titles[first].casefold() == (document.title or "").casefold():
        document.title = document.title or titles[first]
        del titles[first]
    return titles


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _usual(gaps: list[int]) -> int:
    """The commonest number of blank lines between paragraphs."""
    return Counter(gaps[1:]).most_common(1)[0][0] if len(gaps) > 1 else 0


# --- Chapters and scenes ---


def _chapters(text: str, paragraphs: list[Paragraph], titles: dict[int, str]) -> list[Chapter]:
    """From heading to heading; headings with nothing between them open one chapter."""
    chapters: list[Chapter] = []
    said = True
    for k, p in enumerate(paragraphs):
        if p.role == "matter":
            continue
        if k in titles:
            if said:
                chapters.append(Chapter(p.start, p.end, titles[k]))
                said = False
            else:
                above = chapters[-1].title or ""
                chapters[-1].title = f"{above.rstrip('.:')}: {titles[k]}" if above else titles[k]
        elif not chapters:
            chapters.append(Chapter(p.start, p.end))
            said = p.role == "prose"
        else:
            said = said or p.role == "prose"
        chapters[-1].end = p.end
    return chapters


def _scenes(chapters: list[Chapter], paragraphs: list[Paragraph], gaps: list[int]) -> list[Scene]:
    """Chapters cut at breaks and where clearly more blank lines stand than this text has between its paragraphs."""
    usual = _usual(gaps)
    wide = [
        k
        for k in range(1, len(paragraphs))
        if gaps[k] > usual and paragraphs[k].role == paragraphs[k - 1].role == "prose"
    ]
    cuts = set(wide) if len(wide) <= 0.1 * len(paragraphs) + 3 else set()
    scenes: list[Scene] = []
    chapter = iter(chapters)
    until = 0
    fresh = True
    for k, p in enumerate(paragraphs):
        if p.start >= until:
            until, fresh = next((c.end for c in chapter if c.end > p.start), len(paragraphs)), True
        if p.role == "prose":
            if fresh or k in cuts:
                scenes.append(Scene(p.start, p.end))
            scenes[-1].end, fresh = p.end, False
        else:
            fresh = fresh or p.role == "break"
    return scenes


# --- Sentences and tokens ---

_END = re.compile(r"""(?<![.!?…])[.!?…]++["'”’»)\]_*]*+\s++(?=["'“‘«(\[_*—–-]*+(\S))""")
_LAST_WORD = re.compile(r"[A-Za-z](?:[A-Za-z]|\.(?=[A-Za-z]))*\Z")


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of a stretch of text, without the white space between them."""
    for match in _END.finditer(text, start, end):
        at = match.start()
        if match[1].islower():
            continue
        if text[at] == "." and text[at + 1].isspace():
            last = _LAST_WORD.search(text[max(start, at - 16) : at])
            if last and _abbreviates(last[0], text[match.start(1) : match.start(1) + 16]):
                continue
        closed = match.end()
        while text[closed - 1].isspace():
            closed -= 1
        if closed > start:
            yield Span(start, closed)
        start = match.end()
    if start < end:
        yield Span(start, end)


def _abbreviates(word: str, after: str) -> bool:
    if "." in word:
        return _opener(after) not in english.OPENERS
    if len(word) == 1:
        return word.isupper() and (word != "I" or after[1:2] == ".")
    return word[0].isupper() and word.lower() in english.ABBREVIATIONS


def _opener(words: str) -> str:
    return re.split(r"[^\w]", words, maxsplit=1)[0].lower()


_ABBREVIATED = "|".join(sorted({form for w in english.ABBREVIATIONS for form in (w.capitalize(), w.upper())}))
_CHAR = (
    r"[^\s!-/:-@\[-`{-~\xa1-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2000-\u200b\u200e-\u206f\u2190-\u27bf\u2e00-\u2e7f"
    r"\u3000-\u303f\ufeff\uff01-\uff0f\ufffc]"
)
_TOKEN = re.compile(
    rf"(?:{_ABBREVIATED})\.|(?:[A-Za-z]\.){{2,}}|[A-HJ-Z]\.(?=\s+[A-Z][\w.])"
    rf"|\d++(?:[.,:]\d+)+|{_CHAR}+(?:['’&/-]{_CHAR}+)*"
    r"|['’][tT](?=(?:is|was|were|will|would)\b)|['’](?:em|til|cause|bout|un|n|[Ee]r|s|d|m|ll|re|ve)(?![\w'’-])"
    r"|\.(?:\s?\.)+|-{2,}|\S"
)
_CLITIC = re.compile(r"n['’]t\Z|['’](?:s|m|d|ll|re|ve)\Z", re.IGNORECASE)


def tokenize(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a stretch of text, as the Penn Treebank cuts them; hyphenated words stay whole."""
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        a, b = match.span()
        if b - a > 2 and ("'" in word or "’" in word) and (clitic := _CLITIC.search(word, 1)):
            k = clitic.start()
            yield Token(a, a + k, word[:k])
            yield Token(a + k, b, word[k:])
        else:
            yield Token(a, b, word)
