"""Fountain, Ren'Py and Ink: read again by what reads them, and nothing of a story taken for a mark of theirs.

Ink is compiled and played by inkjs: NODE_MODULES names the folder above node_modules (the working folder, if not set).
Ren'Py is not on PyPI: its script is checked against the grammar of the statements that it is made of.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from small_stories import STORIES, boat, thinking

from unspoken import Story
from unspoken.exports import fountain, ink, renpy
from unspoken.exports.beats import Beat, beats
from unspoken.exports.escape import UNKNOWN, labels

pytestmark = pytest.mark.filterwarnings("ignore:.*no known speaker")


def spoken(story: Story) -> list[Beat]:
    return [beat for beat in beats(story) if beat.kind not in ("chapter", "scene")]


def names(story: Story) -> list[str | None]:
    """Whose each beat is, None for narration."""
    called = labels(story)
    return [(called[b.line.speaker] if b.line.speaker else UNKNOWN) if b.line else None for b in spoken(story)]


def test_beats() -> None:
    found = [(b.kind, b.line.speaker.name if b.line and b.line.speaker else None, b.text) for b in beats(boat())]
    assert found == [
        ("chapter", None, "CHAPTER ONE The boat"),
        ("scene", None, "Scene 1"),
        ("speech", "Mara", "Is it far?"),
        ("narration", None, "Mara asked softly. Tobin shook his head."),
        ("speech", "Tobin", "No, not far."),
        ("thought", "Mara", "Liar."),
        ("narration", None, "She watched him go."),
        ("scene", None, "Scene 2"),
        ("speech", "Tobin", "Who is there?"),
        ("speech", None, "Nobody."),
        ("narration", None, "Said a voice & laughed."),
    ]


def test_a_tag_inside_a_thought_is_not_spoken() -> None:
    thoughts = [b.text for b in beats(thinking()) if b.kind == "thought"]
    assert thoughts == ["Say it now. He has to know.", "I know, he thought so."]
    assert not any(b.kind == "narration" for b in beats(thinking()))


def test_labels_are_told_apart() -> None:
    called = list(labels(STORIES["hostile"]()).values())
    assert len({name.casefold() for name in called}) == 3
    assert not set("[](){}\n") & set("".join(called))


def elements(story: Story) -> list[Any]:
    parser = pytest.importorskip("screenplay_tools.fountain.parser").Parser()
    parser.add_text("".join(fountain.chunks(story)))
    return [(e.type.name, e) for e in parser.script.elements]


def test_fountain_says_who_and_how() -> None:
    found = [
        (kind, " ".join(filter(None, [e.name, e.extension])) if kind == "CHARACTER" else e.text)
        for kind, e in elements(boat())
    ]
    assert found == [
        ("SECTION", "CHAPTER ONE The boat"),
        ("HEADING", "SCENE 1"),
        ("CHARACTER", "MARA"),
        ("PARENTHETICAL", "softly"),
        ("DIALOGUE", "Is it far?"),
        ("ACTION", "Mara asked softly. Tobin shook his head."),
        ("CHARACTER", "TOBIN"),
        ("DIALOGUE", "No, not far."),
        ("CHARACTER", "MARA V.O."),
        ("DIALOGUE", "Liar."),
        ("ACTION", "She watched him go."),
        ("HEADING", "SCENE 2"),
        ("CHARACTER", "TOBIN"),
        ("DIALOGUE", "Who is there?"),
        ("CHARACTER", "UNKNOWN"),
        ("DIALOGUE", "Nobody."),
        ("ACTION", "Said a voice & laughed."),
    ]


@pytest.mark.parametrize("name", STORIES)
def test_fountain_takes_words_for_words(name: str) -> None:
    story = STORIES[name]()
    kinds = [kind for kind, _ in elements(story) if kind in ("CHARACTER", "ACTION", "DIALOGUE", "HEADING")]
    expected: list[str] = []
    for beat in beats(story):
        if beat.line:
            expected += ["CHARACTER", "DIALOGUE"]
        elif beat.kind == "scene":
            expected.append("HEADING")
        elif beat.kind == "narration" and expected[-1:] != ["ACTION"]:  # actions in a row are one to this parser
            expected.append("ACTION")
    assert kinds == expected


SAY = re.compile(r'    (?:(\w+) )?("(?:[^"\\]|\\.)*")')
OTHER = re.compile(r"(?:#.*|label \w+:|    #.*|    return|)")


def unescape(text: str) -> str:
    """What Ren'Py shows for a string of a say statement."""
    for twice in "[{【":
        text = re.sub(re.escape(twice) + "(.)", lambda m, t=twice: t if m[1] == t else pytest.fail(m[0]), text)
    return re.sub(r"\\(.)", r"\1", text)


@pytest.mark.parametrize("name", STORIES)
def test_renpy_grammar(name: str) -> None:
    story = STORIES[name]()
    declared: dict[str, str] = {}
    said: list[tuple[str | None, str]] = []
    script = "".join(renpy.chunks(story))
    for row in script.split("\n"):
        if row.startswith("define "):
            assign = ast.parse(row.removeprefix("define ")).body[0]
            assert isinstance(assign, ast.Assign) and isinstance(assign.value, ast.Call)
            key = assign.targets[0].id  # type: ignore[attr-defined]
            assert key not in declared
            declared[key] = assign.value.args[0].value if assign.value.args else declared[key.removesuffix("_thinks")]  # type: ignore[attr-defined]
        elif say := SAY.fullmatch(row):
            assert say[1] is None or say[1] in declared
            said.append((declared[say[1]] if say[1] else None, unescape(say[2][1:-1])))
        else:
            assert OTHER.fullmatch(row), row
    assert said == list(zip(names(story), [b.text for b in spoken(story)], strict=True))
    assert len(re.findall(r"^label (\w+)", script, re.M)) == len(set(re.findall(r"^label (\w+)", script, re.M)))


def play(story: Story) -> list[tuple[str, list[str]]]:
    root = Path(os.environ.get("NODE_MODULES", "."))
    node = shutil.which("node")
    if not node or not (root / "node_modules" / "inkjs").is_dir():
        pytest.skip("needs node, and inkjs from npm (NODE_MODULES names the folder where it is installed)")
    run = subprocess.run(
        [node, str(Path(__file__).with_name("play.mjs"))],
        input="".join(ink.chunks(story)).encode(),
        env={**os.environ, "NODE_MODULES": str(root.resolve())},
        capture_output=True,
        check=True,
        timeout=120,
    )
    played = json.loads(run.stdout)
    assert played["problems"] == []
    return [(line, tags) for line, tags in played["lines"] if line]


@pytest.mark.parametrize("name", STORIES)
def test_ink_compiles_and_plays(name: str) -> None:
    story = STORIES[name]()
    wanted = [f"{who}: {b.text}" if who else b.text for who, b in zip(names(story), spoken(story), strict=True)]
    assert [line for line, _ in play(story)] == wanted


def test_ink_tags() -> None:
    tags = [tags for _, tags in play(boat())]
    assert tags[0] == ["title: The <Boat>", "author: A. & B.", "chapter: CHAPTER ONE The boat", "speech", "c_mara"]
    assert tags[1:4] == [[], ["speech", "c_tobin"], ["thought", "c_mara"]]


def test_ink_declares_the_cast() -> None:
    assert "\nLIST cast = c_mara, c_tobin, unknown\n" in "".join(ink.chunks(boat()))
