"""The style page shows every part; axe finds nothing on it, in both languages, on a phone and on a wide screen."""

import gzip
import mimetypes
import re
from pathlib import Path
from urllib.parse import urlsplit

import django_htmx
import pytest
from django.template.loader import render_to_string
from django.urls import include, path
from django.utils import translation

from samenspel.site.stylesheet import examples

ROOT = Path(__file__).resolve().parents[2]
STATIC = (
    ROOT / "src" / "samenspel" / "site" / "static_src",
    ROOT / "var" / "vendor",
    Path(django_htmx.__file__).parent / "static",
)
AXE = ROOT / "var" / "test-vendor" / "axe.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# The frame's addresses alone, so that this test stands apart from the apps.
urlpatterns = [
    path("taal/", include("django.conf.urls.i18n")),
    *[path(f"{name}/", lambda request: None, name=name) for name in ("checking", "privacy", "accessibility")],
]


@pytest.fixture(autouse=True)
def _addresses(settings) -> None:  # type: ignore[no-untyped-def]
    settings.ROOT_URLCONF = __name__


def page(language: str) -> str:
    entries = ("Nu", "Gesprek", "Wijkbegroting", "Loting", "Geld", "Verantwoording")
    context = {
        "demo": True,
        "switch_role_url": "/",
        "navigation": [{"label": label, "url": "/", "current": label == "Nu"} for label in entries],
        "contact": "050",
    }
    with translation.override(language):
        return render_to_string("site/stylesheet.html", {**context, "examples": examples()})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_is_whole_and_light(language: str) -> None:
    html = page(language)
    assert f'<html lang="{language}" dir="ltr">' in html
    assert " style=" not in html
    assert "<c-" not in html, "a component that does not exist"
    assert "&lt;svg" not in html, "a picture that was escaped"
    assert len(gzip.compress(html.encode())) < 40_000, "with every picture there is"


def test_right_to_left_says_so() -> None:
    assert 'dir="rtl"' in page("ar")


def test_a_public_page_stays_under_150_kilobytes() -> None:
    """Style sheets, scripts and the two preloaded fonts, as sent: the page itself has some forty left."""
    if not (ROOT / "var" / "vendor").is_dir():
        pytest.skip("front-end files are not laid out: python -m samenspel.site.vendor")
    html = page("nl")
    total = 0
    for name in set(re.findall(r'"/?static/([^"]+\.(?:css|js|woff2|svg))"', html)):
        content = next((folder / name).read_bytes() for folder in STATIC if (folder / name).is_file())
        total += len(content) if name.endswith("woff2") else len(gzip.compress(content))
    assert 60_000 < total < 115_000


@pytest.mark.browser
def test_axe_finds_nothing_and_nothing_sticks_out() -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not laid out: python -m samenspel.site.vendor --tests")
    chromium = Path("/usr/bin/chromium")
    if not chromium.is_file():
        pytest.skip("no Chromium on this machine")
    sync = pytest.importorskip("playwright.sync_api")
    pages = {language: page(language) for language in ("nl", "en", "ar")}
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        for language, width in (("nl", 320), ("nl", 1280), ("en", 360), ("ar", 360)):
            tab = browser.new_page(viewport={"width": width, "height": 900})
            tab.route("**/*", _answer(pages[language]))
            tab.goto("http://samenspel.test/")
            tab.add_script_tag(path=str(AXE))
            found = tab.evaluate("axe.run()")["violations"]
            assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            assert tab.evaluate(SMALLEST_TEXT) >= 15.9
            tab.close()
        browser.close()


# The height in pixels of the smallest text in any drawing that is shown.
SMALLEST_TEXT = """() => Math.min(...[...document.querySelectorAll('svg text')]
  .filter((text) => text.getBoundingClientRect().width)
  .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"""


def _answer(html: str):  # type: ignore[no-untyped-def]
    """Answers a browser's requests from memory and from the source folders; nothing goes over a network."""

    def answer(route) -> None:  # type: ignore[no-untyped-def]
        address = urlsplit(route.request.url).path
        if address == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
            return
        name = address.removeprefix("/static/")
        file = next((folder / name for folder in STATIC if (folder / name).is_file()), None)
        if file is None:
            route.fulfill(status=404, body="")
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), content_type=kind)

    return answer
