import numpy as np

from unspoken.model import nodes as N
from unspoken.model.inputs import prepare
from unspoken.reading import quotes, segment
from unspoken.sources.document import Document

TEXT = "“No,” said Mara.\n\n“Yes,” he said."


def graph() -> tuple[list[str], N.Nodes]:
    parts = segment.cut(Document(TEXT))
    inputs = prepare(parts, quotes.find(parts))
    words = [t.text for t in parts.tokens]
    mara, he = words.index("Mara"), words.index("he")
    mentions = [N.MentionSpan(mara, mara, N.PROPER), N.MentionSpan(he, he, N.PRONOUN)]
    opens = [k for k, w in enumerate(words) if w == "“"]
    closes = [k for k, w in enumerate(words) if w == "”"]
    silent = [
        N.SilentSpan(a, b, kind, k)
        for k, (a, b) in enumerate(zip(opens, closes, strict=True))
        for kind in (N.SPEAKER, N.ADDRESSEE)
    ]
    lines = np.full(len(words), -1, np.int32)
    nodes = N.build(inputs, [w.lower() for w in words], mentions, silent, lines)
    return [f"{N.TYPES[t]} {words[s]}" for t, s in zip(nodes.type, nodes.start, strict=True)], nodes


def linked(labels: list[str], ok: np.ndarray, k: int) -> list[str]:
    return [labels[j] for j in np.flatnonzero(ok[k])]


def test_the_nodes_stand_in_the_order_of_the_text():
    labels, nodes = graph()
    assert labels == ["speaker “", "addressee “", "proper Mara", "speaker “", "addressee “", "pronoun he"]
    assert nodes.turn.tolist() == [0, 0, -1, 1, 1, -1]
    assert nodes.pronoun.tolist() == [0, 0, 0, 0, 0, 3]


def test_a_silent_mention_looks_ahead_to_its_tag_and_a_word_only_back():
    labels, nodes = graph()
    order = np.arange(len(nodes), dtype=np.int32)
    ok = N.allowed(nodes, nodes, order, order)
    assert linked(labels, ok, 0) == ["proper Mara"]
    assert linked(labels, ok, 1) == ["speaker “", "proper Mara", "speaker “"]  # the next speaker answers
    assert linked(labels, ok, 2) == ["speaker “", "addressee “"]
    assert linked(labels, ok, 3)[-1] == "pronoun he"


def test_every_feature_of_a_pair_has_a_place_in_its_table():
    _, nodes = graph()
    order = np.arange(len(nodes), dtype=np.int32)
    features = N.pair_features(nodes, nodes, order, order)
    for feature, size in zip(features, N.FEATURES.values(), strict=True):
        assert feature.min() >= 0 and feature.max() < size


def test_the_features_of_a_pair_do_not_depend_on_the_block_it_is_scored_in():
    _, nodes = graph()
    order = np.arange(len(nodes), dtype=np.int32)
    whole = N.pair_features(nodes, nodes, order, order)
    part = N.pair_features(nodes.take(slice(2, 4)), nodes, order[2:4], order)
    assert (whole[:, 2:4] == part).all()


def test_what_a_node_knows_of_those_around_it_has_a_place_in_its_table():
    _, nodes = graph()
    order = np.arange(len(nodes), dtype=np.int32) * (N.SIGHT // 4)
    near, seen = N.nearby(nodes, nodes, order, order)
    for feature, size in zip(near, N.NEARBY.values(), strict=True):
        assert feature.min() >= 0 and feature.max() < size
    assert seen.tolist() == [[abs(a - b) <= 4 for b in range(len(nodes))] for a in range(len(nodes))]
