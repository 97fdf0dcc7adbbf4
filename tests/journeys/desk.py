"""What a journey does with its hands: fill in, press, wait for long work, ask a second person; and its own town."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness import Visitor, visitor

LONG_WORK_MILLISECONDS = 60_000


def set_up_town() -> Any:
    """A demonstration with one neighbourhood that takes part and people with roles; nothing has happened yet."""
    from samenspel.apps.picture.services import load_groningen
    from samenspel.apps.places.services import save_neighbourhood
    from samenspel.site.demo.cast import gather

    municipality = load_groningen(is_demonstration=True)
    neighbourhood = save_neighbourhood(
        municipality=municipality, cbs_code="WK001404", name="Oosterparkwijk", takes_part=True
    )
    gather(municipality, neighbourhood)
    return neighbourhood


@contextlib.contextmanager
def colleague(browser: Any, base: str, home: str, name: str) -> Iterator[Visitor]:
    """Someone with a role at a desk, in English: stepped in with one click, as a demonstration allows."""
    with visitor(browser, base, language="en", width=1280) as person:
        person.open(f"{home}werkplek/rol/")
        press(person, name)
        yield person


def fill(person: Visitor, **values: Any) -> None:
    """Fill in fields by their name: a text, an option, a tick, or a file (a path)."""
    for name, value in values.items():
        control = person.page.locator(f'main [name="{name}"]').first
        if isinstance(value, Path):
            control.set_input_files(value)
        elif isinstance(value, bool):
            control.set_checked(value)
        elif control.evaluate("field => field.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def press(person: Visitor, name: str, *, refused: bool = False, check: bool = True) -> None:
    """Press a button or follow a link of the page, by (part of) its text, and check where it leads."""
    main = person.page.get_by_role("main")
    control = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first
    with person.page.expect_navigation(wait_until="load"):
        control.click()
    if refused:
        # The browser itself tells of an answer that is no success.
        assert person.errors, f"{person.page.url} was not refused"
        person.errors.clear()
    told = person.page.locator("main .sam-veld[data-fout], main .utrecht-alert--error").all_inner_texts()
    assert refused or not told, f"{person.page.url} refused it: {told}"
    if check:
        person.check()


def wait_for_work(person: Visitor, name: str) -> None:
    """Press what starts long work, see its progress page, wait for the end, go on."""
    press(person, name, check=False)
    assert "/werkplek/werk/" in person.page.url
    onward = person.page.get_by_role("main").get_by_role("link", name="Go on")
    onward.wait_for(timeout=LONG_WORK_MILLISECONDS)
    assert heading(person) == "It is done", person.page.get_by_role("main").inner_text()
    person.check()
    press(person, "Go on")


def heading(person: Visitor) -> str:
    """The page's first heading."""
    return str(person.page.locator("h1").inner_text())


def shows(person: Visitor, *texts: str) -> None:
    """The page says this."""
    said = person.page.get_by_role("main").inner_text().replace("\xa0", " ")
    for text in texts:
        assert text in said, f"{person.page.url} does not say {text!r}: {said[:2000]}"


def approve(person: Visitor, home: str) -> None:
    """Approve the one request that waits for this person."""
    person.open(f"{home}werkplek/akkoord/")
    assert heading(person) == "1 request waits for a second person"
    with person.page.expect_navigation(wait_until="load"):
        person.page.locator("main .sam-besluiten a").click()
    person.check()
    press(person, "Approve")
    shows(person, "No request waits for you")


def download(person: Visitor, name: str, folder: Path) -> Path:
    """Press what hands out a file; where it was kept."""
    main = person.page.get_by_role("main")
    control = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first
    with person.page.expect_download() as waiting:
        control.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def fetch(person: Visitor, path: str, folder: Path, name: str) -> Path:
    """A public file, as the page's own browser fetches it."""
    answer = person.page.request.get(person.base + path)
    assert answer.ok, f"{path}: {answer.status}"
    kept = folder / name
    kept.write_bytes(answer.body())
    return kept
