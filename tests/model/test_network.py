import numpy as np
import openvino as ov

from unspoken.model import network
from unspoken.model.inputs import prepare
from unspoken.reading import quotes, segment
from unspoken.sources.document import Document

SCENE = "“Not tonight,” said Mara. She had meant to say yes.\n\nTobin set the cup down. “Then when?”\n\n" * 20


def test_the_reader_runs_in_integers_only_where_they_are_exact_and_reads_nearly_the_same_in_floats(monkeypatch):
    parts = segment.cut(Document(SCENE))
    inputs = prepare(parts, quotes.find(parts))
    monkeypatch.setattr(network, "_exact_in_integers", lambda core: True)
    integers = network.Network()
    monkeypatch.setattr(network, "_exact_in_integers", lambda core: False)
    floats = network.Network()
    a, b = integers.encode(inputs), floats.encode(inputs)
    cosine = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    assert cosine.min() > 0.8 and cosine.mean() > 0.95
    assert not np.array_equal(a, b)


def test_no_rounding_is_left_where_floats_are_kept():
    x = network.op.parameter([1, 4], np.float32)
    ends = [network.op.constant(np.float32(end)) for end in (0, 1, 0, 1)]
    body = ov.Model([network.op.fake_quantize(x, *ends, 2)], [x])
    third = np.full((1, 4), 1 / 3, np.float32)
    assert ov.compile_model(body, "CPU")(third)[0].tolist() == [[0, 0, 0, 0]]
    network._keep_floats(body)
    assert np.allclose(ov.compile_model(body, "CPU")(third)[0], third)
