"""Corrections: kept whole, set exactly, followed by the lines around, and found again in an edited manuscript."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unspoken
from unspoken import cli, corrections
from unspoken.corrections import CorrectionError, anchor, apply, correct, load, locate, record, save
from unspoken.story import Chapter, Character, Line, Mention, Paragraph, Scene, Span, Story

sys.path.insert(0, str(Path(__file__).parent / "web"))
from stories import novel, the_letter

TALK = [
    "“Is it far?”",
    "“Not very.”",
    "“You said that before.”",
    "“Did I?”",
    "“At the bridge.”",
    "“Then it must be so.”",
]


def talk(confidence: float = 0.5) -> Story:
    """Two people in turn, nobody named: Ann first. A third one, Cy, is about."""
    ann, bob, cy = Character("c1", "Ann"), Character("c2", "Bob"), Character("c3", "Cy")
    text = "\n\n".join(["Ann walked with Bob and Cy.", *TALK])
    lines, paragraphs = [], [Paragraph(0, 27)]
    for k, words in enumerate(TALK):
        at = text.index(words)
        who, to = (bob, ann) if k % 2 else (ann, bob)
        lines.append(Line("speech", [Span(at, at + len(words))], "direct", who, [to], confidence=confidence))
        paragraphs.append(Paragraph(at, at + len(words)))
    return Story(
        text,
        chapters=[Chapter(0, len(text))],
        scenes=[Scene(0, len(text))],
        paragraphs=paragraphs,
        characters=[ann, bob, cy],
        lines=lines,
        mentions=[Mention(0, 3, "proper", ann), Mention(16, 19, "proper", bob), Mention(24, 26, "proper", cy)],
    )


def speakers(story: Story) -> list[str | None]:
    return [line.speaker.label if line.speaker else None for line in story.lines]


def make(story: Story, **request: Any) -> Story:
    return apply(story, [record(story, request)])


def test_an_answer_is_set_exactly_and_the_story_given_is_left_alone() -> None:
    story = the_letter()
    before = story.to_json()
    line = story.lines[1]
    settings = {"speaker": "ines", "addressees": ["mara"], "feeling": "joy"}
    new = make(story, do="line", line=line.start, set=settings).lines[1]
    assert (new.speaker.id, [c.id for c in new.addressees], new.feeling, new.confidence) == ("ines", ["mara"], "joy", 1)
    assert new in new.speaker.lines
    assert story.to_json() == before


def test_untagged_neighbours_follow() -> None:
    story = talk()
    assert speakers(story) == ["Ann", "Bob"] * 3
    turned = make(story, do="line", line=story.lines[2].start, set={"speaker": "c2"})
    assert speakers(turned) == ["Bob", "Ann"] * 3
    assert all(line.speaker not in line.addressees and line.addressees for line in turned.lines)


def test_lines_that_are_sure_tagged_or_decided_do_not_follow() -> None:
    sure = talk(confidence=0.95)
    assert speakers(make(sure, do="line", line=sure.lines[2].start, set={"speaker": "c2"})) == [
        *("Ann", "Bob", "Bob", "Bob", "Ann", "Bob")
    ]
    tagged = talk()
    tagged.lines[3].cue = Span(0, 3)
    assert speakers(make(tagged, do="line", line=tagged.lines[2].start, set={"speaker": "c2"}))[3] == "Bob"
    story = talk()
    decided = [record(story, {"do": "line", "line": story.lines[k].start, "set": {"speaker": "c2"}}) for k in (3, 2)]
    assert speakers(apply(story, decided))[2:4] == ["Bob", "Bob"]


def test_a_new_name_joins_the_cast() -> None:
    story = make(talk(), do="line", line=talk().lines[0].start, set={"speaker": {"new": " Old  Dan "}})
    assert story.lines[0].speaker is story.character("Old Dan")


def test_drop_add_and_mend() -> None:
    story = the_letter()
    dropped = make(story, do="drop", line=story.lines[1].start)
    assert [x.text for x in dropped.lines] == [x.text for k, x in enumerate(story.lines) if k != 1]
    at = story.text.index("Yes.")
    added = make(
        story, do="add-line", spans=[[at - 1, at + 4]], set={"kind": "thought", "form": "free", "speaker": "mara"}
    )
    new = next(x for x in added.lines if x.start == at)
    assert (new.text, new.kind, new.form, new.speaker.id) == ("Yes.", "thought", "free", "mara")
    assert [x.start for x in added.lines] == sorted(x.start for x in added.lines)
    line = story.lines[5]
    mended = make(story, do="mend", line=line.start, spans=[list(line.spans[0])])
    assert mended.lines[5].text == "“Never mind,”"
    assert mended.lines[5].speaker.id == "mara"


def test_rename_merge_split_add() -> None:
    story = the_letter()
    renamed = make(story, do="rename", who="mara", name="Mara Reed", pronouns="they")
    mara = renamed.character("Mara Reed")
    assert (mara.aliases, mara.pronouns, len(mara.lines)) == (["Mara Voss", "Mara", "Captain"], "they", 6)
    merged = make(story, do="merge", who="ines", into="mara")
    assert [c.id for c in merged.characters] == ["mara", "tobin"]
    assert len(merged.character("Ines").lines) == 10
    assert {c.id for line in merged.lines for c in line.addressees} == {"mara", "tobin"}
    assert '"ines"' not in merged.to_json().split('"text"')[0]
    split = make(story, do="split", who="mara", name="Captain Brook", aliases=["Captain"], lines=[story.lines[1].start])
    assert split.character("Captain").name == split.lines[1].speaker.name == "Captain Brook"
    assert split.character("Mara").aliases == ["Mara"]
    assert make(story, do="add-character", name="Old Dan", pronouns="he").character("old dan").pronouns == "he"


def test_later_corrections_see_what_earlier_ones_did() -> None:
    story, made = the_letter(), []
    for request in (
        {"do": "rename", "who": "tobin", "name": "Tobias"},
        {"do": "merge", "who": "ines", "into": "tobin"},
        {"do": "line", "line": story.lines[1].start, "set": {"speaker": "tobin"}},
    ):
        made.append(record(apply(story, made), request))
    assert apply(story, made).lines[1].speaker.name == "Tobias"
    assert apply(story, made).to_json() == apply(story, made).to_json()


@pytest.mark.parametrize("first", [None, {"do": "merge", "who": "ines", "into": "tobin"}])
def test_a_snapshot_takes_any_correction_back(first: dict[str, Any] | None) -> None:
    story = the_letter()
    now = correct(story, [record(story, first)] if first else [])
    document, fixed = now.story.to_json(), set(now.fixed)
    line, words = now.story.lines[1], story.text.index("Yes.")
    for request in (
        {"do": "line", "line": line.start, "set": {"speaker": {"new": "Old Dan"}, "kind": "thought", "feeling": "joy"}},
        {"do": "mend", "line": line.start, "spans": [[line.start + 1, line.end - 1]]},
        {"do": "drop", "line": line.start},
        {"do": "add-line", "spans": [[words, words + 4]], "set": {"speaker": "mara"}},
        {"do": "add-character", "name": "Old Dan", "pronouns": "he"},
        {"do": "rename", "who": "mara", "name": "Mara Reed", "pronouns": "they"},
        {"do": "merge", "who": "mara", "into": "tobin"},
        {"do": "split", "who": "mara", "name": "Captain", "aliases": ["Mara Voss"], "lines": [line.start]},
    ):
        back = now.snapshot()
        assert now.set(record(now.story, request)) and now.story.to_json() != document
        back()
        assert (now.story.to_json(), now.fixed, now.lost) == (document, fixed, [])
    assert [len(c.lines) for c in now.story.characters] == [
        sum(x.speaker is c for x in now.story.lines) for c in now.story.characters
    ]


@pytest.mark.parametrize(
    "request_",
    [
        None,
        {},
        {"do": "explode"},
        {"do": "line", "line": 3, "set": {}},
        {"do": "line", "line": 0, "set": {"speaker": "nobody"}},
        {"do": "line", "line": "0", "set": {"kind": "song"}},
        {"do": "line", "line": None, "set": []},
        {"do": "mend", "line": 0, "spans": []},
        {"do": "add-line", "spans": [[5, 2]]},
        {"do": "add-line", "spans": [[0, 10**9]]},
        {"do": "add-line", "spans": [[0, 9], [3, 12]]},
        {"do": "add-line", "spans": "no", "set": 3},
        {"do": "rename", "who": "mara", "name": "  "},
        {"do": "merge", "who": "mara"},
    ],
)
def test_a_request_that_does_not_fit_is_refused(request_: Any) -> None:
    with pytest.raises(CorrectionError):
        record(the_letter(), request_)


# An edited manuscript


def edited(story: Story, old: str, new: str) -> Story:
    """The story after an edit, all its annotation moved along."""
    assert old in story.text
    at = story.text.index(old)
    grown = len(new) - len(old)

    def moved(x: int) -> int:
        return x if x <= at else max(at, x + grown)

    data = story.to_dict()
    data["text"] = story.text.replace(old, new, 1)
    for layer in ("chapters", "scenes", "paragraphs", "mentions"):
        for part in data[layer]:
            part["start"], part["end"] = moved(part["start"]), moved(part["end"])
    for line in data["lines"]:
        line["spans"] = [[moved(a), moved(b)] for a, b in line["spans"]]
    return Story.from_dict(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Tobin set down the cup.", "It rained. Tobin, who had been up all night, set down the cup at last."),
        ("Mara said.", "Mara said, and waited."),
        ("“Where is the letter?”", '"Where is the letter?"'),
        ("“Where is the letter?”", "“Where’s that letter?”"),
        ("“Where is the letter?”", "“Where is\nthe letter?”"),
        ("“What letter?”", "“Where is the letter?”"),
    ],
)
def test_a_correction_survives_an_edit(old: str, new: str) -> None:
    story = the_letter()
    correction = record(story, {"do": "line", "line": story.lines[1].start, "set": {"speaker": "ines"}})
    changed = correct(edited(story, old, new), [correction])
    assert changed.lost == []
    assert [line.start for line in changed.fixed] == [changed.story.lines[1].start]
    assert changed.story.lines[1].speaker.id == "ines"


def test_a_correction_whose_words_are_gone_is_kept_and_told() -> None:
    story = the_letter()
    correction = record(story, {"do": "line", "line": story.lines[1].start, "set": {"speaker": "ines"}})
    start, end = story.paragraphs[1].start, story.paragraphs[4].start
    rest = edited(story, story.text[start:end], "Nothing was left of it. ")
    rest.lines = [x for x in rest.lines if x.end > x.start + 3 and x.start > start + 24]
    after = apply(rest, [correction])
    assert after.notes == ["One correction no longer finds its place in the text."]
    assert speakers(after) == speakers(rest)


@given(st.text(alphabet="ab “”.\n", min_size=1, max_size=60), st.data())
def test_words_are_found_where_they_stand(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    found = locate(text, anchor(text, span))
    assert found == (span if text[span.start : span.end].strip() else None)


@given(st.text(alphabet="abc “”.\n", max_size=40), st.text(alphabet="abc “”.\n", max_size=40))
def test_words_are_found_when_the_text_before_them_changes(before: str, other: str) -> None:
    words = "“Wherever did you put the letter that came on Monday?”"
    at = anchor(before + words, Span(len(before), len(before) + len(words)))
    assert locate(other + words, at) == Span(len(other), len(other) + len(words))


# Keeping


@pytest.fixture
def letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNSPOKEN_HOME", str(tmp_path / "home"))
    path = tmp_path / "letter.txt"
    path.write_text("“Where is the letter?” Mara asked.\n\n“Burned,” said Tobin.\n", "utf-8")
    return path


CORRECTION = {"do": "add-character", "who": {"name": "Ines"}}


def test_kept_beside_the_story(letter: Path) -> None:
    assert load(letter) == []
    assert save(letter, [CORRECTION]) == letter.with_name("letter.txt.unspoken.json")
    assert load(letter) == [CORRECTION]


def test_kept_in_the_users_folder_where_it_cannot_stand_beside(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(letter, [])
    write = corrections.files.write

    def locked(path: Path, document: str) -> None:
        if path.parent == letter.parent:
            raise PermissionError(13, "Permission denied", str(path))
        write(path, document)

    monkeypatch.setattr(corrections.files, "write", locked)
    os.utime(corrections.places(letter)[0], (1, 1))
    assert save(letter, [CORRECTION]).is_relative_to(letter.parent / "home")
    assert load(letter) == [CORRECTION]


def test_a_write_that_breaks_off_loses_nothing(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(letter, [CORRECTION])

    def dies(source: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", dies)
    with pytest.raises(KeyboardInterrupt):
        save(letter, [CORRECTION, CORRECTION])
    assert load(letter) == [CORRECTION]
    assert sorted(p.name for p in letter.parent.iterdir()) == ["letter.txt", "letter.txt.unspoken.json"]


@pytest.mark.parametrize(
    "document", ["", "{", "[]", '{"format": "x"}', '{"format": "unspoken-corrections", "version": 9}']
)
def test_a_damaged_file_is_told_and_left(letter: Path, document: str, capsys: pytest.CaptureFixture[str]) -> None:
    place = letter.with_name("letter.txt.unspoken.json")
    place.write_text(document, "utf-8")
    with pytest.raises(CorrectionError, match=re.escape("letter.txt.unspoken.json")):
        load(letter)
    assert cli.main(["read", str(letter), "--quiet"]) == 2
    assert "letter.txt.unspoken.json does not hold corrections" in capsys.readouterr().err
    assert place.read_text("utf-8") == document


def test_every_command_uses_them(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story = unspoken.read(letter)
    assert speakers(story) == ["Mara", "Tobin"]
    save(letter, [record(story, {"do": "line", "line": 0, "set": {"speaker": {"new": "Ines"}}})])
    assert speakers(unspoken.read(letter)) == ["Ines", "Tobin"]
    assert speakers(unspoken.read(letter, corrected=False)) == ["Mara", "Tobin"]
    assert cli.main(["read", str(letter), "--lines", "--quiet"]) == 0
    assert "\tInes\t" in capsys.readouterr().out


def test_a_thousand_corrections_of_a_novel() -> None:
    story = novel(60_000)
    lines = [line for line in story.lines if line.kind == "speech"][:1000]
    made = [record(story, {"do": "line", "line": x.start, "set": {"speaker": "ines"}}) for x in lines]
    after = correct(story, json.loads(json.dumps(made)))
    assert after.lost == []
    assert {x.speaker.id for x in after.story.lines if x in after.fixed} == {"ines"}
    assert len(after.fixed) == len(lines)
