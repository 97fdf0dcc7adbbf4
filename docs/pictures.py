"""Takes the pictures of the docs from a running demonstration: `python docs/pictures.py http://localhost:8000`.

Without more words it makes those of README and LEESMIJ (docs/pictures, in Dutch and in English). With `handboek` it
makes those of the handbook (docs/handboek/pictures, in Dutch). Add names to make only those.

Needs the test requirements (Playwright) and Chromium. The pictures are small: 256 colours, at most 900 pixels wide.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HOME = "/oosterparkwijk/"
DESK = f"{HOME}werkplek/"
WIDTH = 900
# From here on pages stand in columns.
WIDE = 1100
MARGIN = 30
# Above a page's heading stands a line that says where you are.
MARGIN_OF_PAGE = 52
MARGIN_BELOW = 6
MARGIN_OF_PHONE = 24
PHONE = {"width": 360, "height": 796}
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
# The colours around the phones: paper and a line, as in tokens.css.
PAPER, LINE = (241, 243, 238), (200, 204, 196)
PIN = "274915"


@dataclass(frozen=True)
class Picture:
    """One picture: its file, its page, who looks, the links to follow from there, and which part of the page.

    `role` is part of the role's or person's name. `top` and `end` are patterns: the picture begins at the first text
    that holds the one (or at the top of the page) and ends before the first that holds the other (or is `height` high).
    """

    name: str
    path: str
    role: str = ""
    follow: str = ""
    top: str = ""
    end: str = ""
    width: int = WIDTH
    height: int = 700


def first_screen(name: str, path: str, **more: str) -> Picture:
    """What someone sees of a page on a usual screen."""
    return Picture(name, path, width=1240, height=860, **more)


README = (
    first_screen("voorpagina", HOME),
    first_screen("loting", f"{HOME}loting/"),
    first_screen("gesprek", f"{HOME}gesprek/"),
    first_screen("uitslag", f"{HOME}wijkbegroting/", follow="Wijkbegroting"),
    first_screen("geld", f"{HOME}geld/"),
    first_screen("werkplek", f"{DESK}geld/", role="Lotte"),
    Picture("wijkbeeld", f"{HOME}wijkbeeld/", top="is Oosterparkwijk", width=1240, height=1040),
)
HANDBOOK = (
    Picture("loting-stappen", f"{DESK}loting/", "Anouk", "", "Deze loting", "Maak de brieven", WIDE),
    Picture("brieven", f"{DESK}loting/", "Anouk", "Maak de brieven", "brieven zijn gemaakt", "Welke brieven"),
    Picture("zaal", f"{DESK}loting/", "Anouk", "het grote scherm", "", "", WIDE, 716),
    Picture("bereik", f"{HOME}loting/bereik/", "", "", "deed nooit eerder mee", "Lijken ze op de wijk", WIDE),
    Picture("nodig", f"{DESK}loting/", "Anouk", "Wat mensen nodig", "zeiden ja of", "Kijk naar uitkeringen", WIDE),
    Picture("ronde", f"{DESK}aanbellen/", "Anouk", "Eerste avond", "De route", "De adressen in", WIDE),
    Picture("rooster", f"{DESK}gebiedsteam/rooster/", "Anouk", "", "Wie er is", "Openbare ruimte"),
    Picture("werkplaats", f"{DESK}gebiedsteam/leren/", "Noor", "Achter een", "Eén zin over", "Wat de anderen", WIDE),
    Picture("oppakken", f"{DESK}oppakken/", "Anouk", "", "volgende stap", "", WIDE, 872),
    Picture("krachten", f"{HOME}wijkbeeld/", "", "", "krachten van deze wijk", "ervan kennen elkaar", WIDE),
    Picture("signalen-per-thema", f"{DESK}signalen/per-thema/", "Anouk", "", "nog geen thema", r"niet staan\s*\("),
    Picture("wat-stijgt", f"{HOME}wijkbeeld/", "", "", "Het vaakst horen we", "In Oosterparkwijk wonen", WIDE),
    Picture("opgaven-bord", f"{DESK}opgaven/", "Anouk", "", "volgende stap", "Samen uitgezocht", WIDE),
    Picture(
        "een-domein", f"{DESK}opgaven/", "Anouk", "Hoe wordt onze", "één oplossing", "Afdelingen en eigenaren", WIDE
    ),
)
APP = "aanbellen-app"


@contextmanager
def visit(browser: Any, base: str, language: str, screen: dict[str, int], role: str = "") -> Iterator[Any]:
    """A page of a browser of its own, in this language, with this role."""
    context = browser.new_context(
        viewport=screen,
        # The browser itself draws the page small: its letters are sharper than those of a picture made smaller.
        device_scale_factor=min(1, WIDTH / screen["width"]),
        locale=LOCALES[language],
        timezone_id="Europe/Amsterdam",
    )
    context.add_cookies([{"name": "taal", "value": language, "url": base}])
    page = context.new_page()
    if role:
        page.goto(f"{base}{DESK}rol/")
        page.locator("button.sam-keuze", has_text=role).first.click()
        page.wait_for_load_state()
    yield page
    context.close()


def open_page(page: Any, base: str, picture: Picture) -> None:
    """Go to the picture's page."""
    page.goto(base + picture.path)
    if picture.follow:
        page.locator("main").get_by_role("link", name=picture.follow).last.click()
        page.wait_for_load_state()
    page.wait_for_function("document.fonts.ready.then(() => true)")


def take(browser: Any, base: str, language: str, picture: Picture) -> Any:
    """The part of a page that the picture shows."""
    screen = {"width": picture.width, "height": picture.height}
    with visit(browser, base, language, screen, picture.role) as page:
        open_page(page, base, picture)
        top = text_top(page, picture.top, MARGIN, MARGIN_OF_PAGE) if picture.top else 0
        end = text_top(page, picture.end, MARGIN_BELOW) if picture.end else top + picture.height
        clip = {"x": 0, "y": top, "width": picture.width, "height": end - top}
        return image(page.screenshot(full_page=True, clip=clip))


def text_top(page: Any, pattern: str, margin: int, margin_of_page: int = 0) -> float:
    """Where the first text with this pattern begins, less the margin above it, in pixels of the page."""
    texts = page.locator("main").locator("h1, h2, h3, p, strong, label, legend, dt, li")
    found = texts.filter(has_text=re.compile(pattern)).first
    is_page, top = found.evaluate("e => [e.tagName === 'H1', e.getBoundingClientRect().top + scrollY]")
    return float(top) - (margin_of_page if is_page else margin)


def app_picture(browser: Any, base: str, language: str) -> Any:
    """The app for ringing doorbells: the list of a round, and an address on which someone says no."""
    with visit(browser, base, language, PHONE, "Fenna") as page:
        page.goto(f"{base}{HOME}aanbellen/")
        for name in ("pin", "pin-again"):
            page.locator(f"input[name={name}]").fill(PIN)
        page.locator("form button[type=submit]").click()
        page.locator(".sam-app__deuren li a").first.wait_for()
        route = image(page.screenshot())
        page.locator(".sam-app__deuren li a").first.click()
        page.locator("[data-outcome=no]").wait_for()
        page.evaluate("scrollTo(0, 0)")
        return side_by_side(route, image(page.screenshot()))


def side_by_side(*screens: Any) -> Any:
    """Screens of a phone next to each other on paper."""
    from PIL import Image, ImageDraw

    top = MARGIN_OF_PHONE
    gap = (WIDTH - len(screens) * PHONE["width"]) // (len(screens) + 1)
    paper = Image.new("RGB", (WIDTH, PHONE["height"] + 2 * top), PAPER)
    for number, screen in enumerate(screens):
        left = gap + number * (PHONE["width"] + gap)
        paper.paste(screen, (left, top))
        frame = (left - 1, top - 1, left + PHONE["width"], top + PHONE["height"])
        ImageDraw.Draw(paper).rectangle(frame, outline=LINE)
    return paper


def image(screenshot: bytes) -> Any:
    """A screenshot as a picture in memory."""
    from PIL import Image

    return Image.open(io.BytesIO(screenshot)).convert("RGB")


def save(picture: Any, path: Path) -> None:
    """Write it small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(256).save(path, optimize=True)


def readme(browser: Any, base: str, names: list[str]) -> None:
    """Every picture of README and LEESMIJ."""
    for language in LOCALES:
        for one in README:
            if one.name in names or not names:
                save(take(browser, base, language, one), HERE / "pictures" / language / f"{one.name}.png")
        if APP in names or not names:
            save(app_picture(browser, base, language), HERE / "pictures" / language / f"{APP}.png")


def handbook(browser: Any, base: str, names: list[str]) -> None:
    """Every picture of the handbook."""
    for one in HANDBOOK:
        if one.name in names or not names:
            save(take(browser, base, "nl", one), HERE / "handboek" / "pictures" / f"{one.name}.png")
    if APP in names or not names:
        save(app_picture(browser, base, "nl"), HERE / "handboek" / "pictures" / f"{APP}.png")


def main(base: str, *words: str) -> None:
    """Write the pictures that the words ask for."""
    from playwright.sync_api import sync_playwright

    names = [word for word in words if word != "handboek"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        (handbook if "handboek" in words else readme)(browser, base, names)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
