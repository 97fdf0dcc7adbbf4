"""Chances, parts, links, money, advice: what stands in a dossier and what that says."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from apps.dossiers.factories import dossier, keeper, place, published, roster
from apps.factories import AT, adopted_decision, council
from apps.household.factories import fund, scene
from samenspel.apps.accounts.services import grant_role
from samenspel.apps.advice.selectors import advice_on
from samenspel.apps.dossiers import selectors, services
from samenspel.apps.dossiers.services import NewChance
from samenspel.apps.matters.selectors import values_of
from samenspel.apps.matters.services import weigh_subject
from samenspel.apps.picture.services import clear_signal, raise_signal
from samenspel.apps.teams.services import set_up_domains
from samenspel.foundation import subjects
from samenspel.foundation.errors import Outsider, Refusal

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def refused(call: Any, **arguments: Any) -> str:
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        call(**arguments)
    return str(refusal.value.code)


def part(made: Any, by: Any, text: str, domain: str, solution: str = "") -> Any:
    return services.add_problem(dossier=made, text=text, domain=domain, solution=solution, by=by, at=AT)


def page_of(made: Any, *, public_only: bool = False) -> Any:
    return selectors.dossier_page(made, today=TODAY, public_only=public_only)


def test_chances_are_added_once_and_the_last_one_stays():
    where = place()
    alice = keeper(where)
    made = dossier(where, alice)
    services.add_chance(dossier=made, chance=NewChance("De Gong is  leeg.", "together"), by=alice)
    assert refused(
        services.add_chance, dossier=made, chance=NewChance("De Gong is leeg."), by=alice
    ) == "chance_known"  # fmt: skip
    assert refused(services.add_chance, dossier=made, chance=NewChance(" "), by=alice) == "chance_missing"
    first, second = made.chances.all()
    services.remove_chance(chance=first, by=alice)
    assert refused(services.remove_chance, chance=second, by=alice) == "chances_missing"
    assert [one.text for one in page_of(made).chances] == ["De Gong is leeg."]


def test_one_domains_solution_is_said_with_the_empty_chairs_first():
    where = place()
    alice = keeper(where)
    roster(where, alice)
    made = dossier(where, alice, domains=["mobility", "public_space"])
    assert page_of(made).one_sided is None
    part(made, alice, "Te weinig plekken voor bezoek", "mobility", "Betaald parkeren")
    part(made, alice, "Kinderen kunnen niet spelen", "youth")
    found = page_of(made)
    assert found.one_sided.is_only
    assert found.one_sided.domain.label == "Mobiliteit"
    assert [(chair.key, chair.is_empty) for chair in found.one_sided.missing] == [
        ("youth", True),
        ("public_space", False),
    ]
    assert [tile.chair.key for tile in found.touched.gaps] == ["youth"]
    assert found.touched.domain_count == 3
    # A second domain that proposes something ends the warning; taking it back brings it again.
    other = part(made, alice, "Stoep te smal", "public_space", "Bredere stoep")
    assert page_of(made).one_sided is None
    services.change_problem(problem=other, domain="public_space", department="Stadsbeheer", solution="", by=alice)
    assert page_of(made).one_sided.is_only
    assert page_of(made).touched.departments == ("Stadsbeheer",)
    # Three of four is most, and said more softly.
    services.change_problem(problem=other, domain="public_space", department="", solution="Breder", by=alice)
    part(made, alice, "Te druk", "mobility", "Eenrichting")
    assert page_of(made).one_sided is None
    part(made, alice, "Te hard", "mobility", "Drempels")
    mostly = page_of(made).one_sided
    assert (mostly.is_only, mostly.of_domain, mostly.solutions) == (False, 3, 4)
    services.remove_problem(problem=other, by=alice)
    assert page_of(made).one_sided.is_only
    assert refused(part, made=made, by=alice, text="Te hard", domain="youth") == "problem_known"
    assert refused(part, made=made, by=alice, text=" ", domain="youth") == "problem_missing"
    assert refused(part, made=made, by=alice, text="Vol", domain="magic") == "domain_unknown"


def test_subjects_are_found_by_searching_linked_once_and_told_where_they_stand():
    where = place()
    alice = keeper(where)
    made = dossier(where, alice)
    heard = raise_signal(neighbourhood=where, text="Maar dat parkeren…", source="door", at=AT)
    elsewhere = raise_signal(
        neighbourhood=place("Havenwijk", "WK999902", of=where.municipality), text="Ook parkeren", source="door", at=AT
    )
    groups = selectors.search_subjects(made, "Parkéren")
    assert [(hit.title, linked) for group in groups for hit, linked in group.found] == [("Maar dat parkeren…", False)]
    link = services.link_subject(dossier=made, kind="signal", public_id=heard.public_id, by=alice, why="Hier begon het")
    again = services.link_subject(dossier=made, kind="signal", public_id=heard.public_id, by=alice)
    assert (again.pk, again.why) == (link.pk, "Hier begon het")
    for kind, public_id in (("signal", elsewhere.public_id), ("signal", "nothing"), ("nothing", heard.public_id)):
        assert refused(
            services.link_subject, dossier=made, kind=kind, public_id=public_id, by=alice
        ) == "subject_unknown"  # fmt: skip
    assert refused(
        services.link_subject, dossier=made, kind="dossier", public_id=made.public_id, by=alice
    ) == "subject_itself"  # fmt: skip
    assert selectors.search_subjects(made, "parkeren")[0].found[0][1] is True
    # Not cleared yet: for the team it stands there, for everyone it does not. Nor does an unpublished dossier.
    assert page_of(made).signal_count == 1
    assert page_of(made, public_only=True).links == ()
    assert [one.title for one in selectors.places_of(where, "signal", heard.public_id, True)] == [made.title]
    assert selectors.places_of(where, "signal", heard.public_id, False) == []
    clear_signal(signal=heard, by=alice)
    assert page_of(made, public_only=True).signal_count == 1
    services.unlink_subject(dossier=made, kind="signal", public_id=heard.public_id, by=alice)
    assert page_of(made).signal_count == 0


def test_a_published_dossier_stands_on_its_subjects_pages_and_in_other_dossiers():
    where = place()
    alice = keeper(where)
    first, second = published(where, alice), dossier(where, alice, title="En daarna?")
    services.link_subject(dossier=first, kind="dossier", public_id=second.public_id, by=alice)
    assert page_of(first, public_only=True).links == ()
    assert [one.url for one in selectors.places_of(where, "dossier", second.public_id, False)] == [
        f"/{where.slug}/opgaven/{first.public_id}/"
    ]


def test_money_keeps_its_colour_and_departments_are_named():
    book = scene()
    set_up_domains(municipality=book.municipality)
    dana = keeper(book.neighbourhood, "Dana")
    made = dossier(book.neighbourhood, dana)
    free = fund(book, amount_cents=2_500_000)
    bound = fund(book, amount_cents=6_200_000, name="Groen", freedom="influence", earmark="groen")
    for one in (bound, free):
        services.link_subject(dossier=made, kind="fund", public_id=one.public_id, by=dana)
    touched = page_of(made).touched
    assert [(row.name, row.freedom, row.amount_cents, row.available_cents) for row in touched.money] == [
        ("Wijkbudget", "free", 2_500_000, 2_500_000),
        ("Groen", "influence", 6_200_000, 6_200_000),
    ]
    assert [(one.freedom, one.total_cents) for one in touched.sums] == [("free", 2_500_000), ("influence", 6_200_000)]
    assert touched.departments == (free.owner_name,)
    assert "62.000" in str(touched.bar) or "62,000" in str(touched.bar)


def test_advice_is_asked_from_the_dossier():
    where = place()
    alice = keeper(where)
    made = dossier(where, alice)
    asked = {"dossier": made, "question": "Hoe werkt een dagkaart?", "due_on": TODAY, "by": alice}
    services.ask_advice(domain="mobility", **asked)
    (request,) = advice_on("dossier", made.public_id)
    assert (request.domain, request.question) == ("mobiliteit", "Hoe werkt een dagkaart?")
    assert [group.kind for group in page_of(made).links] == ["advice"]
    assert refused(services.ask_advice, domain="magic", **asked) == "domain_unknown"
    assert refused(services.ask_advice, domain="mobility", **(asked | {"question": " "})) == "question_missing"
    assert advice_on("dossier", made.public_id).count() == 1


SCORES = {
    "return_score": 5,
    "return_reason": "Het brengt geld op.",
    "engagement_score": 2,
    "engagement_reason": "Niemand is gevraagd.",
    "legitimacy_score": 4,
    "legitimacy_reason": "De wijkraad besloot.",
}


def test_dossiers_and_decisions_are_weighed_by_who_may():
    where = place()
    alice = keeper(where)
    decision = adopted_decision(council(where))
    grant_role(person=alice, role="council_member", municipality=where.municipality, neighbourhood=where)
    made = dossier(where, alice)
    for kind, public_id in (("dossier", made.public_id), ("decision", decision.public_id)):
        subject: Any = subjects.find_one(where, kind, public_id)
        assert values_of(kind, public_id) is None
        weigh_subject(neighbourhood=where, subject=subject, by=alice, at=AT, **SCORES)
        shown: Any = values_of(kind, public_id)
        assert {line.key: line.score for line in shown.latest.lines} == {
            "engagement": 2,
            "legitimacy": 4,
            "return": 5,
        }
        assert [line.key for line in shown.latest.lines if line.is_weak] == ["engagement"]
        assert (shown.latest.by, shown.earlier) == ("Alice", ())
        weigh_subject(neighbourhood=where, subject=subject, by=alice, **(SCORES | {"engagement_score": 4}))
        assert [one.lines[0].score for one in values_of(kind, public_id).earlier] == [2]  # type: ignore[union-attr]
        bob = keeper(place("Havenwijk", f"WK99991{len(kind) % 10}", of=where.municipality), f"Bob{kind}")
        with pytest.raises(Outsider):
            weigh_subject(neighbourhood=where, subject=subject, by=bob, **SCORES)
