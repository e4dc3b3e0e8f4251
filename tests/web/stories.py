"""Small stories with their whole reading written out in place, and a long one made of them.

`[mara>tobin anger|“No,” /she said, / “never.”]` is a line of Mara's to Tobin, angry, its tag between slashes;
`{tobin|Don't.}` is a thought, `{tobin~|…}` a free indirect one; `@tobin ` before a paragraph says whose mind it is in.
"""

from __future__ import annotations

import itertools
import random
import re

from unspoken.story import Chapter, Character, Line, Mention, Paragraph, Scene, Span, Story

MARKED = re.compile(r"\[(\w+)(?:>(\w+))?(?: (\w+))?\|(.*?)\]|\{(\w+)(~?)(?: (\w+))?\|(.*?)\}", re.DOTALL)

CAST = {"mara": ("Mara Voss", ["Mara", "Captain"], "she"), "tobin": ("Tobin", [], "he"), "ines": ("Ines", [], "they")}

THE_LETTER = """\
# One

@tobin Tobin set down the cup. {tobin fear|Don’t ask. Please don’t ask.}

@tobin [mara>tobin anger|“Where is the letter?”] Mara said.

@tobin [tobin>mara neutral|“What letter?”]

@mara She looked at his hands. {mara~ anger|He had never been able to lie, not even to the dog.} Yes. \
{mara sadness|He has burned it.}

@mara [mara>tobin sadness|“Never mind,” /she said. /“It was only paper.”]

@tobin [tobin>mara surprise|“You aren’t angry?”]

***

@ines Ines came in from the yard. [ines>tobin joy|“Who wants eggs?”]

@ines [tobin>ines shame|“Not me.”] {ines~ surprise|Now what had those two been up to?}

# Two

@mara {mara love|Oh, you idiot.} She poured the tea. [mara>tobin love|“Drink.”]

@mara [ines>mara neutral|“There was a letter for you,”] Ines said, [ines>mara joy|“under the stove. Half of one.”]

@tobin {tobin fear|Half?} 😀 [tobin>mara fear|“It fell in.”]
"""


def marked(source: str, cast: dict[str, tuple[str, list[str], str]] = CAST, title: str | None = None) -> Story:
    """A story from its marked text."""
    people = {key: Character(key, name, list(names), pronouns) for key, (name, names, pronouns) in cast.items()}
    text, lines, paragraphs, chapters, cuts = "", list[Line](), list[Paragraph](), list[tuple[int, str | None]](), [0]
    for block in source.strip().split("\n\n"):
        text += "\n\n" if text else ""
        start, mind = len(text), None
        if block.startswith("@"):
            key, block = block[1:].split(" ", 1)
            mind = people[key]
        if block.startswith("# "):
            text += block[2:]
            chapters.append((start, block[2:]))
            cuts.append(start)
            paragraphs.append(Paragraph(start, len(text), "heading"))
            continue
        if block == "***":
            text += block
            cuts.append(start)
            paragraphs.append(Paragraph(start, len(text), "break"))
            continue
        at = 0
        for m in MARKED.finditer(block):
            text += block[at : m.start()]
            at = m.end()
            who, to, feeling, words, thinker, free, felt, thought = m.groups()
            spans = []
            for k, piece in enumerate((words or thought).split("/")):
                if k % 2 == 0:
                    end = len(text) + len(piece.rstrip())
                    spans.append(Span(len(text), end))
                text += piece
            line = Line("speech" if who else "thought", spans, "free" if free else "direct", people[who or thinker])
            line.addressees = [people[to]] if to else []
            line.feeling, line.confidence = feeling or felt, 0.9 if to != "ines" else 0.3
            lines.append(line)
        text += block[at:]
        paragraphs.append(Paragraph(start, len(text), "prose", mind, 0.9))
    names = {name: c for c in people.values() for name in (c.name, *c.aliases) if name}
    mentions = [
        Mention(*m.span(), "proper", names[m.group()])
        for m in re.finditer("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "$^", text)
    ]
    cuts = sorted({*cuts, *(at for at, _ in chapters), len(text)})
    starts = chapters or [(0, None)]
    return Story(
        text=text,
        title=title,
        chapters=[
            Chapter(a, b, name, "curly")
            for (a, name), b in zip(starts, [*(at for at, _ in starts[1:]), len(text)], strict=True)
        ],
        scenes=[Scene(a, b) for a, b in itertools.pairwise(cuts)],
        paragraphs=paragraphs,
        characters=list(people.values()),
        lines=lines,
        mentions=mentions,
    )


def the_letter() -> Story:
    return marked(THE_LETTER, title="The Letter")


def novel(words: int = 200_000) -> Story:
    """A novel of so many words, in chapters of about five thousand, every fifth paragraph a thought."""
    rng = random.Random(7)
    vocabulary = "the of rain a stone and kettle slow river light over door she he went came under winter"
    blocks, n, chapter = [], 0, 0
    while n < words:
        if n >= chapter * 5000:
            chapter += 1
            blocks.append(f"# Chapter {chapter}")
        sentence = " ".join(rng.choices(vocabulary.split(), k=rng.randint(8, 60))).capitalize() + "."
        who, to = rng.sample(list(CAST), 2)
        form = rng.choice(
            ["{0}", "{0}", f"[{who}>{to}|“{{0}}”]", f"[{who}>{to}|“{{0}}”] said {who}.", f"{{{{{who}|{{0}}}}}}"]
        )
        blocks.append(f"@{who} " + form.format(sentence))
        n += len(sentence.split())
    return marked("\n\n".join(blocks), title="The Long Road")
