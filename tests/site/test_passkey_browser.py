"""A passkey in a real browser under the real content security policy: add it, sign out, sign in with it."""

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator

from apps.factories import neighbourhood, person

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_page(monkeypatch):
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api")
    # Playwright keeps a loop of its own; what the test itself asks of the database is not in it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(locale="en").new_page()
        page.set_default_timeout(15_000)
        protocol = page.context.new_cdp_session(page)
        protocol.send("WebAuthn.enable")
        facts = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        protocol.send("WebAuthn.addVirtualAuthenticator", {"options": facts})
        yield page
        browser.close()


def test_a_passkey_is_added_and_signs_in_as_a_second_step(browser_page, live_server, client, settings):
    settings.SECOND_FACTOR_ROLES = frozenset({"area_manager"})
    where = neighbourhood()
    alice = person("Alice", "area_manager", where=where)
    client.force_login(alice)
    site = live_server.url.replace("127.0.0.1", "localhost")
    refused = []
    browser_page.on(
        "console", lambda message: refused.append(message.text) if "Content Security" in message.text else 0
    )
    cookies = {"sessionid": client.cookies["sessionid"].value, "taal": "en"}
    browser_page.context.add_cookies([{"name": n, "value": v, "url": site} for n, v in cookies.items()])

    browser_page.goto(f"{site}/{where.slug}/werkplek/")
    assert "/mijn-toegang/" in browser_page.url
    browser_page.goto(f"{site}/mijn-toegang/passkeys/nieuw/")
    browser_page.click("#passkey_add")
    browser_page.wait_for_url("**/mijn-toegang/noodcodes/")
    browser_page.goto(f"{site}/{where.slug}/werkplek/")
    assert browser_page.url.endswith(f"/{where.slug}/werkplek/")

    browser_page.click(".sam-ik summary")
    browser_page.click(".sam-ik button")
    browser_page.goto(f"{site}/inloggen/")
    browser_page.click("#passkey_login")
    browser_page.wait_for_url(f"**/{where.slug}/werkplek/")
    assert browser_page.locator("h1").count() == 1

    kinds = set(Authenticator.objects.filter(user=alice).values_list("type", flat=True))
    assert kinds == {"webauthn", "recovery_codes"}
    assert refused == []
