"""TEI: valid, and the text, the lines and the mentions can be had back from it.

tei_all.rng.xz is the TEI Consortium's schema (P5 4.3.0, BSD-2), without its documentation. TEI_SCHEMA names another
to check against; editions before 3.0 have no toWhom, which is then left out.
"""

from __future__ import annotations

import lzma
import os
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from small_stories import STORIES, boat, crossing

from unspoken import Story
from unspoken.exports import tei

NS = {"t": "http://www.tei-c.org/ns/1.0"}
ID = "{http://www.w3.org/XML/1998/namespace}id"


@cache
def schema() -> tuple[etree.RelaxNG, bool]:
    """The schema, and whether it knows toWhom."""
    other = os.environ.get("TEI_SCHEMA")
    source = (
        Path(other).read_bytes() if other else lzma.decompress(Path(__file__).with_name("tei_all.rng.xz").read_bytes())
    )
    return etree.RelaxNG(etree.fromstring(source)), b"toWhom" in source


def document(story: Story) -> etree._Element:
    return etree.fromstring("".join(tei.chunks(story)).encode())


@pytest.mark.parametrize("name", STORIES)
def test_valid(name: str) -> None:
    relaxng, addressed = schema()
    root = document(STORIES[name]())
    if not addressed:
        etree.strip_attributes(root, "toWhom")
    relaxng.assertValid(root)
    ids = root.xpath("//@xml:id")
    assert len(ids) == len(set(ids))
    pointers = root.xpath("//@who | //@toWhom | //@ref | //@ana | //@next | //@prev")
    assert {key for value in pointers for key in value.split()} <= {f"#{key}" for key in ids}


def test_the_schema_refuses_what_is_wrong() -> None:
    root = document(boat())
    root.find(".//t:said", NS).set("aloud", "perhaps")
    assert not schema()[0].validate(root)


def words(text: str) -> str:
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


@pytest.mark.parametrize("name", STORIES)
def test_the_text_is_whole(name: str) -> None:
    story = STORIES[name]()
    blocks = document(story).xpath("//t:body//*[self::t:p or self::t:ab or self::t:head]", namespaces=NS)
    assert ["".join(b.itertext()) for b in blocks] == ([words(p.text) for p in story.paragraphs] or [""])


def pieces(root: etree._Element, tag: str) -> list[tuple[dict[str, str], str]]:
    """The elements of the tag with their parts joined, in the order of their openings."""
    found: dict[str, list[etree._Element]] = defaultdict(list)
    for k, element in enumerate(root.iter(f"{{{NS['t']}}}{tag}")):
        found[element.get(ID, f"{k}.").rpartition(".")[0]].append(element)
    for key, parts in found.items():
        if len(parts) > 1:
            assert [p.get("next") for p in parts] == [f"#{key}.{k}" for k in range(2, len(parts) + 1)] + [None]
            assert [p.get("prev") for p in parts] == [None] + [f"#{key}.{k}" for k in range(1, len(parts))]
    return [(dict(parts[0].attrib), "|".join("".join(p.itertext()) for p in parts)) for parts in found.values()]


def test_lines_and_mentions_come_back() -> None:
    root = document(boat())
    said = [
        ({k: v for k, v in a.items() if k in ("who", "toWhom", "aloud", "direct", "ana")}, t)
        for a, t in pieces(root, "said")
    ]
    assert said == [
        (
            {"who": "#who-1", "toWhom": "#who-2", "aloud": "true", "direct": "true", "ana": "#feeling-fear"},
            "“Is it far?”",
        ),
        ({"who": "#who-2", "toWhom": "#who-1", "aloud": "true", "direct": "true"}, "“No,”|“not far.”"),
        ({"who": "#who-1", "aloud": "false", "direct": "false"}, "Liar."),
        ({"who": "#who-2", "aloud": "true", "direct": "true"}, "“Who is there?”"),
        ({"aloud": "true", "direct": "true"}, "“Nobody,”"),
    ]
    assert [(a["ref"], t) for a, t in pieces(root, "persName") if "ref" in a] == [
        ("#who-1", "Mara"),
        ("#who-2", "Tobin"),
    ]
    people = root.findall(".//t:person", NS)
    assert [[n.text for n in p.findall("t:persName", NS)] for p in people] == [
        ["Mara", "Mara", "Captain"],
        ["Tobin", "Tobin"],
    ]
    assert root.xpath("//t:p[@ana='#who-1']//t:said/text()", namespaces=NS) == ["Liar."]
    assert [h.text for h in root.findall(".//t:head", NS)] == ["CHAPTER ONE", "The boat"]
    assert len(root.findall(".//t:div[@type='scene']", NS)) == 2


def test_what_crosses_is_parted() -> None:
    root = document(crossing())
    assert [t.replace("|", "") for _, t in pieces(root, "said")] == ["“two three”", "three” fourfive “si"]
    assert [t for _, t in pieces(root, "persName") if "three" in t.replace("|", "")] == ["two| |three”| four"]
    assert not root.xpath("//t:persName//t:said | //t:rs//t:said", namespaces=NS)
