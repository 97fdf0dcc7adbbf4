"""Who has a role with power passes a second step before any desk opens."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from apps.accounts.test_sign_in_code import sign_in
from apps.factories import municipality, neighbourhood, person

POWER = frozenset({"area_manager", "controller", "administrator"})
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.SECOND_FACTOR_ROLES = POWER
    cache.clear()


def code_now(secret=SECRET):
    # With a tolerance of one step the first counter is the newest that passes.
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def with_app(someone):
    TOTP.activate(someone, SECRET)
    return someone


def test_the_settings_name_the_roles_with_power():
    from samenspel.site import settings as shipped

    assert shipped.SECOND_FACTOR_ROLES == POWER


@pytest.mark.parametrize("role", sorted(POWER))
def test_power_without_a_second_step_is_sent_to_set_one_up(client, mailoutbox, role):
    where = neighbourhood()
    alice = person("Alice", role, where=where)
    sign_in(client, alice, mailoutbox)
    answer = client.get(f"/{where.slug}/werkplek/")
    assert answer.url == f"/mijn-toegang/?next=/{where.slug}/werkplek/"
    assert client.get(answer.url).status_code == 200


def test_a_role_without_power_needs_none(client, mailoutbox):
    where = neighbourhood()
    sign_in(client, person("Bob", "expert", where=where), mailoutbox)
    assert client.get(f"/{where.slug}/werkplek/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_desk_and_gives_emergency_codes(client, mailoutbox):
    where = neighbourhood()
    alice = person("Alice", "controller", where=where)
    sign_in(client, alice, mailoutbox)
    client.get("/mijn-toegang/app/")
    secret = client.session["mfa.totp.secret"]
    wrong = client.post("/mijn-toegang/app/", {"code": "000000"})
    assert "sam-veld" in wrong.content.decode()
    done = client.post("/mijn-toegang/app/", {"code": code_now(secret)})
    assert done.url == "/mijn-toegang/noodcodes/"
    assert client.get(done.url).content.decode().count("<li>") >= 10
    assert client.get(f"/{where.slug}/werkplek/").status_code == 200
    assert mailoutbox[-1].to == [alice.email]


def test_signing_in_asks_for_the_second_step(client, mailoutbox):
    where = neighbourhood()
    alice = with_app(person("Alice", "area_manager", where=where))
    assert sign_in(client, alice, mailoutbox).url == "/inloggen/tweede-stap/"
    assert client.get(f"/{where.slug}/werkplek/").status_code == 302
    assert client.post("/inloggen/tweede-stap/", {"code": "000000"}).status_code == 422
    assert client.post("/inloggen/tweede-stap/", {"code": code_now()}).url == f"/{where.slug}/werkplek/"
    assert client.get(f"/{where.slug}/werkplek/").status_code == 200


def test_an_older_session_proves_the_second_step_before_it_goes_on(client, mailoutbox):
    """A session that began without the second step does not profit from one that was set up elsewhere."""
    where = neighbourhood()
    alice = person("Alice", "area_manager", where=where)
    sign_in(client, alice, mailoutbox)
    with_app(alice)
    asked = client.get(f"/{where.slug}/werkplek/")
    assert asked.url.startswith("/mijn-toegang/bevestigen/")
    assert client.post(asked.url, {"code": "000000"}).status_code == 422
    assert client.post(asked.url, {"code": code_now()}).url == f"/{where.slug}/werkplek/"
    assert client.get(f"/{where.slug}/werkplek/").status_code == 200


def test_guessing_the_second_step_waits(client, mailoutbox):
    alice = with_app(person("Alice", "area_manager", where=neighbourhood()))
    sign_in(client, alice, mailoutbox)
    statuses = []
    for _number in range(11):
        cache.clear()
        statuses.append(client.post("/inloggen/tweede-stap/", {"code": "000000"}).status_code)
    assert statuses == [422] * 10 + [429]


def test_an_emergency_code_works_once(mailoutbox):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    alice = with_app(person("Alice", "area_manager", where=neighbourhood()))
    code = RecoveryCodes.activate(alice).get_unused_codes()[0]
    for status in (302, 422):
        visitor = Client()
        cache.clear()
        sign_in(visitor, alice, mailoutbox)
        assert visitor.post("/inloggen/tweede-stap/", {"code": code}).status_code == status


def test_the_secret_of_the_app_is_kept_encrypted():
    alice = with_app(person("Alice"))
    stored = Authenticator.objects.get(user=alice)
    assert SECRET not in str(stored.data)
    assert stored.wrap().validate_code(code_now())


def test_one_click_roles_need_none_in_a_demonstration_only(client, mailoutbox):
    town = municipality()
    where = neighbourhood(of=town)
    alice = person("Alice", "administrator", where=where)
    town.is_demonstration = True
    town.save()
    client.post(f"/{where.slug}/werkplek/rol/", {"person": alice.public_id})
    assert client.get(f"/{where.slug}/werkplek/").status_code == 200
    # The mark alone is nothing worth where the database is no demonstration.
    town.is_demonstration = False
    town.save()
    assert client.get(f"/{where.slug}/werkplek/").status_code == 302
    # And signing in by mail in a demonstration takes the second step as everywhere.
    town.is_demonstration = True
    town.save()
    other = Client()
    sign_in(other, alice, mailoutbox)
    assert other.get(f"/{where.slug}/werkplek/").status_code == 302
