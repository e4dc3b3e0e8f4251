"""Annotations: each quotes the words it stands at; the lines can be had back from each form."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest
from small_stories import STORIES, boat

from unspoken.exports import annotations, export
from unspoken.exports.escape import utf8


@pytest.mark.parametrize("name", STORIES)
def test_web_annotations_quote_their_place(name: str) -> None:
    story = STORIES[name]()
    text = utf8(story.text)
    page = json.loads("".join(annotations.web_chunks(story)))
    assert (page["type"], page["@context"]) == ("AnnotationPage", "http://www.w3.org/ns/anno.jsonld")
    assert len({item["id"] for item in page["items"]}) == len(story.lines) + len(story.mentions)
    for item in page["items"]:
        for target in item["target"]:
            position, quote = target["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_web_annotations_say_who() -> None:
    page = json.loads("".join(annotations.web_chunks(boat())))
    values = [[body["value"] for body in item["body"]] for item in page["items"][:3]]
    assert values == [
        ["speech", "direct", "Mara", "to: Tobin", "feeling: fear"],
        ["speech", "direct", "Tobin", "to: Mara"],
        ["thought", "free", "Mara"],
    ]


@pytest.mark.parametrize("name", STORIES)
def test_brat_spans(name: str, tmp_path: Path) -> None:
    story = STORIES[name]()
    export(story, "annotations", tmp_path / "out.brat")
    text = (tmp_path / "out.brat" / "story.txt").read_bytes().decode()
    assert text == utf8(story.text)
    annotated = (tmp_path / "out.brat" / "story.ann").read_bytes().decode()
    marks = [
        r"T\d+\t\w+ \d+ \d+(;\d+ \d+)*\t[^\t]*",
        r"A\d+\t\w+ T\d+ \w+",
        r"N\d+\tReference T\d+ cast:\S+\t[^\t]+",
        r"#\d+\tAddressees T\d+\t[^\t]+",
    ]
    for row in annotated.split("\n")[:-1]:
        assert any(re.fullmatch(mark, row) for mark in marks), row
        if row.startswith("T"):
            _, place, words = row.split("\t")
            pieces = [tuple(map(int, piece.split())) for piece in place.partition(" ")[2].split(";")]
            assert " ".join(text[a:b] for a, b in pieces).replace("\t", " ") == words
            assert all(x[1] <= y[0] for x, y in itertools.pairwise(pieces))


def test_brat_says_who(tmp_path: Path) -> None:
    export(boat(), "annotations", tmp_path, form="brat")
    rows = (tmp_path / "story.ann").read_text(encoding="utf-8").splitlines()
    assert rows[:5] == [
        "T1\tSpeech 23 36\t“Is it far?”".replace("23 36", "{} {}".format(*boat().lines[0].spans[0])),
        "A1\tForm T1 direct",
        "A2\tFeeling T1 fear",
        "N1\tReference T1 cast:c1\tMara",
        "#1\tAddressees T1\tc2",
    ]


@pytest.mark.parametrize("name", STORIES)
def test_spacy(name: str, tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    story = STORIES[name]()
    export(story, "annotations", tmp_path / "x.spacy")
    (doc,) = DocBin(store_user_data=True).from_disk(tmp_path / "x.spacy").get_docs(spacy.blank("en").vocab)
    assert doc.text == utf8(story.text)
    spans = {kind: [s for x in story.lines if x.kind == kind for s in x.spans] for kind in ("speech", "thought")}
    for kind, wanted in spans.items():
        assert len(doc.spans[kind]) == len(wanted)
        for span, (a, b) in zip(doc.spans[kind], wanted, strict=True):
            assert span.start_char <= a and b <= span.end_char
    if name == "boat":
        assert [(s.text, s.label_, s.kb_id_) for s in doc.spans["thought"]] == [("Liar.", "free", "c1")]
        assert doc.user_data["unspoken"]["characters"][0]["name"] == "Mara"
