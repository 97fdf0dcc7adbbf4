"""Every public page, in both languages, on a phone and on a desk: whole, accessible, nothing sticks out."""

import pytest
from harness import visitor

pytestmark = pytest.mark.browser
HOME = "/oosterparkwijk/"
LINKS = "main a[href^='/'], footer a[href^='/']"
PAGES = [
    HOME,
    f"{HOME}loting/",
    f"{HOME}gesprek/",
    f"{HOME}wijkbegroting/",
    f"{HOME}geld/",
    f"{HOME}verantwoording/",
    f"{HOME}wijkraad/",
    f"{HOME}logboek/",
    f"{HOME}logboek/1/",
    "/controleren/",
    "/open-data/",
    "/privacy/",
    "/toegankelijkheid/",
    "/stijl/",
]


@pytest.mark.parametrize(("language", "width"), [("nl", 320), ("nl", 1280), ("en", 360), ("en", 1280)])
def test_every_public_page_is_in_order(browser, site, language, width):
    with visitor(browser, site, language=language, width=width) as someone:
        for path in PAGES:
            someone.open(path)
            assert someone.page.locator("html").get_attribute("lang") == language


def test_one_click_from_the_front_page_leads_to_a_page_in_order(browser, site):
    """Follow every link of the front page and of the pages behind the navigation, as far as they stay on the site."""
    with visitor(browser, site, width=360) as someone:
        someone.open(HOME)
        seen, todo = set(), [HOME]
        while todo and len(seen) < 45:
            path = todo.pop(0)
            if path in seen:
                continue
            seen.add(path)
            answer = someone.page.goto(site + path)
            assert answer.status == 200, path
            if "html" not in answer.headers.get("content-type", ""):
                continue
            someone.check()
            links = someone.page.eval_on_selector_all(LINKS, "all => all.map(a => a.getAttribute('href'))")
            todo += [link.partition("#")[0] for link in links if not link.endswith((".json", ".csv", ".pb", ".txt"))]
        assert len(seen) > 20


def test_a_page_that_is_not_there_says_so(browser, site):
    with visitor(browser, site) as someone:
        someone.page.goto(f"{site}/nergens/")
        someone.errors.clear()  # The browser itself tells of the 404.
        someone.check()


def test_the_keyboard_gets_you_past_the_menu_and_to_the_first_thing_to_do(browser, site):
    with visitor(browser, site) as someone:
        someone.open(HOME)
        someone.page.keyboard.press("Tab")
        assert someone.page.evaluate("document.activeElement.getAttribute('href')") == "#content"
        someone.page.keyboard.press("Enter")
        assert someone.page.evaluate("document.activeElement.id") == "content"
        someone.page.keyboard.press("Tab")
        assert someone.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_text_of_twice_the_size_stays_readable(browser, site):
    with visitor(browser, site, width=640) as someone:
        for path in PAGES[:6]:
            someone.page.goto(site + path)
            someone.page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert someone.page.evaluate("document.documentElement.scrollWidth") <= 640, path


def test_no_outside_host_is_contacted(browser, site):
    hosts = set()
    with visitor(browser, site) as someone:
        someone.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        for path in PAGES[:8]:
            someone.page.goto(site + path)
    assert hosts == {site.split("/")[2]}


def test_the_code_of_a_letter_fills_itself_in_and_leaves_the_address(browser, site):
    with visitor(browser, site, width=360) as someone:
        someone.page.goto(f"{site}{HOME}loting/antwoord/#abcd-efgh-jkmn")
        field = someone.page.locator("[data-code-from-address] input[type=text]").first
        assert field.input_value() == "ABCD-EFGH-JKMN"
        assert someone.page.url == f"{site}{HOME}loting/antwoord/"
        assert someone.page.evaluate("document.activeElement.type") == "radio"
        someone.check()
        # What is no code is left alone: it may be a place on the page.
        someone.page.goto("about:blank")
        someone.page.goto(f"{site}{HOME}loting/antwoord/#content")
        assert field.input_value() == ""
