"""Administrators give and end roles, and nobody else does."""

import pytest

from apps.factories import neighbourhood, person
from samenspel.apps.accounts.models import Person, RoleGrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return neighbourhood()


@pytest.fixture
def admin(client, where):
    alice = person("Alice", "administrator", where=where)
    client.force_login(alice)
    return alice


def invite(client, where, **changed):
    data = {"name": "Bob", "email": "Bob@Example.org", "role": "expert"} | changed
    return client.post(f"/{where.slug}/werkplek/mensen/", data)


def test_a_new_person_gets_a_role_and_an_invitation(
    client, where, admin, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert invite(client, where).status_code == 302
    grant = RoleGrant.objects.get(role="expert")
    assert (grant.person.email, grant.neighbourhood, grant.granted_by) == ("bob@example.org", where, admin)
    assert not grant.person.has_usable_password()
    assert mailoutbox[0].to == ["bob@example.org"]
    assert "http://testserver/inloggen/?email=bob%40example.org" in mailoutbox[0].body
    shown = client.get(f"/{where.slug}/werkplek/mensen/").content.decode()
    assert "bob@example.org" in shown


def test_the_invitation_fills_in_the_address(client, where):
    assert 'value="bob@example.org"' in client.get("/inloggen/?email=bob%40example.org").content.decode()


def test_who_is_known_keeps_the_name(client, where, admin):
    person("Bob")
    invite(client, where, name="Mallory")
    assert Person.objects.get(email="bob@example.org").name == "Bob"


def test_a_role_that_someone_has_and_a_bad_address_are_refused(client, where, admin):
    invite(client, where)
    for changed in ({}, {"email": "no address"}, {"name": ""}):
        answer = invite(client, where, **changed)
        assert answer.status_code == 422
        assert "Bob" in answer.content.decode() or not changed.get("name", "Bob")
    assert RoleGrant.objects.filter(role="expert").count() == 1


def test_a_role_ends_after_a_second_look(client, where, admin):
    bob = person("Bob", "expert", where=where)
    grant = bob.role_grants.get()
    address = f"/{where.slug}/werkplek/mensen/{grant.pk}/einde/"
    assert "Bob" in client.get(address).content.decode()
    grant.refresh_from_db()
    assert grant.ended_at is None
    assert client.post(address).status_code == 302
    grant.refresh_from_db()
    assert grant.ended_at is not None
    assert client.post(address).status_code == 404


def test_nobody_ends_an_own_role(client, where, admin):
    grant = admin.role_grants.get()
    assert client.post(f"/{where.slug}/werkplek/mensen/{grant.pk}/einde/").status_code == 422
    grant.refresh_from_db()
    assert grant.ended_at is None


def test_roles_elsewhere_and_of_the_whole_municipality_are_out_of_reach(client, where, admin):
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    bob = person("Bob", "expert", where=elsewhere)
    wide = RoleGrant.objects.create(person=bob, role="controller", municipality=where.municipality)
    for grant in (bob.role_grants.get(role="expert"), wide):
        assert client.post(f"/{where.slug}/werkplek/mensen/{grant.pk}/einde/").status_code == 404
        grant.refresh_from_db()
        assert grant.ended_at is None
    assert invite(client, elsewhere).status_code == 403


def test_outsiders_stay_out(client, where):
    address = f"/{where.slug}/werkplek/mensen/"
    assert client.get(address).url == f"/inloggen/?next={address}"
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    for someone in (person("Bob", "area_manager", where=where), person("Carol", "administrator", where=elsewhere)):
        client.force_login(someone)
        assert client.get(address).status_code == 403
        assert invite(client, where).status_code == 403
    assert not RoleGrant.objects.filter(role="expert").exists()


def test_the_first_administrator_comes_from_the_server(capsys):
    from django.core.management import call_command

    for _time in range(2):
        call_command(
            "begin",
            municipality="Stad",
            municipality_code="GM0001",
            neighbourhood="Wijk",
            neighbourhood_code="WK000101",
            email="an@example.org",
            name="An",
        )
    grant = RoleGrant.objects.get()
    assert (grant.role, grant.neighbourhood.slug, grant.neighbourhood.takes_part) == ("administrator", "wijk", True)
