"""A real Chromium without a window, and what tests ask of it."""

from __future__ import annotations

import base64
import os
import shutil
import struct
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, cast

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

AXE = resources.files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(done, (error) => done({error: String(error)}));
"""
_OPTIONS = ("--headless=new", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb")


@dataclass(frozen=True)
class Browser:
    """What a test does with a page."""

    driver: webdriver.Chrome

    def open(self, page: Path) -> None:
        """Open a page as somebody does for the first time."""
        self.messages()
        self.driver.get(page.as_uri())
        self.look()

    def look(self, width: int = 1280, scheme: str = "light") -> None:
        """Look at the page in a window of some width, with the colours that somebody prefers."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._do("Emulation.setEmulatedMedia", features=features)
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self._do("Emulation.setDeviceMetricsOverride", **size)

    def ask(self, script: str, *arguments: Any) -> Any:
        return cast("Any", self.driver).execute_script(script, *arguments)

    def messages(self) -> list[str]:
        """What was written to the console since somebody asked."""
        return [entry["message"] for entry in cast("Any", self.driver).get_log("browser")]

    def violations(self) -> list[str]:
        """What axe-core finds wrong for people who cannot see, or not well, or use no mouse."""
        self.ask(AXE)
        found = cast("Any", self.driver).execute_async_script(_RUN_AXE)
        assert len(found["passes"]) > 10, "axe-core checked nothing"
        return [
            f"{rule['id']}: {node['html']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    def picture(self) -> tuple[bytes, int, int]:
        """A picture of the whole page, its width and its height."""
        shot = self._do("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        png = base64.b64decode(shot["data"])
        assert png.startswith(b"\x89PNG")
        width, height = struct.unpack(">II", png[16:24])
        return png, width, height

    def _do(self, command: str, **parameters: Any) -> Any:
        return cast("Any", self.driver).execute_cdp_cmd(command, parameters)


@contextmanager
def chromium() -> Generator[Browser]:
    """A browser; skips the test where there is none."""
    program, driver = (shutil.which(name) for name in ("chromium", "chromedriver"))
    if not program or not driver:
        pytest.skip("no chromium or no chromedriver: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for option in (*_OPTIONS, *(["--no-sandbox"] if os.geteuid() == 0 else [])):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    window = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield Browser(window)
    finally:
        window.quit()
