"""Stage 2 begins: the pool closes and the numbered panels are published before anything falls."""

import csv
import json
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from samenspel.apps.draws import engine, selectors, services
from samenspel.apps.draws.models import PanelDraw, Pool
from samenspel.apps.draws.services import NewVolunteer
from samenspel.apps.jobs.services import run_job
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.engines.errors import FaultsError
from samenspel.foundation.errors import Outsider, Refusal
from samenspel_testing import shared_data

from ..factories import AT, neighbourhood, person
from .factories import SEATS, TARGETS, committed_draw, keeper, pool, volunteers

pytestmark = pytest.mark.django_db


def commit(made, by, **extra):
    facts = {"targets": TARGETS, "seats": SEATS, "panels": 50, "at": AT}
    return services.commit_panel_draw(pool=made, by=by, **(facts | extra))


def test_the_panels_are_laid_down_with_a_commitment_that_anyone_can_check():
    where = neighbourhood()
    draw = committed_draw(where)
    assert draw.status == PanelDraw.Status.COMMITTED
    document = json.loads(draw.bundle)
    assert (document["picked"], document["panel"], document["randomness"]) == (None, None, None)
    assert len(document["panels"]) == 100
    assert engine.verify(draw.bundle.encode(), draw.commitment).ok
    told = payload_of(acts_of(where.municipality).get(kind="draw.committed"))
    assert (told["commitment"], told["people"], told["seats"]) == (draw.commitment, 24, SEATS)
    assert float(draw.chances["min_chance"]) <= float(draw.chances["mean_chance"])


def test_everyone_gets_a_ticket_and_nothing_published_leads_to_a_person():
    draw = committed_draw()
    tickets = list(draw.pool.volunteers.values_list("ticket", flat=True))
    assert sorted(tickets) == list(range(1, 25))
    assert draw.pool.status == Pool.Status.FROZEN
    for volunteer in draw.pool.volunteers.all():
        assert volunteer.reference not in draw.bundle
        assert volunteer.salt not in draw.bundle
    assert {person["id"] for person in json.loads(draw.bundle)["pool"]} == {f"{n:03d}" for n in range(1, 25)}


def test_tickets_are_random_and_not_in_the_order_of_joining():
    draw = committed_draw()
    by_joining = list(draw.pool.volunteers.order_by("pk").values_list("ticket", flat=True))
    assert by_joining != sorted(by_joining)


def test_someone_can_check_that_they_are_in_it_and_in_how_many_panels():
    draw = committed_draw()
    volunteer = draw.pool.volunteers.first()
    asked = {"draw": draw, "ticket": volunteer.ticket, "salt": volunteer.salt}
    assert selectors.was_in_draw(**asked, reference=volunteer.reference)
    assert not selectors.was_in_draw(**asked, reference="someone else")
    count, panels = selectors.panels_with(draw=draw, ticket=f"{volunteer.ticket:03d}")
    assert (panels, 0 < count <= 100) == (100, True)
    assert selectors.panels_with(draw=draw, ticket="999") is None


def test_targets_come_from_population_figures():
    made = pool()
    assert selectors.targets_for(made, 6) == [
        {"feature": "sex", "value": "vrouw", "min": 3, "max": 3},
        {"feature": "sex", "value": "man", "min": 3, "max": 3},
        {"feature": "housing", "value": "huur", "min": 4, "max": 4},
        {"feature": "housing", "value": "koop", "min": 2, "max": 2},
    ]


def test_targets_that_nobody_can_meet_are_told_and_the_pool_opens_again():
    where = neighbourhood()
    made, alice = pool(where), keeper(where)
    impossible = [{**t, "min": 5, "max": 5} if t["value"] in ("vrouw", "koop") else {**t, "min": 0} for t in TARGETS]
    with pytest.raises(FaultsError):
        commit(made, alice, targets=impossible)
    draw = PanelDraw.objects.get()
    made.refresh_from_db()
    assert (draw.status, made.status) == (PanelDraw.Status.FAILED, Pool.Status.OPEN)
    assert draw.faults[0]["code"]
    assert not selectors.draws_of(where).exists()
    services.add_volunteers(pool=made, volunteers=volunteers(30)[24:], by=alice)
    assert commit(made, alice).status == PanelDraw.Status.COMMITTED
    assert sorted(made.volunteers.values_list("ticket", flat=True)) == list(range(1, 31))


def test_a_second_draw_waits_for_the_first():
    where = neighbourhood()
    draw = committed_draw(where)
    with pytest.raises(Refusal) as raised:
        commit(draw.pool, keeper(where))
    assert raised.value.code == "draw_unfinished"


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"algorithm": "dice"}, "algorithm_unknown"),
        ({"panels": 1001}, "panels_too_many"),
        ({"panels": 0}, "panels_too_many"),
        ({"targets": []}, "targets_unknown"),
        ({"targets": [{"feature": "colour", "value": "red", "min": 0, "max": 1}]}, "targets_unknown"),
    ],
)
def test_what_cannot_be_drawn_is_refused(extra, code):
    where = neighbourhood()
    with pytest.raises(Refusal) as raised:
        commit(pool(where), keeper(where), **extra)
    assert raised.value.code == code
    assert not PanelDraw.objects.exists()


@pytest.mark.deep
def test_a_pool_of_two_hundred_with_tight_targets_is_laid_down_and_verifies():
    where = neighbourhood()
    alice = keeper(where)
    folder = shared_data("pools", "synth_200_24")
    people = list(csv.DictReader((folder / "respondents.csv").open(encoding="utf-8-sig")))
    targets = [
        {"feature": row["feature"], "value": row["value"], "min": int(row["min"]), "max": int(row["max"])}
        for row in csv.DictReader((folder / "categories.csv").open(encoding="utf-8-sig"))
    ]
    features = list(dict.fromkeys(target["feature"] for target in targets))
    made = services.open_pool(neighbourhood=where, name="Pool", features=features, by=alice, at=AT)
    new = [NewVolunteer(reference=p["id"], features={name: p[name] for name in features}) for p in people]
    services.add_volunteers(pool=made, volunteers=new, by=alice)
    draw = commit(made, alice, targets=targets, seats=24, panels=1000)
    assert selectors.verification(draw).ok
    assert float(draw.chances["gap"]) <= 1e-4
    assert abs(float(draw.chances["lottery_min_chance"]) - float(draw.chances["min_chance"])) <= 1 / 1000


def test_an_empty_pool_is_refused():
    where = neighbourhood()
    with pytest.raises(Refusal) as raised:
        commit(pool(where, people=0), keeper(where))
    assert raised.value.code == "pool_empty"


def test_an_outsider_lays_down_nothing():
    where = neighbourhood()
    with pytest.raises(Outsider):
        commit(pool(where), person("Mallory", "canvasser", where=where))
    assert not PanelDraw.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_as_long_work_it_is_done_once_with_progress():
    where = neighbourhood()
    draw, job = services.start_panel_draw(pool=pool(where), targets=TARGETS, seats=SEATS, panels=50, by=keeper(where))
    assert draw.status == PanelDraw.Status.PREPARING
    done = run_job(public_id=job.public_id)
    draw.refresh_from_db()
    assert (done.status, done.result["commitment"]) == ("done", draw.commitment)
    assert draw.status == PanelDraw.Status.COMMITTED
    assert services.lay_down_prepared(draw=draw, progress=lambda *_: None).commitment == draw.commitment
    assert acts_of(where.municipality).filter(kind="draw.committed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_draw_is_laid_down():
    where = neighbourhood()
    made, alice = pool(where), keeper(where)
    refused = []

    def work():
        try:
            commit(made, alice)
        except Refusal as error:
            refused.append(error.code)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert refused == ["draw_unfinished"]
    assert PanelDraw.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"commitment": "0" * 64}, {"seats": 4}, {"announced": "text"}, {"tickets_hash": "0" * 64}],
)
def test_the_database_refuses_to_change_what_was_laid_down(change):
    draw = committed_draw()
    with pytest.raises(DatabaseError), transaction.atomic():
        PanelDraw.objects.filter(pk=draw.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        draw.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        draw.pool.volunteers.filter(ticket=1).update(ticket=99)
