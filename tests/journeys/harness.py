"""A real server and a real browser: `samenspel serve` on a copy of the demonstration, and Chromium.

Every page that a journey opens is checked: axe finds nothing, nothing sticks out sideways, one heading of the first
level, no error in the console (a breach of the content security policy is one).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from databases import OwnDatabase
from samenspel_testing import ROOT

VENDOR = ROOT / "var" / "vendor"
AXE = ROOT / "var" / "test-vendor" / "axe.min.js"
CHROMIUM = next((Path(p) for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).is_file()), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def needs_a_browser() -> None:
    """Skip loudly without Chromium or the front-end files; in CI their absence is a failure."""
    missing = [
        what
        for what, there in (
            ("Chromium", CHROMIUM is not None),
            ("front-end files (python -m samenspel.site.vendor --tests)", VENDOR.is_dir() and AXE.is_file()),
        )
        if not there
    ]
    if missing and os.environ.get("SAMENSPEL_CI"):
        pytest.fail(f"CI needs {', '.join(missing)}")
    if missing:
        pytest.skip(f"not on this machine: {', '.join(missing)}")


@contextlib.contextmanager
def served(own: OwnDatabase) -> Iterator[str]:
    """`samenspel serve` on this database; gives its address."""
    (own.folder / "vendor").symlink_to(VENDOR)
    port = _free_port()
    log = (own.folder / "serve.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "samenspel.cli", "serve", "--port", str(port)],
        # A letter's code is of use in the server and in the test alike.
        env={**own.environment, "SAMENSPEL_LETTER_CODE_KEY": settings.LETTER_CODE_KEY},
        cwd=own.folder,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/gezond/", process, own.folder / "serve.log")
        yield address
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()
        shutil.rmtree(own.folder / "static", ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _attempt in range(150):
        if process.poll() is not None:
            pytest.fail(f"serve ended: {log.read_text()[-2000:]}")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  loopback
            if answer.status == 200:
                return
        time.sleep(0.2)
    pytest.fail(f"serve did not answer: {log.read_text()[-2000:]}")


@dataclass
class Visitor:
    """Someone at a browser, in a language and on a screen of some width."""

    page: Any
    base: str
    width: int
    errors: list[str] = field(default_factory=list)

    def open(self, path: str, *, status: int = 200) -> None:
        """Go to a page of the site and check it."""
        answer = self.page.goto(self.base + path)
        assert answer.status == status, f"{path}: {answer.status}"
        self.check()

    def check(self) -> None:
        """Check the page that is shown."""
        where = self.page.url
        if not self.page.evaluate("Boolean(window.axe)"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == [], where
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, f"{where} sticks out"
        assert self.page.locator("h1").count() == 1, f"{where} has not one first heading"
        assert self.errors == [], where

    def press(self, name: str) -> None:
        """Press the button or follow the link with this text, and check where it leads."""
        control = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first
        control.click()
        self.page.wait_for_load_state()
        self.check()


@contextlib.contextmanager
def visitor(
    browser: Any, base: str, *, language: str = "nl", width: int = 1280, scripts: bool = True
) -> Iterator[Visitor]:
    """A fresh browser without cookies but that of the language."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=True, reduced_motion="reduce"
    )
    if not scripts:
        # The page's own scripts stay away; the checks still run.
        context.route("**/*.js", lambda route: route.abort())
    context.add_cookies([{"name": "taal", "value": language, "url": base}])
    page = context.new_page()
    person = Visitor(page, base, width)
    if scripts:
        page.on("console", lambda line: person.errors.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: person.errors.append(str(error)))
    try:
        yield person
    finally:
        context.close()
