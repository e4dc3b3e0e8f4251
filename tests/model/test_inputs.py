import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from unspoken.model.inputs import SHAPES, WINDOW, ZONES, prepare, windows
from unspoken.reading import quotes, segment
from unspoken.sources.document import Document
from unspoken.story import Mark


def read(text: str, marks: list[Mark] | None = None):
    parts = segment.cut(Document(text, marks or []))
    return parts, prepare(parts, quotes.find(parts))


def test_what_an_uncased_encoder_cannot_see_is_told_of_each_token():
    text = "“No,” said Mara.\n\nShe had thought so."
    parts, inputs = read(text, [Mark(text.index("thought"), text.index("thought") + 7, "italic")])
    told = {
        t.text: (ZONES_BACK[z], SHAPES_BACK[s], bool(f), bool(i))
        for t, z, s, f, i in zip(parts.tokens, inputs.zone, inputs.shape, inputs.first, inputs.italic, strict=True)
    }
    assert told["“"] == ("opening", "other", True, False)
    assert told["No"] == ("quoted", "title", False, False)
    assert told["”"] == ("closing", "other", False, False)
    assert told["Mara"] == ("narration", "title", False, False)
    assert told["She"] == ("narration", "title", True, False)
    assert told["thought"] == ("narration", "lower", False, True)


ZONES_BACK = {v: k for k, v in ZONES.items()}
SHAPES_BACK = {v: k for k, v in SHAPES.items()}


@given(st.lists(st.sampled_from(["Mara", "went", "home", ".", "\n\n", "“Go,” he said.", "unspokenness"]), max_size=600))
def test_windows_keep_every_token_once_and_fit_the_encoder(words: list[str]):
    _, inputs = read(" ".join(words))
    cut = windows(inputs, 0, len(inputs), 24)
    assert [k for _, _, a, b in cut for k in range(a, b)] == list(range(len(inputs)))
    for left, right, keep, end in cut:
        assert left <= keep < end <= right
        assert inputs.offsets[right] - inputs.offsets[left] <= WINDOW - 2


def test_an_empty_text_has_no_windows():
    _, inputs = read("")
    assert windows(inputs, 0, 0, 24) == []
    assert len(inputs) == 0 and inputs.pieces.dtype == np.int32
