"""`HYPOTHESIS_PROFILE=long` lets the properties be tried on thirty times as many examples.

What the commands keep between runs goes to a folder of the tests' own.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("short", max_examples=100, deadline=None)
settings.register_profile("long", max_examples=3000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


@pytest.fixture(scope="session", autouse=True)
def kept_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNSPOKEN_HOME", str(tmp_path_factory.mktemp("home")))
        yield
