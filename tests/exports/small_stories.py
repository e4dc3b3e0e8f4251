"""Small stories written out with their reading, and the hostile one."""

from __future__ import annotations

import re

from unspoken import Chapter, Character, Line, Mark, Mention, Paragraph, Scene, Span, Story

TEXT = """CHAPTER ONE

The boat

“Is it far?” Mara asked softly. Tobin shook his head. “No,” he said, “not far.”

Liar. She watched him go.

***

“Who is there?”

“Nobody,” said a voice & laughed.
"""


def at(text: str, words: str, nth: int = 0) -> Span:
    """Where the words stand for the nth time."""
    return Span(*[m.span() for m in re.finditer(re.escape(words), text)][nth])


def paragraphs(text: str) -> list[Paragraph]:
    return [Paragraph(*m.span()) for m in re.finditer(r"\S(?:.|\n(?!\n))*", text.rstrip())]


def boat() -> Story:
    """Two people, a thought, a turn that a tag parts, a line that nobody is known to say."""
    mara = Character("c1", "Mara", ["Mara", "Captain"], "she")
    tobin = Character("c2", "Tobin", ["Tobin"], "he")

    def here(words: str, nth: int = 0) -> Span:
        return at(TEXT, words, nth)

    parts = paragraphs(TEXT)
    parts[0].role = parts[1].role = "heading"
    parts[4].role = "break"
    parts[3].focalizer = mara
    brk = here("***").start
    return Story(
        TEXT,
        title="The <Boat>",
        author="A. & B.",
        language="en",
        marks=[Mark(*here("far.”"), "italic")],
        chapters=[Chapter(0, len(TEXT), "CHAPTER ONE The boat", "curly")],
        scenes=[Scene(0, brk), Scene(brk, len(TEXT))],
        paragraphs=parts,
        characters=[mara, tobin],
        lines=[
            Line("speech", [here("“Is it far?”")], "direct", mara, [tobin], here("Mara asked"), "softly", "fear", 0.9),
            Line(
                "speech", [here("“No,”"), here("“not far.”")], "direct", tobin, [mara], here("he said"), confidence=0.8
            ),
            Line("thought", [here("Liar.")], "free", mara, confidence=0.9),
            Line("speech", [here("“Who is there?”")], "direct", tobin, confidence=0.3),
            Line("speech", [here("“Nobody,”")]),
        ],
        mentions=[
            Mention(*here("Mara"), "proper", mara, 1),
            Mention(*here("Tobin"), "proper", tobin, 2),
            Mention(*here("his"), "pronoun", tobin, 2),
            # A noun phrase that crosses the end of a line.
            Mention(here("far.”").start, here("far.”\n").start + 4, "nominal", None, 3),
        ],
    )


def crossing() -> Story:
    """Mentions and lines that nest, cross, and run over paragraphs."""
    text = "one “two three” four\n\nfive “six” seven"
    ann, ben = Character("c1", "Ann"), Character("c2", "Ben")
    return Story(
        text,
        paragraphs=paragraphs(text),
        characters=[ann, ben],
        lines=[
            Line("speech", [Span(4, 15)], speaker=ann),
            Line("thought", [Span(9, 30)], speaker=ben, addressees=[ann, ben]),
        ],
        mentions=[Mention(0, 8, "nominal", ann), Mention(5, 20, "proper", ben), Mention(6, 12, "pronoun", ann)],
        marks=[Mark(2, 27, "bold")],
    )


EVIL = (
    "</script><script>alert(1)</script> & \" ' ]]> <!-- --> \\ { } [ ] [[ {{ | # ~ * _ ` $ % / // /* -> <> "
    "\x00\x08\x1f\ufffe\ud800 \u202e 【 =1+1 @x ^ TODO: {x}"
)


def hostile() -> Story:
    """Every name and every word is made of other languages' marks."""
    text = f"{EVIL}\r\n\r\n“{EVIL}” [{EVIL}]\n\n"
    text += "[Mara] \\[x] - * + = ~ “=cmd|'/c calc'!A1”\n\nTODO: INT. HOUSE\n\nVAR x = 1"
    first = Character("c 1\t<", EVIL, [EVIL, "Mara"])
    second = Character("c 1\t>", EVIL)
    nobody = Character("", None)
    return Story(
        text,
        title=f"{EVIL}\nSecond line: x",
        author=EVIL,
        language='en"><script>',
        chapters=[Chapter(0, len(text), EVIL)],
        scenes=[Scene(0, len(text))],
        paragraphs=paragraphs(text),
        characters=[first, second, nobody],
        lines=[
            Line("thought", [Span(3, 20)], speaker=nobody),
            Line("speech", [at(text, f"“{EVIL}”")], speaker=first, addressees=[second, nobody], manner=EVIL),
            Line("speech", [at(text, "“=cmd|'/c calc'!A1”")], speaker=second),
        ],
        mentions=[Mention(0, len(EVIL), "proper", first)],
    )


def thinking() -> Story:
    """Tags inside the words of a line: between italics, and as its cue. Emphasis is none."""
    text = "_Say it now,_ she thought. _He has to know._\n\n_I_ know, he thought _so_.\n\n“Go,” said Tobin, “home.”"
    mara, tobin = Character("c1", "Mara"), Character("c2", "Tobin")
    return Story(
        text,
        marks=[Mark(*at(text, words), "italic") for words in ("Say it now,", "He has to know.", "I", "so")],
        paragraphs=paragraphs(text),
        characters=[mara, tobin],
        lines=[
            Line("thought", [paragraphs(text)[0].span], speaker=mara),
            Line("thought", [at(text, "_I_ know, he thought _so_.")], speaker=tobin),
            Line("speech", [at(text, "“Go,” said Tobin, “home.”")], speaker=tobin, cue=at(text, "said Tobin")),
        ],
    )


STORIES = {"boat": boat, "crossing": crossing, "hostile": hostile, "thinking": thinking, "empty": lambda: Story("")}
