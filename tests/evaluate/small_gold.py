"""A little gold of each form, and for each a story that gets some of it right and one that gets all of it right."""

from __future__ import annotations

import json
from pathlib import Path

from unspoken import Character, Entity, Event, Line, Mention, Paragraph, Span, Story

NOVEL = """“Where is the letter?” asked Mara.

“Burned,” said Tobin, “and gone.”

“You!” she cried.

“No.”

“Never.”

“Shame!” shouted the others.
"""
QUOTATIONS = [
    (["“Where is the letter?”"], "Mara Voss", ["Tobin"], "Explicit"),
    (["“Burned,”", "“and gone.”"], "Tobin", ["Mara Voss"], "Explicit"),
    (["“You!”"], "Mara Voss", ["Tobin"], "Anaphoric"),
    (["“No.”"], "Tobin", ["_unknowable"], "Implicit"),
    (["“Never.”"], "Tobin", [], "Implicit"),
    (["“Shame!”"], "_group", ["Tobin"], "Explicit"),
]
NAMES = {"Mara Voss": ["Mara", "Miss Voss"], "Tobin": ["Tobin"]}

SCENE = """<scene id="any">
  <cast>
    <character id="mara" names="Mara Voss|Mara" pronouns="she"/>
    <character id="clerk" names="the old clerk" pronouns="he"/>
  </cast>
  <text>
<p pov="mara"><said who="mara" to="clerk" feel="anger" tag="explicit">“Where is it?”</said> <m who="mara">Mara</m> asked.</p>
<p pov="mara"><said who="clerk" to="mara" feel="fear" tag="anaphoric">“Burned,”</said> <m who="clerk">he</m> said.
<thought who="mara" form="free" feel="anger">He was lying.</thought></p>
<break/>
<p pov="none"><m who="mara clerk">They</m> waited.</p>
  </text>
</scene>
"""  # noqa: E501
SCENE_TEXT = "“Where is it?” Mara asked.\n\n“Burned,” he said.\nHe was lying.\n\n***\n\nThey waited."

LITBANK = "Mara saw Hull. She knew Tobin of Hull, who fled."
PASSAGE = "Mara sat down. Why had he gone? Perhaps he was dead. Rain."


def span(text: str, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def novel(folder: Path) -> Path:
    folder.mkdir(parents=True)
    folder.joinpath("text.txt").write_bytes(NOVEL.encode())
    people = [{"name": name, "aliases": aliases, "gender": "F"} for name, aliases in NAMES.items()]
    folder.joinpath("characters.json").write_text(json.dumps(people))
    rows = [
        {"spans": [span(NOVEL, piece) for piece in pieces], "speaker": who, "addressees": to, "type": kind}
        for pieces, who, to, kind in QUOTATIONS
    ]
    folder.joinpath("quotes.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


def novel_read() -> Story:
    mara, tobin = Character("c1", "Mara"), Character("c2", "Mr. Tobin", ["Tobin"])
    clerk = Character("c3", None, ["the clerk"])
    lines = [
        # The marks may be left out.
        Line("speech", [span(NOVEL, "Where is the letter?")], speaker=mara, addressees=[tobin], confidence=0.95),
        # The second half of the turn is missed, and the wrong person is spoken to.
        Line("speech", [span(NOVEL, "“Burned,”")], speaker=tobin, addressees=[clerk], confidence=0.85),
        Line("thought", [span(NOVEL, "“and gone.”")], speaker=tobin, confidence=0.85),
        Line("speech", [span(NOVEL, "“You!”")], speaker=None, addressees=[tobin], confidence=0.1),
        # Something that is no speech.
        Line("speech", [span(NOVEL, "cried")], speaker=mara, confidence=0.3),
        # One person of the gold is two.
        Line("speech", [span(NOVEL, "“No.”")], speaker=clerk, confidence=0.65),
        Line("speech", [span(NOVEL, "“Never.”")], speaker=clerk, confidence=0.6),
    ]
    return Story(NOVEL, characters=[mara, tobin, clerk], lines=lines)


def novel_right() -> Story:
    cast = {name: Character(f"c{k}", name, aliases) for k, (name, aliases) in enumerate(NAMES.items())}
    lines = [
        Line("speech", [span(NOVEL, p) for p in pieces], "direct", cast.get(who), [cast[x] for x in to if x in cast])
        for pieces, who, to, _ in QUOTATIONS
    ]
    for line in lines:
        line.confidence = 1.0
    return Story(NOVEL, characters=list(cast.values()), lines=lines)


def scene(path: Path) -> Path:
    path.write_text(SCENE, "utf-8")
    return path


def scene_read() -> Story:
    mara, nameless = Character("c1", "Mara"), Character("c2", None)
    at = lambda words: span(SCENE_TEXT, words)  # noqa: E731
    lines = [
        Line("speech", [at("“Where is it?”")], "direct", mara, [nameless], feeling="anger", confidence=1.0),
        Line("speech", [at("“Burned,”")], "direct", nameless, [], feeling="neutral", confidence=0.4),
        Line("thought", [at("lying.")], "free", mara, feeling="anger", confidence=0.9),
    ]
    # One chain too long; and 'They' are two people, who do not count.
    he = at("he said").start
    mentions = [Mention(*where, "pronoun", mara, 1) for where in (at("Mara"), (he, he + 2), at("They"))]
    return Story(SCENE_TEXT, characters=[mara, nameless], lines=lines, mentions=mentions, paragraphs=_paragraphs(mara))


def _paragraphs(first: Character, second: Character | None = None) -> list[Paragraph]:
    ends = [span(SCENE_TEXT, words).end for words in ("asked.", "lying.", "***", "waited.")]
    starts = [0, *(end + 2 for end in ends[:-1])]
    eyes = [first, second, None, None]
    return [Paragraph(a, b, "prose", who) for a, b, who in zip(starts, ends, eyes, strict=True)]


def scene_right() -> Story:
    story = scene_read()
    mara, clerk = story.characters
    story.lines[1].addressees, story.lines[1].feeling = [mara], "fear"
    story.lines[2].spans = [span(SCENE_TEXT, "He was lying.")]
    story.lines[1].confidence = 1.0
    story.mentions[1].character = clerk
    story.paragraphs = _paragraphs(mara, mara)
    return Story(SCENE_TEXT, characters=[mara, clerk], lines=story.lines, mentions=story.mentions[:2],
                 paragraphs=story.paragraphs)  # fmt: skip


def litbank(path: Path) -> Path:
    at = lambda words, nth=0: list(span(LITBANK, words, nth))  # noqa: E731
    gold = {
        "text": LITBANK,
        "clusters": {
            "Mara-0": [[*at("Mara"), "PER", "PROP"], [*at("She"), "PER", "PRON"]],
            "Hull-1": [[*at("Hull"), "GPE", "PROP"], [*at("Hull", 1), "GPE", "PROP"]],
            "Tobin-2": [[*at("Tobin of Hull"), "PER", "PROP"]],
        },
        "entities": [
            [*at("Mara"), "PER"], [*at("Hull"), "GPE"], [*at("Tobin of Hull"), "PER"], [*at("Hull", 1), "GPE"],
        ],
        "events": [at("saw"), at("fled")],
    }  # fmt: skip
    path.write_text(json.dumps(gold))
    return path


def litbank_read(right: bool = False) -> Story:
    at = lambda words, nth=0: span(LITBANK, words, nth)  # noqa: E731
    chains = [[at("Mara"), at("She")], [at("Hull"), at("Hull", 1)], [at("Tobin of Hull")]]
    entities = [(at("Mara"), "PER"), (at("Hull"), "GPE"), (at("Tobin of Hull"), "PER"), (at("Hull", 1), "GPE")]
    events = [at("saw"), at("fled")]
    if not right:
        chains = [[at("Mara"), at("She"), at("Tobin of Hull")], [at("Hull")], [at("Hull", 1)]]
        entities[1:] = [(at("Hull"), "LOC")]
        events.append(at("knew"))
    return Story(
        LITBANK,
        mentions=[Mention(*m, "proper", None, k) for k, chain in enumerate(chains) for m in chain],
        entities=[Entity(*where, kind) for where, kind in entities],
        events=[Event(*where) for where in events],
    )


def passage(path: Path) -> Path:
    marked = [
        ("Why had he gone?", "Miss Mara", "free", True),
        ("Perhaps he was dead.", "Mara", "free", False),
        ("Rain.", "I", "direct", True),
    ]
    thoughts = [
        dict(zip(("start", "end", "who", "form", "sure"), (*span(PASSAGE, words), *rest), strict=True))
        for words, *rest in marked
    ]
    path.write_text(json.dumps({"id": "any", "source": "", "text": PASSAGE, "thoughts": thoughts}))
    return path


def passage_read(right: bool = False) -> Story:
    mara, narrator = Character("c1", "Mara"), Character("c2", None, narrator=True)
    spoken = [("Why had he gone?", mara), ("Rain.", narrator)]
    if not right:
        spoken = [("Mara sat down.", mara), ("had he gone?", mara), ("Perhaps he was dead.", narrator), ("Rain.", mara)]
    lines = [Line("thought", [span(PASSAGE, words)], "free", who) for words, who in spoken]
    return Story(PASSAGE, characters=[mara, narrator], lines=lines)
