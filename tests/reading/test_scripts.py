"""Speech that stands after its speaker's name, as in a play or a chat."""

from __future__ import annotations

import pytest

from unspoken.reading import read_document
from unspoken.sources.text import parse

PLAY = """The wedding was at noon. Dick stood by the table and waited for his glass.

FOURTH YOUNG MAN: Hear you got out a book.

DICK: (_Touchily_) Why don't you supply the lack?

FOURTH YOUNG MAN: I think I saw a squad of guests turn the drive.

MAURY: (_Frowning_) Let me just think a minute. (_He thinks._) Ask me another.

DICK: "Another," he says.

Then the bride came in, and they all stood up.
"""

CHAT = """It began in the group chat.

mara: are you up

tobin: no

mara: liar

tobin: why are we talking (at three) then

She put the phone face down on the bed.
"""

MINE = """I was stuck at the depot again, so I texted Priya. I had nobody else.

me: they say ten minutes
priya: again??
me: again
priya: leave that job

I put the phone away and I waited. I was good at that.
"""

LIST = """He had his reasons, and told them over in his head that night.

First: It was late. He had nowhere to go.

Note: The shop would be shut.

Last: He had no money. She had none either.

Monday: Nothing. Tuesday: Nothing.
"""


def turns(text: str) -> list[tuple[str | None, str]]:
    story = read_document(parse(text))
    return [(x.speaker.label if x.speaker else None, x.text) for x in story.lines if x.kind == "speech"]


def test_a_play() -> None:
    assert turns(PLAY) == [
        ("Fourth Young Man", "Hear you got out a book."),
        ("Dick", "Why don't you supply the lack?"),
        ("Fourth Young Man", "I think I saw a squad of guests turn the drive."),
        ("Maury", "Let me just think a minute. Ask me another."),
        ("Dick", '"Another," he says.'),
    ]


@pytest.mark.parametrize("text", [CHAT, CHAT.replace("\n\ntobin", "\ntobin").replace("no\n\n", "no\n")])
def test_a_chat(text: str) -> None:
    assert turns(text) == [
        ("mara", "are you up"),
        ("tobin", "no"),
        ("mara", "liar"),
        ("tobin", "why are we talking (at three) then"),
    ]


def test_my_own_words() -> None:
    story = read_document(parse(MINE))
    speakers = [x.speaker for x in story.lines if x.kind == "speech" and x.speaker]
    assert [who.narrator for who in speakers] == [True, False] * 2
    assert {who.name for who in speakers if not who.narrator} == {"Priya"}
    assert [MINE[p.start : p.end] for p in story.paragraphs[1:5]] == MINE.splitlines()[2:6]


@pytest.mark.parametrize("text", [LIST, "DICK: Hello.\n\nThat was all the paper said.\n"])
def test_what_is_no_play(text: str) -> None:
    assert turns(text) == []
