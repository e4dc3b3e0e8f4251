"""A running server, and a real Chromium to look at it with."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from unspoken.web.server import app
from unspoken.web.shelf import Shelf

TOKEN = "a-token-for-the-tests"


class Served:
    """A running server: its address, its shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.door = socket.socket()
        self.door.bind(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.door.listen()
        self.server = uvicorn.Server(uvicorn.Config(app(shelf, TOKEN, self.port), log_level="warning"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.door]}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=10)
        self.door.close()


def chromium() -> webdriver.Chrome | None:
    """Debian's Chromium, None where it or its driver is not installed."""
    browser, bridge = shutil.which("chromium"), shutil.which("chromedriver")
    if not browser or not bridge:
        return None
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(bridge))


class Browser:
    """Chromium on the page of one server."""

    def __init__(self, driver: webdriver.Chrome, served: Served) -> None:
        self.driver, self.served = driver, served
        self.look(1280, 800)

    def look(self, width: int, height: int, dark: bool = False) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})

    def open(self, path: Path | None = None, view: str = "read", line: int | None = None) -> str:
        """The page, on a story; returns the story's key."""
        key = self.served.shelf.add(path) if path else ""
        self.driver.get("about:blank")
        at = "" if line is None else f"/{line}"
        self.driver.get(f"{self.served.address}/?token={TOKEN}" + (f"#/{key}/{view}{at}" if key else ""))
        self.see(f"main.view-{view if key else 'home'} > *")
        return key

    def go(self, view: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, f'#head nav a[href$="/{view}"]').click()
        self.see(f"main.view-{view} > *")

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def see(self, selector: str) -> WebElement:
        """The first element that matches and is displayed, waited for."""
        return WebDriverWait(self.driver, 20).until(
            lambda _: next((e for e in self.all(selector) if e.is_displayed()), None), f"{selector} never came"
        )

    def wait(self, condition: Callable[[], Any], what: str = "") -> Any:
        return WebDriverWait(self.driver, 20, ignored_exceptions=[Exception]).until(lambda _: condition(), what)

    def texts(self, selector: str) -> list[str]:
        return self.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent.trim())", selector
        )

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def press(self, *keys: str) -> None:
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    def undo(self, again: bool = False) -> None:
        held = [Keys.CONTROL, Keys.SHIFT] if again else [Keys.CONTROL]
        chain = webdriver.ActionChains(self.driver)
        for key in held:
            chain.key_down(key)
        chain.send_keys("z")
        for key in held:
            chain.key_up(key)
        chain.perform()

    def complaints(self) -> list[str]:
        """What the browser logged: refused by the policy, failed to load, thrown."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
