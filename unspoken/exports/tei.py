"""TEI P5: the text with its speech and thought (`said`), its mentions and its cast, for scholarly editions.

Everything nests; where spans cross, the inner one is parted, and its parts point at each other with `next` and `prev`.
`toWhom` needs TEI 3 or later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from unspoken.exports.escape import is_language, labels, token, xml, xml_attribute
from unspoken.exports.spans import Item, Run, by_block
from unspoken.story import Character, Feeling, Line, Mention, Paragraph, Story

LINE, NAME, HIGHLIGHT = 0, 1, 2  # said cannot stand inside a name, so lines are outside


def chunks(story: Story) -> Iterator[str]:
    """The TEI document, piece by piece."""
    people = {character: f"who-{k}" for k, character in enumerate(story.characters, 1)}
    yield from _header(story, people)
    yield "<text>\n<body>\n"
    yield from _body(story, people)
    yield "</body>\n</text>\n</TEI>\n"


def _header(story: Story, people: dict[Character, str]) -> Iterator[str]:
    language = f' xml:lang="{story.language}"' if is_language(story.language) else ""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<TEI xmlns="http://www.tei-c.org/ns/1.0"{language}>\n<teiHeader>\n<fileDesc>\n'
    author = f"<author>{xml(story.author)}</author>" if story.author else ""
    yield f"<titleStmt><title>{xml(story.title or 'Untitled')}</title>{author}</titleStmt>\n"
    yield "<publicationStmt><p>Made with unspoken; not published.</p></publicationStmt>\n"
    yield "<sourceDesc><p>The text of a file, as it was read.</p></sourceDesc>\n</fileDesc>\n"
    yield "<encodingDesc>\n<editorialDecl><interpretation><p>Speech, thought, speakers and mentions were found by "
    yield "program. On p, ana points at the person whose mind the paragraph is in; on said, at a feeling."
    yield '</p></interpretation></editorialDecl>\n<classDecl><taxonomy xml:id="feelings">\n'
    for feeling in get_args(Feeling):
        yield f'<category xml:id="feeling-{feeling}"><catDesc>{feeling}</catDesc></category>\n'
    yield "</taxonomy></classDecl>\n</encodingDesc>\n"
    if people:
        yield "<profileDesc><particDesc><listPerson>\n"
        for character, name in labels(story, ()).items():
            yield _person(character, people[character], name)
        yield "</listPerson></particDesc></profileDesc>\n"
    yield "</teiHeader>\n"


def _person(character: Character, key: str, label: str) -> str:
    role = ' role="narrator"' if character.narrator else ""
    parts = [f"<persName>{xml(character.name)}</persName>" if character.name else ""]
    parts += [f'<persName type="alias">{xml(alias)}</persName>' for alias in character.aliases]
    if character.pronouns:
        parts.append(f'<note type="pronouns">{xml(character.pronouns)}</note>')
    if not any(parts):
        parts.append(f'<note type="label">{xml(label)}</note>')
    return f'<person xml:id="{key}" n="{xml_attribute(token(character.id))}"{role}>{"".join(parts)}</person>\n'


def _body(story: Story, people: dict[Character, str]) -> Iterator[str]:
    items = list(_items(story, people))
    for _, runs in by_block(story, items):
        for element in _opened(runs):
            element.parts += 1
    division: list[object] = []  # what the open divs stand for: a chapter, or matter; in it a scene
    headed = True
    for block, runs in by_block(story, items):
        outer = "matter" if block.role == "matter" else story.chapter_at(block.start)
        if not division or division[0] is not outer:
            yield "</div>\n" * len(division)
            yield f'<div type="{"matter" if block.role == "matter" else "chapter"}">\n'
            division, headed = [outer], False
        if block.role == "heading" and len(division) == 1 and not headed:
            yield f"<head>{_inline(story, runs)}</head>\n"
            continue
        headed = True
        scene = story.scene_at(block.start) if block.role != "matter" else None
        if block.role != "matter" and (len(division) == 1 or division[1] is not scene):
            yield "</div>\n" * (len(division) - 1) + '<div type="scene">\n'
            division = [outer, scene]
        yield _block(block, _inline(story, runs), people)
    yield "</div>\n" * len(division) if division else "<p/>\n"


def _block(block: Paragraph, inside: str, people: dict[Character, str]) -> str:
    if block.role in ("heading", "break"):
        return f'<ab type="{block.role}">{inside}</ab>\n'
    eyes = f' ana="#{people[block.focalizer]}"' if block.focalizer in people else ""
    return f"<p{eyes}>{inside}</p>\n"


@dataclass(slots=True, eq=False)
class _Element:
    """An element of the text: `parts` counts the pieces it is in, `written` those that are already there."""

    key: str
    name: str
    attributes: str
    parts: int = 0
    written: int = 0

    def opening(self) -> str:
        self.written += 1
        links = ""
        if self.parts > 1:
            links = f' xml:id="{self.key}.{self.written}"'
            if self.written > 1:
                links += f' prev="#{self.key}.{self.written - 1}"'
            if self.written < self.parts:
                links += f' next="#{self.key}.{self.written + 1}"'
        return f"<{self.name}{links}{self.attributes}>"


def _items(story: Story, people: dict[Character, str]) -> Iterator[Item[_Element]]:
    for k, line in enumerate(story.lines, 1):
        said = _Element(f"line-{k}", "said", _said(line, people))
        yield from (Item(a, b, said, LINE) for a, b in line.spans)
    for k, mention in enumerate(story.mentions, 1):
        yield Item(mention.start, mention.end, _mention(f"mention-{k}", mention, people), NAME)
    mentioned = {mention.span for mention in story.mentions}
    names = {"ORG": ("orgName", ""), "VEH": ("rs", ' type="vehicle"')}
    for k, entity in enumerate(story.entities, 1):
        if entity.type != "PER" and entity.span not in mentioned:
            name, attributes = names.get(entity.type, ("placeName", f' type="{entity.type}"'))
            yield Item(entity.start, entity.end, _Element(f"entity-{k}", name, attributes), NAME)
    for k, mark in enumerate(story.marks, 1):
        if mark.kind in ("italic", "bold", "smallcaps"):
            yield Item(mark.start, mark.end, _Element(f"mark-{k}", "hi", f' rend="{mark.kind}"'), HIGHLIGHT)


def _said(line: Line, people: dict[Character, str]) -> str:
    who = f' who="#{people[line.speaker]}"' if line.speaker in people else ""
    keys = " ".join(f"#{people[c]}" for c in line.addressees if c in people)
    to = f' toWhom="{keys}"' if keys else ""
    feeling = f' ana="#feeling-{line.feeling}"' if line.feeling in get_args(Feeling) else ""
    aloud, direct = ("true" if yes else "false" for yes in (line.kind == "speech", line.form == "direct"))
    return f'{who}{to} aloud="{aloud}" direct="{direct}"{feeling}'


def _mention(key: str, mention: Mention, people: dict[Character, str]) -> _Element:
    ref = f' ref="#{people[mention.character]}"' if mention.character in people else ""
    if mention.kind == "proper":
        return _Element(key, "persName" if ref else "name", ref)
    return _Element(key, "rs", f' type="{mention.kind}"{ref}')


def _opened(runs: list[Run[_Element]]) -> Iterator[_Element]:
    """The elements that open in the runs, as often as they do."""
    before: tuple[Item[_Element], ...] = ()
    for run in runs:
        yield from (item.thing for item in run.open[_shared(before, run.open) :])
        before = run.open


def _shared(before: tuple[Item[_Element], ...], now: tuple[Item[_Element], ...]) -> int:
    """How many of the open items, from the outermost, stay open."""
    k = 0
    while k < min(len(before), len(now)) and before[k] is now[k]:
        k += 1
    return k


def _inline(story: Story, runs: list[Run[_Element]]) -> str:
    """The text of the runs with its elements."""
    out: list[str] = []
    before: tuple[Item[_Element], ...] = ()
    for run in runs:
        kept = _shared(before, run.open)
        out += [f"</{item.thing.name}>" for item in reversed(before[kept:])]
        out += [item.thing.opening() for item in run.open[kept:]]
        out.append(xml(story.text[run.start : run.end]))
        before = run.open
    out += [f"</{item.thing.name}>" for item in reversed(before)]
    return "".join(out)
