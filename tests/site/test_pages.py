"""Every public page of the demonstration, followed link by link; the site's own pages; what each answer carries."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection
from django.test import Client

from databases import demonstration, own_database

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
HOME = "/oosterparkwijk/"
# The log has a page for each act: these stand for the others.
ACTS_FOLLOWED = 3


@pytest.fixture(scope="module")
def played(django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        name = demonstration()
        with own_database(tmp_path_factory.mktemp("pages"), source=name) as found:
            yield found


def visitor(language="nl", **extra):
    client = Client(**extra)
    client.cookies["taal"] = language
    return client


class Page(HTMLParser):
    """What the tests look at in a page."""

    def __init__(self, html):
        super().__init__()
        self.links, self.headings, self.ids, self.inline, self.language = [], 0, [], [], ""
        self.open, self.title = "", ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        self.open = tag
        if tag == "html":
            self.language = facts["lang"]
        if tag == "a" and facts.get("href"):
            self.links.append(facts["href"])
        if tag == "h1":
            self.headings += 1
        if "id" in facts:
            self.ids.append(facts["id"])
        # A block of data is not run, and the policy lets it be.
        runs = tag == "script" and facts.get("type") != "application/json"
        if tag == "style" or (runs and "src" not in facts):
            self.inline.append(self.get_starttag_text())
        if any(name == "style" or name.startswith("on") for name in facts):
            self.inline.append(self.get_starttag_text())

    def handle_endtag(self, tag):
        self.open = ""

    def handle_data(self, data):
        if self.open == "title":
            self.title += data


def followed(client):
    """(address, answer) of every page and download that can be reached from the start, each once."""
    waiting, seen, acts = ["/", HOME], set(), 0
    while waiting:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        if re.fullmatch(r"/\w+/logboek/\d+/", address):
            acts += 1
            if acts > ACTS_FOLLOWED:
                continue
        answer = client.get(address, follow=False)
        yield address, answer
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            for link in Page(answer.content.decode()).links:
                target = urlsplit(urljoin(f"http://testserver{address}", link))
                if target.netloc == "testserver" and not target.path.startswith("/static/"):
                    waiting.append(target.path + (f"?{target.query}" if target.query else ""))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_that_can_be_reached_is_sound(played, language):
    wrong, pages = [], 0
    for address, answer in followed(visitor(language)):
        if answer.status_code in (301, 302):
            continue
        if answer.status_code != 200:
            wrong.append((address, answer.status_code))
            continue
        policy = answer["Content-Security-Policy"]
        if "unsafe" in policy or answer["X-Frame-Options"] != "DENY":
            wrong.append((address, "headers"))
        if not answer["Content-Type"].startswith("text/html") or "attachment" in answer.get("Content-Disposition", ""):
            continue
        pages += 1
        page = Page(answer.content.decode())
        name = page.title.partition(" – ")[0].strip()
        if page.headings != 1:
            wrong.append((address, f"{page.headings} h1"))
        if not name:
            wrong.append((address, "no title"))
        if page.inline:
            wrong.append((address, page.inline))
        if page.language != language:
            wrong.append((address, f"in {page.language}"))
        if len(set(page.ids)) != len(page.ids):
            wrong.append((address, "an id twice"))
    assert wrong == []
    assert pages > 25


def test_addresses_lead_to_a_page_in_every_section(played):
    reached = {address for address, answer in followed(visitor()) if answer.status_code == 200}
    for section in ("loting", "gesprek", "wijkbegroting", "geld", "verantwoording", "wijkraad", "logboek"):
        assert f"{HOME}{section}/" in reached
    assert any(re.fullmatch(r"/\w+/wijkraad/besluiten/\w+/", address) for address in reached)


# --- start ----------------------------------------------------------------------------------------------


def test_with_one_neighbourhood_the_start_is_its_front_page(played):
    answer = visitor().get("/")
    assert (answer.status_code, answer["Location"]) == (302, HOME)


def test_with_several_neighbourhoods_the_start_lists_them(played):
    from samenspel.apps.places.models import Neighbourhood

    with own_database(played.folder, source=played.name):
        Neighbourhood.objects.filter(cbs_code="WK001403").update(takes_part=True)
        other = Neighbourhood.objects.get(cbs_code="WK001403")
        html = visitor("en").get("/").content.decode()
        assert f'href="{HOME}"' in html
        assert f'href="/{other.slug}/"' in html
        assert visitor().get(f"/{other.slug}/").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Er doet nog geen wijk mee"), ("en", "No neighbourhood takes part")]
)
def test_without_neighbourhoods_the_start_says_so(played, language, words):
    with own_database(played.folder):
        answer = visitor(language).get("/")
        assert answer.status_code == 200
        assert words in answer.content.decode()


# --- what goes wrong ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/nergens/",
        "/Nergens/loting/",
        "/nergens/gesprek/",
        "/nergens/wijkbegroting/",
        "/nergens/geld/",
        "/nergens/verantwoording/",
        "/nergens/wijkraad/",
        "/nergens/logboek/",
        "/nergens/logboek/bundel.json",
        "/nergens/verantwoording/2026/cijfers.json",
        "/helpman/",  # a neighbourhood of the municipality that does not take part
        f"{HOME}logboek/99999999999999999999999/",
        f"{HOME}logboek/0/",
        f"{HOME}verantwoording/1999/",
        f"{HOME}verantwoording/99999999999999999999999/",
        f"{HOME}wijkraad/besluiten/nothing/",
    ],
)
@pytest.mark.parametrize(("language", "words"), [("nl", "Deze pagina is er niet"), ("en", "This page is not here")])
def test_an_unknown_address_gives_our_own_page(played, address, language, words):
    answer = visitor(language).get(address)
    assert answer.status_code == 404
    assert Page(answer.content.decode()).headings == 1
    assert words in answer.content.decode()


def test_a_fault_of_ours_gives_our_own_page_without_the_database(played, monkeypatch):
    def breaks(where):
        raise RuntimeError("broken")

    monkeypatch.setattr("samenspel.site.home.front_page", breaks)
    client = visitor("nl", raise_request_exception=False)
    answer = client.get(HOME)
    assert answer.status_code == 500
    assert Page(answer.content.decode()).headings == 1
    monkeypatch.setattr("samenspel.apps.places.selectors.is_demonstration", breaks)
    with connection.execute_wrapper(_no_database):
        assert client.get(HOME).status_code == 500


def _no_database(execute, sql, params, many, context):
    raise RuntimeError("no database")


def test_health_tells_of_the_database(played):
    assert visitor().get("/gezond/").content == b"ok"
    with connection.execute_wrapper(_no_database):
        assert visitor(raise_request_exception=False).get("/gezond/").status_code == 500


# --- language -------------------------------------------------------------------------------------------


def test_the_language_form_switches_and_comes_back_to_the_page(played):
    client = Client(enforce_csrf_checks=True)
    address = f"{HOME}wijkraad/"
    html = client.get(address).content.decode()
    assert Page(html).language == "nl"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    assert f'name="next" value="{address}"' in html
    form = {"csrfmiddlewaretoken": token, "next": address, "language": "en"}
    answer = client.post("/taal/setlang/", form)
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert Page(client.get(address).content.decode()).language == "en"
    assert client.post("/taal/setlang/", {**form, "csrfmiddlewaretoken": ""}).status_code == 403


def test_the_language_form_leads_nowhere_else(played):
    answer = Client().post("/taal/setlang/", {"next": "https://elsewhere.example/", "language": "en"})
    assert answer["Location"] == "/"


# --- headers --------------------------------------------------------------------------------------------


def test_security_headers(played):
    answer = visitor().get(HOME)
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    for name in ("default-src", "script-src", "style-src", "font-src", "connect-src", "form-action", "base-uri"):
        assert policy[name] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert policy["img-src"] == "'self' data:"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_reading_leaves_no_session(played):
    client = visitor()
    for section in ("", "loting/", "gesprek/", "wijkbegroting/", "geld/", "verantwoording/", "logboek/"):
        client.get(f"{HOME}{section}")
    assert "sessionid" not in client.cookies


def test_a_host_that_is_not_ours_is_refused(played):
    assert visitor().get("/", HTTP_HOST="elsewhere.example").status_code == 400


def test_the_demonstration_says_what_it_is(played):
    assert "iedereen is verzonnen" in visitor().get(HOME).content.decode().lower()
    with own_database(played.folder):
        assert "sam-proef" not in visitor().get("/").content.decode()
