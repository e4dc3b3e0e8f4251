"""`HYPOTHESIS_PROFILE=long` lets the properties be tried on thirty times as many examples."""

import os

from hypothesis import settings

settings.register_profile("short", max_examples=100, deadline=None)
settings.register_profile("long", max_examples=3000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))
