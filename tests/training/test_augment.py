"""What training learns from, on a text small enough to be read."""

import itertools
import random
from pathlib import Path

import pytest

from training.augment import pronominal, unmarked, untagged
from training.data import Gold, read_novel, read_scene
from unspoken.model import wordpiece
from unspoken.model.nodes import PRONOUN

NOVEL = """\
Ines Marlow came in with the lamp. Mr. Dace was at the window.

“You have burned it,” said Ines.

“I have not,” said Mr. Dace. Then Mr. Dace turned from the glass to Ines, and Ines saw at Mr. Dace’s throat the mark.

“Show me,” she said.
"""
SCENE = """\
<scene id="ash">
  <cast>
    <character id="ines" names="Ines" pronouns="she"/>
    <character id="dace" names="Mr. Dace" pronouns="he"/>
  </cast>
  <text>
<p pov="ines"><m who="ines">Ines</m> came in.</p>
<p pov="ines"><said who="ines" to="dace" feel="anger">“You burned it,”</said> said <m who="ines">Ines</m>.</p>
<p pov="ines"><thought who="ines" form="direct">He always burns it.</thought></p>
  </text>
</scene>
"""


@pytest.fixture
def novel(tmp_path: Path) -> Gold:
    path = tmp_path / "1_ash.txt"
    path.write_text(NOVEL, encoding="utf8")
    return read_novel(path)


def words(gold: Gold) -> str:
    return " ".join(gold.words)


def whole(gold: Gold) -> bool:
    """Whether every token has its own word pieces, and a shape."""
    x = gold.inputs
    pieces = [x.pieces[a:b].tolist() for a, b in itertools.pairwise(x.offsets.tolist())]
    return pieces == [list(wordpiece.pieces(word)) for word in gold.words] and len(x.shape) == len(gold.words)


def test_a_novel_tells_by_its_tags_who_speaks(novel: Gold) -> None:
    ines, dace = novel.lines[0].speaker, novel.lines[1].speaker
    assert ines and "Ines Marlow" in ines
    assert dace and "Mr. Dace" in dace
    assert novel.lines[2].speaker is None
    assert [m.who for m in novel.mentions] == [ines, dace, ines, dace, dace, ines, ines, dace]
    assert novel.pronouns == {ines: "she", dace: "he"}
    assert whole(novel)


def test_names_that_act_become_pronouns(novel: Gold) -> None:
    changed = pronominal(novel, random.Random(0), 1.0)
    story = words(novel)
    for name, pronoun in (
        ("said Ines", "said she"),
        ("said Mr. Dace", "said he"),
        ("Then Mr. Dace", "Then he"),
        ("to Ines", "to her"),
        ("and Ines", "and she"),
        ("at Mr. Dace ’s throat", "at his throat"),
    ):
        story = story.replace(name, pronoun)
    assert words(changed) == story
    ines, dace = novel.lines[0].speaker, novel.lines[1].speaker
    made = [(changed.words[m.start], m.who, m.known) for m in changed.mentions if m.type == PRONOUN]
    assert made == [
        ("she", ines, False),
        ("he", dace, False),
        ("he", dace, False),
        ("her", ines, False),
        ("she", ines, False),
        ("his", dace, False),
    ]
    assert whole(changed)
    assert words(pronominal(novel, random.Random(0), 0.0)) == words(novel)


def test_tags_are_left_out(novel: Gold) -> None:
    changed = untagged(novel, random.Random(0), 1.0)
    assert words(changed) == words(novel).replace("said Ines . ", "").replace("said Mr. Dace . ", "")
    assert [line.speaker for line in changed.lines] == [line.speaker for line in novel.lines]
    assert whole(changed)


def test_marks_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "ash.xml"
    path.write_text(SCENE, encoding="utf8")
    scene = read_scene(path)
    bare = unmarked(scene)
    assert words(bare) == words(scene).replace("“ ", "").replace("” ", "")
    (said,) = [line for line in bare.lines if line.kind == "speech"]
    assert not said.quoted
    assert " ".join(bare.words[said.start : said.last + 1]) == "You burned it ,"
    assert (said.speaker, said.addressees, said.feeling) == ("ines", ("dace",), "anger")
    assert whole(bare)
