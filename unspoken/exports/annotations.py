"""The reading as annotations for other tools: W3C Web Annotations, brat standoff, spaCy."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from unspoken import files
from unspoken.exports import ExportError
from unspoken.exports.escape import labels, token, utf8
from unspoken.story import Character, EntityType, Feeling, Form, Span, Story

Bodies = list[tuple[str, str]]  # of an annotation: purpose and value
AROUND = 24  # characters of text on either side that a Web Annotation quotes


def web_chunks(story: Story) -> Iterator[str]:
    """W3C Web Annotations: an AnnotationPage in JSON-LD. The source is the text, named by its hash (RFC 6920)."""
    text = utf8(story.text)
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
    source = f"ni:///sha-256;{digest}"
    names = labels(story, ())
    head = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": f"{source}#unspoken", "type": "AnnotationPage"}
    yield json.dumps(head)[:-1] + ', "items": ['

    def annotation(key: str, spans: list[Span], bodies: Bodies) -> str:
        data = {
            "id": f"{source}#{key}",
            "type": "Annotation",
            "body": [{"type": "TextualBody", "purpose": purpose, "value": value} for purpose, value in bodies],
            "target": [{"source": source, "selector": _selectors(text, a, b)} for a, b in spans],
        }
        return json.dumps(data, ensure_ascii=False)

    comma = "\n"
    for k, line in enumerate(story.lines, 1):
        bodies: Bodies = [("classifying", line.kind), ("classifying", line.form)]
        bodies += [("identifying", names[line.speaker])] if line.speaker in names else []
        bodies += [("tagging", f"to: {names[c]}") for c in line.addressees if c in names]
        bodies += [("tagging", f"feeling: {line.feeling}")] if line.feeling else []
        yield comma + annotation(f"line-{k}", line.spans, bodies)
        comma = ",\n"
    for k, mention in enumerate(story.mentions, 1):
        bodies = [("classifying", "mention"), ("classifying", mention.kind)]
        bodies += [("identifying", names[mention.character])] if mention.character in names else []
        yield comma + annotation(f"mention-{k}", [mention.span], bodies)
        comma = ",\n"
    yield "\n]}\n"


def _selectors(text: str, start: int, end: int) -> list[dict[str, Any]]:
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(start - AROUND, 0) : start],
            "suffix": text[end : end + AROUND],
        },
    ]


def save_brat(story: Story, folder: Path) -> None:
    """A brat collection: story.txt, story.ann, and the annotation.conf that names its types."""
    folder.mkdir(parents=True, exist_ok=True)
    files.write(folder / "story.txt", utf8(story.text))
    files.write(folder / "story.ann", _brat(story))
    files.write(folder / "annotation.conf", _brat_configuration())


def _brat(story: Story) -> Iterator[str]:
    """Text-bound annotations (T) with attributes (A), references to the cast (N), and whom a line is said to (#)."""
    names = labels(story, ())
    places: list[tuple[str, list[Span], Character | None, dict[str, str], list[Character]]] = []
    for line in story.lines:
        attributes: dict[str, str] = {"Form": line.form}
        if line.feeling:
            attributes["Feeling"] = line.feeling
        places.append((line.kind.capitalize(), line.spans, line.speaker, attributes, line.addressees))
    places += [(m.kind.capitalize(), [m.span], m.character, {}, []) for m in story.mentions]
    places += [(entity.type, [entity.span], None, {}, []) for entity in story.entities]
    places += [("Event", [event.span], None, {}, []) for event in story.events]
    attribute = 0
    for k, (kind, spans, character, values, addressees) in enumerate(places, 1):
        pieces = [piece for a, b in spans for piece in _in_one_line(story.text, a, b)]
        if not pieces:
            continue
        words = utf8(" ".join(story.text[a:b] for a, b in pieces)).replace("\t", " ")
        yield f"T{k}\t{kind} {';'.join(f'{a} {b}' for a, b in pieces)}\t{words}\n"
        for name, value in values.items():
            attribute += 1
            yield f"A{attribute}\t{name} T{k} {value}\n"
        if character in names:
            yield f"N{k}\tReference T{k} cast:{token(character.id)}\t{names[character]}\n"
        if addressees:
            yield f"#{k}\tAddressees T{k}\t{' '.join(token(c.id) for c in addressees)}\n"


def _in_one_line(text: str, start: int, end: int) -> Iterator[Span]:
    """The span in pieces that no end of line is in, as brat wants them."""
    for piece in re.finditer(r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+", text[start:end]):
        yield Span(start + piece.start(), start + piece.end())


def _brat_configuration() -> Iterator[str]:
    yield "[entities]\n"
    for kind in ("Speech", "Thought", "Proper", "Nominal", "Pronoun", *get_args(EntityType), "Event"):
        yield f"{kind}\n"
    yield "[relations]\n<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n[events]\n[attributes]\n"
    yield f"Form Arg:Speech|Thought, Value:{'|'.join(get_args(Form))}\n"
    yield f"Feeling Arg:Speech|Thought, Value:{'|'.join(get_args(Feeling))}\n"


def doc(story: Story) -> Any:
    """The story as a spaCy `Doc`: the groups speech, thought, mentions, entities and events in `doc.spans`.

    A span's `kb_id_` is the character's id (the speaker's, for a line); spans are widened to whole tokens.
    `doc.user_data["unspoken"]` is the plain data of the cast and the lines. Raises ExportError without spaCy.
    """
    try:
        spacy, tokens = import_module("spacy"), import_module("spacy.tokens")
    except ImportError:
        raise ExportError("this form needs spaCy: pip install spacy") from None
    try:
        language = spacy.blank((story.language or "en").partition("-")[0].lower())
    except ImportError:
        language = spacy.blank("xx")
    made = _tokenized(language.tokenizer, utf8(story.text))
    starts = made.to_array("IDX").tolist()

    def span(start: int, end: int, label: str, who: Character | None = None) -> Any:
        first = max(bisect_right(starts, start) - 1, 0)
        return tokens.Span(made, first, bisect_left(starts, end), label=label, kb_id=utf8(who.id) if who else "")

    groups: dict[str, list[Any]] = {"speech": [], "thought": []}
    for line in story.lines:
        groups[line.kind] += [span(a, b, line.form, line.speaker) for a, b in line.spans]
    groups["mentions"] = [span(x.start, x.end, x.kind, x.character) for x in story.mentions]
    groups["entities"] = [span(x.start, x.end, x.type) for x in story.entities]
    groups["events"] = [span(x.start, x.end, "event") for x in story.events]
    for name, spans in groups.items():
        made.spans[name] = spans
    data = {key: value for key, value in story.to_dict().items() if key in ("title", "author", "characters", "lines")}
    made.user_data["unspoken"] = json.loads(utf8(json.dumps(data, ensure_ascii=False)))
    return made


def _tokenized(tokenizer: Any, text: str) -> Any:
    """The text cut by a spaCy tokenizer: the same tokens as without the first loop, several times as fast.

    In one text, spaCy's cache takes in nothing more after the first contraction or abbreviation; it holds 10,000 words.
    """
    for word, _ in Counter(text.split()).most_common(10_000):
        tokenizer(word)
    return tokenizer(text)


def save_spacy(story: Story, path: Path) -> None:
    """A spaCy DocBin with the one Doc of the story, its user data with it. Needs spaCy."""
    made = doc(story)
    files.write(path, import_module("spacy.tokens").DocBin(docs=[made], store_user_data=True).to_bytes())
