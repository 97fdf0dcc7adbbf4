"""The board of dossiers by keyboard and without a new page; the search that links as you type."""

import pytest
from desk import colleague
from harness import visitor

pytestmark = pytest.mark.browser
HOME = "/oosterparkwijk/"
BOARD = f"{HOME}werkplek/opgaven/"


def test_a_card_moves_by_keyboard_and_keeps_the_focus(browser, site):
    with colleague(browser, site, HOME, "Anouk de Wit") as anouk:
        anouk.open(BOARD)
        page = anouk.page
        card = page.locator(".sam-kaartje", has_text="late dienst")
        card.locator("summary").focus()
        page.keyboard.press("Enter")
        choice = card.locator("select[name=phase]")
        choice.focus()
        choice.select_option("doing")
        card.get_by_role("button", name="Move it").focus()
        page.keyboard.press("Enter")
        page.get_by_role("status").get_by_text("stands at 'being done' now").wait_for()
        moved = page.locator("#fase-doing ~ .sam-fase__vak .sam-kaartje", has_text="late dienst")
        assert moved.count() == 1
        assert "late dienst" in page.evaluate("document.activeElement.textContent")
        assert page.url.endswith(BOARD)
        anouk.check()


def test_what_is_searched_shows_while_typing_and_goes_in_with_one_press(browser, site):
    with colleague(browser, site, HOME, "Anouk de Wit") as anouk:
        anouk.open(BOARD)
        page = anouk.page
        page.get_by_role("link", name="Hoe blijft het koel in huis en op straat?").click()
        page.get_by_role("link", name="Search and put in").click()
        page.get_by_label("Search", exact=True).last.press_sequentially("aardedonker")
        found = page.locator("#gevonden li")
        found.filter(has_text="aardedonker").wait_for()
        page.locator("#gevonden h2").nth(1).wait_for(state="detached")
        found.get_by_role("button", name="Put it in").click()
        page.locator("#gevonden").get_by_text("stands in it").wait_for()
        anouk.check()


def test_three_tellings_are_read_on_a_phone(browser, site):
    with visitor(browser, site, width=320) as someone:
        someone.open(f"{HOME}opgaven/")
        someone.page.locator("main a", has_text="plek om te blijven").click()
        for link in ("Voor de organisatie", "Voor de politiek", "naast elkaar"):
            someone.page.locator("main a", has_text=link).first.click()
            someone.check()
