"""A dossier: opened with chances first, held by domains, moved, told, made public, closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from apps.dossiers.factories import TITLE, dossier, keeper, place, published, told
from apps.factories import AT, person
from samenspel.apps.dossiers import selectors, services
from samenspel.apps.dossiers.models import Dossier, FaceText, Step
from samenspel.apps.dossiers.services import NewChance
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.matters.selectors import waiting_for_desk as late_for_desk
from samenspel.apps.matters.services import move_matter
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.foundation.errors import Outsider, Refusal

pytestmark = pytest.mark.django_db


def acts(made: Any) -> list[str]:
    return [act.kind for act in acts_of(made.municipality, subject=("dossier", made.public_id))][::-1]


def refused(call: Any, **arguments: Any) -> str:
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        call(**arguments)
    return str(refusal.value.code)


def test_a_dossier_begins_with_chances_and_asks_a_question():
    where = place()
    alice = keeper(where)
    assert refused(dossier, where=where, by=alice, chances=[]) == "chances_missing"
    assert refused(dossier, where=where, by=alice, title="Betaald parkeren invoeren") == "title_asks"
    assert refused(dossier, where=where, by=alice, title=" ? ") == "title_asks"
    assert refused(dossier, where=where, by=alice, domains=[]) == "domains_missing"
    assert refused(dossier, where=where, by=alice, domains=["mobility", "astrology"]) == "domain_unknown"
    assert Dossier.objects.count() == 0
    made = dossier(where, alice, domains=["mobility", "youth"], title=f"  {TITLE} ")
    assert (made.title, made.phase, made.horizon) == (TITLE, "heard", "short")
    assert [one.domain for one in made.holdings.all()] == ["mobility", "youth"]
    assert acts(made) == ["dossier.opened"]
    # What it is about is not public yet.
    assert TITLE not in str(payload_of(acts_of(made.municipality).get(kind="dossier.opened")))
    assert matter_of("dossier", made.public_id).title == TITLE
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.filter(pk=made.pk).update(title="Geen vraag")


def test_only_the_area_team_of_the_neighbourhood_keeps_dossiers():
    where = place()
    made = dossier(where)
    carol = person("Carol", "council_member", where=where)
    bob = keeper(place("Havenwijk", "WK999902", of=where.municipality), "Bob")
    for outsider in (carol, bob, None):
        for service, arguments in (
            (services.move_dossier, {"dossier": made, "phase": "doing"}),
            (services.edit_dossier, {"dossier": made, "title": "Wat?", "domains": ["youth"], "horizon": "long"}),
            (services.close_dossier, {"dossier": made, "phase": "done", "outcome": "Klaar."}),
            (services.publish_dossier, {"dossier": made}),
            (services.write_face, {"dossier": made, "audience": "residents", "text": "Wij.", "after_version": 0}),
            (services.add_chance, {"dossier": made, "chance": NewChance("De zaal is leeg.")}),
            (services.add_problem, {"dossier": made, "text": "Te vol", "domain": "mobility"}),
            (services.link_subject, {"dossier": made, "kind": "dossier", "public_id": made.public_id}),
            (services.ask_advice, {"dossier": made, "domain": "youth", "question": "Wat?", "due_on": AT.date()}),
        ):
            with pytest.raises(Outsider), transaction.atomic():
                service(**arguments, by=outsider)
        with pytest.raises(Outsider), transaction.atomic():
            services.open_dossier(
                neighbourhood=where, title=TITLE, domains=["youth"], chances=[NewChance("Iets.")], by=outsider
            )
    made.refresh_from_db()
    assert (made.phase, made.published_at, made.chances.count()) == ("heard", None, 1)


def test_it_moves_through_phases_and_each_step_stays():
    where = place()
    alice = keeper(where)
    made = dossier(where, alice)
    services.move_dossier(dossier=made, phase="together", horizon="long", told="We vroegen door.", by=alice)
    services.move_dossier(dossier=made, phase="together", by=alice)
    assert [(s.phase, s.horizon) for s in made.steps.all()] == [("heard", "short"), ("together", "long")]
    assert refused(services.move_dossier, dossier=made, phase="done", by=alice) == "outcome_missing"
    assert refused(services.move_dossier, dossier=made, phase="lost", by=alice) == "phase_unknown"
    assert refused(services.move_dossier, dossier=made, phase="doing", horizon="ever", by=alice) == "phase_unknown"
    with pytest.raises(DatabaseError), transaction.atomic():
        Step.objects.update(told="iets anders")
    services.edit_dossier(dossier=made, title="Wat dan?", domains=["youth", "care"], horizon="short", by=alice)
    assert [one.domain for one in made.holdings.order_by("pk")] == ["youth", "care"]
    assert (made.title, made.horizon) == ("Wat dan?", "short")


def test_closing_says_what_came_of_it_and_ends_its_matter():
    where = place()
    alice = keeper(where)
    made = published(where, alice)
    assert refused(services.close_dossier, dossier=made, phase="done", outcome=" ", by=alice) == "outcome_missing"
    assert refused(services.close_dossier, dossier=made, phase="doing", outcome="Ja.", by=alice) == "phase_unknown"
    services.close_dossier(dossier=made, phase="stopped", outcome="Er kwam niemand.", by=alice, at=AT)
    matter: Any = matter_of("dossier", made.public_id)
    assert (matter.status, matter.outcome) == ("declined", "Er kwam niemand.")
    assert acts(made) == ["dossier.opened", "dossier.published", "dossier.closed"]
    assert payload_of(acts_of(made.municipality)[0]) == {"phase": "stopped", "outcome": "Er kwam niemand."}
    # It is over: nothing in it moves any more, also not past the services.
    assert refused(services.move_dossier, dossier=made, phase="doing", by=alice) == "dossier_over"
    assert refused(services.add_chance, dossier=made, chance=NewChance("Toch?"), by=alice) == "dossier_over"
    for change in ({"outcome": "Iets anders."}, {"phase": "done"}, {"title": "Wat?"}, {"published_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Dossier.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Dossier.objects.filter(pk=made.pk).delete()


def test_what_nobody_took_up_is_closed_by_who_closes_it():
    where = place()
    alice = keeper(where)
    made = dossier(where, alice)
    services.close_dossier(dossier=made, phase="done", outcome="Er staat een tafel.", by=alice)
    matter: Any = matter_of("dossier", made.public_id)
    assert (matter.status, matter.owner_kind, matter.owner_name) == ("done", "official", "Alice")
    # It was never public: neither is what came of it.
    assert payload_of(acts_of(made.municipality)[0]) == {"phase": "done"}
    told_late = services.publish_dossier
    assert refused(told_late, dossier=made, by=alice) == "text_missing"


def test_it_is_public_once_residents_are_told():
    where = place()
    alice = keeper(where)
    made = dossier(where, alice)
    assert refused(services.publish_dossier, dossier=made, by=alice) == "text_missing"
    services.publish_dossier(dossier=told(made, alice), by=alice, at=AT)
    act = acts_of(made.municipality).get(kind="dossier.published")
    text = made.texts.get()
    assert payload_of(act)["texts"] == {"residents": {"version": 1, "sha256": text.sha256}}
    assert payload_of(act)["title"] == TITLE
    assert refused(services.publish_dossier, dossier=made, by=alice) == "published_already"
    assert list(selectors.published_dossiers(where)) == [made]


def test_each_telling_has_versions_that_stay():
    where = place()
    alice, bob = keeper(where), keeper(where, "Bob")
    made = published(where, alice)
    assert refused(
        services.write_face, dossier=made, audience="residents", text=" ", by=bob, after_version=1
    ) == "text_missing"  # fmt: skip
    assert refused(
        services.write_face, dossier=made, audience="press", text="Ja.", by=bob, after_version=0
    ) == "audience_unknown"  # fmt: skip
    services.write_face(dossier=made, audience="residents", text="Het wordt anders.", by=bob, after_version=1)
    # Alice still looked at the first version.
    for seen in (0, 1, 5):
        assert refused(
            services.write_face, dossier=made, audience="residents", text="Nog anders.", by=alice, after_version=seen
        ) == "text_changed"  # fmt: skip
    same = services.write_face(dossier=made, audience="residents", text="Het wordt anders.", by=alice, after_version=0)
    assert (same.version, FaceText.objects.count()) == (2, 2)
    residents = selectors.faces_of(made)[0]
    assert (residents.version, residents.author, [one.version for one in residents.earlier]) == (2, "Bob", [1])
    assert acts(made)[-1] == "dossier.told"
    with pytest.raises(DatabaseError), transaction.atomic():
        FaceText.objects.update(text="Vervalst.")


def test_late_dossiers_rise_and_wait_at_the_desk():
    where = place()
    alice = keeper(where)
    today = timezone.localdate()
    calm, late = dossier(where, alice), dossier(where, alice, title="Wie helpt?", domains=["care"])
    for made, days in ((calm, 5), (late, -2)):
        move_matter(
            matter=matter_of("dossier", made.public_id),
            status="busy",
            told="Begonnen.",
            owner_kind="official",
            owner_name="Alice",
            next_step="Bellen",
            due_on=today + timedelta(days=days),
        )
    board = selectors.board_of(where, today=today)
    assert [card.dossier for card in board.rows[0].short] == [late, calm]
    assert (board.count, board.late_count) == (2, 1)
    assert [card.dossier for card in selectors.late_dossiers(where, today=today)] == [late]
    bob = person("Bob", "council_member", where=where)
    assert [one.title for one in selectors.waiting_for_desk(bob, where)] == ["Wie helpt?"]
    assert selectors.waiting_for_desk(alice, where) == [], "the area team reads it under 'Taking up', not twice"
    assert [one.title for one in late_for_desk(alice, where)] == ["Wie helpt?"]
    assert [card.dossier for card in selectors.board_of(where, domain="care", today=today).rows[0].short] == [late]
    services.close_dossier(dossier=late, phase="done", outcome="Gebeld.", by=alice)
    board = selectors.board_of(where, today=today)
    assert ([card.dossier for card in board.over], board.late_count) == ([late], 0)
    assert selectors.waiting_for_desk(bob, where) == []
