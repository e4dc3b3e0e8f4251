"""Fit the words of the feelings: `python -m training.feelings DATA unspoken/model`.

Logistic regression on the words of the training scenes' lines and of what is told around each in its paragraph, by
their frequency and rarity (tf-idf), every feeling counted alike; it takes a few seconds.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from training.data import OWN, development, scene_text
from unspoken.model.feelings import PLACES, words
from unspoken.model.network import FEELINGS
from unspoken.reading.parts import rest

LEAST, STRENGTH = 12, 0.3
"""Scenes in which a word stands, so that it counts: names of people do not. The inverse of the penalty on weights."""


def examples(scene: tuple[str, dict[str, list[dict[str, Any]]]]) -> Iterator[tuple[str, str, int]]:
    """A scene's lines and thoughts: the words, what is told around them, and the number of the feeling."""
    text, labels = scene
    lines = sorted(labels["said"] + labels["thought"], key=lambda x: x["start"])
    for paragraph in labels["paragraphs"]:
        start, end = paragraph["start"], paragraph["end"]
        inside = [x for x in lines if start <= x["start"] < end]
        told = rest(text, start, end, ((x["start"], x["end"]) for x in inside))
        for x in inside:
            if "feel" in x:
                yield text[x["start"] : x["end"]], told, FEELINGS.index(x["feel"])


def fit(data: Path, folder: Path) -> None:
    given = [p for p in sorted((data / "scenes").glob("*.xml")) if not development(p.stem, "scenes")]
    own = sorted(path for part in ("scenes", "minds") for path in (OWN / part).glob("*.xml"))
    scenes = [[*examples(scene_text(path))] for path in (*given, *own)]
    *places, feelings = zip(*(x for scene in scenes for x in scene), strict=True)
    columns, tables = [], []
    for place, texts in enumerate(places):
        uses = Counter(word for scene in scenes for word in {w for x in scene for w in words(x[place])})
        known = sorted(word for word, count in uses.items() if count >= LEAST)
        tables.append(TfidfVectorizer(analyzer=words, vocabulary=known, sublinear_tf=True))
        columns.append(tables[-1].fit_transform(texts))
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000).fit(
        hstack(columns).tocsr(), feelings
    )
    known = [f"{p} {w}" for p, table in zip(PLACES, tables, strict=True) for w in table.get_feature_names_out()]
    np.savez_compressed(
        folder / "feelings.npz",
        words=np.frombuffer("\n".join(known).encode(), np.uint8),
        weights=model.coef_.astype(np.float16),
        bias=model.intercept_.astype(np.float16),
        rarity=np.concatenate([table.idf_ for table in tables]).astype(np.float16),
    )
    print(f"{len(feelings)} lines, {len(known)} words in {folder / 'feelings.npz'}", flush=True)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data", type=Path, help="the folder that holds scenes")
    ap.add_argument("folder", type=Path)
    a = ap.parse_args()
    fit(a.data, a.folder)


if __name__ == "__main__":
    main()
