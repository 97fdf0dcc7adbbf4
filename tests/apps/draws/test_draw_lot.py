"""Stage 1: laid down before the lot falls, fallen by public randomness, published by two people."""

import json

import pytest
from django.db import DatabaseError, transaction

from samenspel.apps.accounts.services import approve
from samenspel.apps.draws import engine, selectors, services
from samenspel.apps.draws.models import Lot, LotTicket
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.engines.errors import EngineError
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, neighbourhood, person
from .factories import SOURCE, committed_lot, keeper, published_lot, register

pytestmark = pytest.mark.django_db


def code_of(raised):
    return raised.value.code


def test_the_pot_is_laid_down_before_the_lot_falls():
    where = neighbourhood()
    lot = committed_lot(where)
    bundle = json.loads(lot.bundle)
    assert (bundle["order"], bundle["randomness"]) == (None, None)
    assert bundle["tickets"] == list(lot.tickets.order_by("number").values_list("commitment", flat=True))
    assert payload_of(acts_of(where.municipality).get(kind="lot.committed"))["commitment"] == lot.commitment
    assert not lot.tickets.exclude(position=None).exists()


def test_a_ticket_starts_as_the_model_says():
    ticket = committed_lot().tickets.select_related("person").last()
    told = {"lot", "municipality", "number", "person", "salt", "commitment"}
    others = [field.attname for field in LotTicket._meta.concrete_fields if field.name not in {"id", *told}]
    assert {name: getattr(ticket, name) for name in others} == {name: getattr(LotTicket(), name) for name in others}
    facts = {"address": ticket.person.address, "birth_year": ticket.person.birth_year}
    assert ticket.commitment == engine.personal_commitment(ticket=ticket.number, salt=ticket.salt, facts=facts)
    assert len(set(LotTicket.objects.values_list("salt", flat=True))) == 24


def test_nothing_that_is_published_tells_who_is_in_the_pot():
    lot = committed_lot()
    assert "Laan" not in lot.bundle
    assert not any(ticket.salt in lot.bundle for ticket in lot.tickets.all())


def test_the_order_follows_from_the_announced_randomness_and_anyone_can_check():
    lot = published_lot()
    bundle = lot.bundle.encode()
    assert engine.verify(bundle, lot.commitment).ok
    order = list(lot.tickets.order_by("position").values_list("number", flat=True))
    assert order == json.loads(bundle)["order"]
    assert sorted(order) == list(range(1, 25))
    tampered = json.loads(bundle)
    tampered["order"][0], tampered["order"][1] = tampered["order"][1], tampered["order"][0]
    del tampered["sha256"]
    from samenspel.engines.evidence import seal

    assert not engine.verify(seal(tampered), lot.commitment).ok


def test_a_place_in_the_file_gives_no_place_in_the_order():
    lot = published_lot()
    by_file = list(lot.tickets.order_by("person_id").values_list("number", flat=True))
    assert by_file != sorted(by_file)


def test_the_lot_falls_once():
    where = neighbourhood()
    lot = published_lot(where)
    with pytest.raises(Refusal) as raised:
        services.draw_lot(lot=lot, source=SOURCE, by=keeper(where), at=AT)
    assert code_of(raised) == "lot_fallen"


@pytest.mark.parametrize(
    ("announced", "source", "code"),
    [
        ("text", "balls:417", "source_too_small"),
        ("drand:99999999", SOURCE, "other_source_announced"),
        ("text", "paper", "unknown_source"),
    ],
)
def test_another_source_than_was_announced_is_refused(announced, source, code):
    where = neighbourhood()
    lot = committed_lot(where, announced=announced)
    with pytest.raises(EngineError) as raised:
        services.draw_lot(lot=lot, source=source, by=keeper(where), at=AT)
    assert raised.value.code == code
    lot.refresh_from_db()
    assert lot.status == Lot.Status.COMMITTED


@pytest.mark.parametrize(
    ("count", "announced", "code"),
    [(0, "text", "count_outside_pot"), (25, "text", "count_outside_pot"), (5, "coin", "announced_unknown")],
)
def test_a_pot_that_cannot_be_is_refused(count, announced, code):
    with pytest.raises(Refusal) as raised:
        committed_lot(count=count, announced=announced)
    assert code_of(raised) == code


def test_a_register_has_one_lot():
    where = neighbourhood()
    lot = committed_lot(where)
    with pytest.raises(Refusal) as raised:
        services.commit_lot(register=lot.register, count=5, announced="text", by=keeper(where), at=AT)
    assert code_of(raised) == "lot_exists"


def test_outsiders_lay_down_draw_and_publish_nothing():
    where = neighbourhood()
    mallory = person("Mallory", "canvasser", where=where)
    lot = committed_lot(where)
    with pytest.raises(Outsider):
        services.commit_lot(register=register(where, by=keeper(where)), count=5, announced="text", by=mallory)
    with pytest.raises(Outsider):
        services.draw_lot(lot=lot, source=SOURCE, by=mallory)
    with pytest.raises(Outsider):
        services.request_lot_publication(lot=lot, requested_by=mallory)


def test_one_person_alone_cannot_publish():
    where = neighbourhood()
    alice = keeper(where)
    lot = services.draw_lot(lot=committed_lot(where, by=alice), source=SOURCE, by=alice, at=AT)
    approval = services.request_lot_publication(lot=lot, requested_by=alice)
    with pytest.raises(Outsider) as raised:
        services.publish_lot(lot=lot, approval=approval, at=AT)
    assert code_of(raised) == "approval_missing"
    with pytest.raises(Outsider):
        approve(approval=approval, by=alice)
    with pytest.raises(Outsider):
        services.publish_lot(lot=lot, approval=None, at=AT)


def test_a_lot_that_has_not_fallen_is_not_published():
    with pytest.raises(Refusal) as raised:
        services.publish_lot(lot=committed_lot(), approval=None, at=AT)
    assert code_of(raised) == "lot_not_fallen"


def test_was_i_in_the_pot():
    lot = published_lot()
    ticket = lot.tickets.select_related("person").first()
    facts = {"address": ticket.person.address, "birth_year": ticket.person.birth_year}
    asked = {"lot": lot, "ticket": ticket.number, "salt": ticket.salt}
    assert selectors.was_in_pot(**asked, **facts)
    assert not selectors.was_in_pot(**asked, **(facts | {"birth_year": 1900}))
    assert not selectors.was_in_pot(**(asked | {"salt": "0" * 64}), **facts)
    assert not selectors.was_in_pot(**(asked | {"ticket": 999}), **facts)


@pytest.mark.parametrize(
    "change",
    [
        lambda lot: Lot.objects.filter(pk=lot.pk).update(commitment="0" * 64),
        lambda lot: Lot.objects.filter(pk=lot.pk).update(count=1),
        lambda lot: Lot.objects.filter(pk=lot.pk).update(randomness="text:other"),
        lambda lot: Lot.objects.filter(pk=lot.pk).update(bundle="{}"),
        lambda lot: lot.tickets.filter(position=1).update(position=99),
        lambda lot: lot.tickets.filter(position=1).update(position=None),
        lambda lot: lot.tickets.filter(position=1).update(commitment="0" * 64),
        lambda lot: lot.tickets.all().delete(),
    ],
)
def test_the_database_refuses_to_change_what_fell(change):
    lot = published_lot()
    with pytest.raises(DatabaseError), transaction.atomic():
        change(lot)


def test_a_person_has_one_ticket():
    lot = committed_lot()
    ticket = lot.tickets.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        LotTicket.objects.create(
            municipality=lot.municipality, lot=lot, number=99, person=ticket.person, commitment="x"
        )
