"""Putting the team together: domains, chairs, history, and nobody on the site without a yes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.urls import reverse

from apps.factories import neighbourhood, person
from apps.teams.factories import DAY, chair, domains
from samenspel.apps.teams import selectors, services
from samenspel.apps.teams.models import Chair, Domain
from samenspel.foundation.errors import Refusal

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


@pytest.fixture
def where() -> Any:
    return neighbourhood()


@pytest.fixture
def anouk(where: Any) -> Any:
    return person("Anouk", "area_manager", where=where)


@pytest.fixture
def desk(client: Client, anouk: Any) -> Client:
    client.force_login(anouk)
    return client


def url(name: str, where: Any, *more: str) -> str:
    return reverse(f"teams-desk:{name}", args=[where.slug, *more])


def code_of(service: Any, **arguments: Any) -> str:
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        service(**arguments)
    return str(refusal.value.code)


def test_a_list_of_domains_is_made_once_and_edited(desk: Client, where: Any) -> None:
    assert (
        "Put the area team together"
        in desk.get(reverse("accounts:start", args=[where.slug]), headers=EN).content.decode()
    )
    assert desk.post(url("set-up", where)).status_code == 302
    assert desk.post(url("set-up", where)).status_code == 302
    assert Domain.objects.count() == len(services.DEFAULT_DOMAINS)
    added = {"name": "Energie", "department": "Stadsontwikkeling", "expert": "", "contact": "", "order": "5"}
    assert desk.post(url("add-domain", where), added).status_code == 302
    twice = desk.post(url("add-domain", where), added, headers=EN)
    assert twice.status_code == 422
    assert "There is a domain with this name already." in twice.content.decode()
    energy = Domain.objects.get(name="Energie")
    changed = added | {"name": "Warmte", "contact": "warmte@example.org"}
    assert desk.post(url("change-domain", where, energy.public_id), changed).status_code == 302
    energy.refresh_from_db()
    assert (energy.name, energy.key) == ("Warmte", "energie")
    page = desk.get(url("roster", where), headers=EN).content.decode()
    assert "warmte@example.org" in page
    assert "warmte@example.org" not in Client().get(reverse("teams:team", args=[where.slug])).content.decode()
    assert desk.post(url("end-domain", where, energy.public_id)).status_code == 302
    assert selectors.domain_by_key("energie", municipality=where.municipality) is None


def test_someone_comes_and_leaves_and_the_gap_stands_out(desk: Client, where: Any, anouk: Any) -> None:
    youth = domains(where)["youth"]
    assert "No one" not in desk.get(url("index", where)).content.decode()
    facts = {"domain": youth.public_id, "person": "", "name": "Elske", "since": "2026-03-02", "hours_weekly": "12"}
    assert desk.post(url("take-chair", where), facts).status_code == 302
    assert desk.post(url("take-chair", where), facts).status_code == 422
    assert desk.post(url("take-chair", where), facts | {"name": ""}).status_code == 422
    sits = Chair.objects.get()
    assert code_of(services.end_domain, domain=youth, neighbourhood=where, by=anouk) == "domain_taken"
    assert "10 empty chairs" in desk.get(url("index", where), headers=EN).content.decode()
    leave = url("leave-chair", where, sits.public_id)
    assert desk.post(leave, {"until": "2026-03-01", "because": ""}).status_code == 422
    assert desk.post(leave, {"until": "2026-03-03", "because": "ander werk"}).status_code == 302
    assert desk.post(leave, {"until": "2026-03-04", "because": ""}).status_code == 422
    page = desk.get(url("roster", where), headers=EN).content.decode()
    assert page.index("Who was there before") < page.rindex("Elske")
    assert "ander werk" in page
    assert [one.name for one in selectors.gaps_of(where, day=date(2026, 3, 3))].count("Jeugd") == 1
    assert "Jeugd" not in [one.name for one in selectors.gaps_of(where, day=DAY)]


def test_who_signs_in_decides_in_person(client: Client, where: Any, anouk: Any) -> None:
    noor = person("Noor", "area_team_member", where=where)
    hers = chair(where, anouk, person=noor)
    facts = {"public_name": "Noor", "public_contact": "dinsdag in De Gong", "agreed_on": "2026-03-02"}
    client.force_login(anouk)
    assert client.post(url("publish", where, hers.public_id), facts).status_code == 403
    assert (
        code_of(services.publish_chair, chair=hers, public_name="Noor", public_contact="", by=anouk) == "not_own_chair"
    )
    client.force_login(noor)
    assert "You sit here for Jeugd" in client.get(url("index", where), headers=EN).content.decode()
    assert client.post(url("publish", where, hers.public_id), facts | {"public_name": ""}).status_code == 422
    assert client.post(url("publish", where, hers.public_id), facts).status_code == 302
    public = reverse("teams:team", args=[where.slug])
    assert "dinsdag in De Gong" in Client().get(public).content.decode()
    # Taking a name off the site is always allowed to who leads the team as well.
    client.force_login(anouk)
    assert client.post(url("hide", where, hers.public_id)).status_code == 302
    assert "De Gong" not in Client().get(public).content.decode()


def test_leaving_takes_the_name_off_the_site(where: Any, anouk: Any) -> None:
    sits = chair(where, anouk)
    services.publish_chair(chair=sits, public_name="Noor", public_contact="", by=anouk, agreed_on=DAY)
    services.leave_chair(chair=sits, until=date(2026, 4, 1), by=anouk)
    assert (sits.public_name, sits.agreed_on) == ("", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Chair.objects.filter(pk=sits.pk).update(public_name="Noor")


def test_a_domain_of_another_municipality_is_refused(where: Any, anouk: Any) -> None:
    from apps.factories import municipality

    elsewhere = neighbourhood("Havenwijk", "WK888801", of=municipality("Elders", "GM8888"))
    theirs = domains(elsewhere)["youth"]
    facts = {"neighbourhood": where, "domain": theirs, "name": "Noor", "since": DAY, "by": anouk}
    assert code_of(services.take_chair, **facts) == "other_municipality"


@pytest.mark.parametrize("name", ["set-up", "add-domain", "take-chair", "roles"])
def test_setting_up_is_for_who_leads_the_team(client: Client, where: Any, name: str) -> None:
    assert "?next=" in client.get(url(name, where)).url
    client.force_login(person("Noor", "area_team_member", where=where))
    assert client.get(url(name, where)).status_code == 403
    assert client.get(url("roster", where)).status_code == 200
    client.force_login(person("Carol", "council_member", where=where))
    assert client.get(url("index", where)).status_code == 403
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    client.force_login(person("Bob", "area_manager", where=elsewhere))
    assert client.get(url(name, where)).status_code == 403
    outsider = person("Dirk", "expert", where=where)
    assert code_of(services.add_domain, neighbourhood=where, name="Zon", by=outsider) == "not_area_manager"
