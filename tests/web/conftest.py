"""A server over a folder of its own, and one Chromium for all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import Browser, Served, chromium
from selenium import webdriver

from unspoken.story import Story
from unspoken.web.shelf import Shelf


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNSPOKEN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def read_json(path: Path, progress: Any) -> Story:
    return Story.from_json(path.read_bytes())


@pytest.fixture
def serve(home: Path) -> Iterator[Callable[[], Served]]:
    """Starts a server over the same folder each time it is called."""
    running: list[Served] = []

    def start() -> Served:
        running.append(Served(Shelf(home, read_json)))
        return running[-1]

    yield start
    for served in running:
        served.stop()


@pytest.fixture(scope="session")
def driver() -> Iterator[webdriver.Chrome]:
    chrome = chromium()
    if chrome is None:
        pytest.skip("Debian's chromium and chromium-driver are not installed")
    yield chrome
    chrome.quit()


@pytest.fixture
def browser(driver: webdriver.Chrome, serve: Callable[[], Served]) -> Iterator[Browser]:
    driver.get_log("browser")
    page = Browser(driver, serve())
    yield page
    driver.get("about:blank")
