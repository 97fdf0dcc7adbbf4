"""People of the reserve who stand ready for when members leave: chosen, recorded, and told as they stand."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from samenspel.apps.councils.selectors import seat_by_number
from samenspel.apps.councils.services import end_holding
from samenspel.apps.draws import engine, jobs, selectors, services
from samenspel.apps.draws.models import AlternateSet
from samenspel.apps.jobs.models import Job
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import council, neighbourhood, person
from .desk import send, url
from .factories import TARGETS, committed_draw, keeper, published_draw

pytestmark = pytest.mark.django_db
FEW = [{**target, "min": 1 if target["feature"] == "sex" else 0, "max": 2} for target in TARGETS]


@pytest.fixture
def where():
    return neighbourhood()


@pytest.fixture
def draw(where):
    return published_draw(where, targets=FEW, seats=3)


def choose(draw, **extra):
    facts = {"by": keeper(draw.neighbourhood), "count": 2, "everyone_percent": 30}
    return services.choose_alternates(draw=draw, **(facts | extra))


def test_who_stands_ready_keeps_the_panel_nearer_to_its_targets(draw):
    away = selectors.who_sits(draw)[2][:2]
    made = choose(draw, withdrawn=away)
    losses = {name: float(loss) for name, loss in made.losses.items()}
    assert len(made.tickets) == 2
    assert not {*made.tickets} & {*draw.panel, *away}
    assert losses["expected"] < losses["without"]
    assert losses["bound"] <= losses["sample"]
    assert losses["standard_error"] > 0
    told = payload_of(acts_of(draw.neighbourhood.municipality).get(kind="draw.alternates_chosen"))
    assert (told["tickets"], told["losses"]) == (made.tickets, made.losses)
    # What the log tells is enough to count it again from the published bundle.
    again = engine.choose_alternates(
        engine.read_bundle(draw.bundle),
        members=told["members"],
        count=len(told["tickets"]),
        everyone_percent=told["everyone_percent"],
        extra_percent={},
        withdrawn=told["left_out"],
    )
    assert (list(again.tickets), again.losses) == (told["tickets"], told["losses"])


def test_one_figure_for_all_is_the_chance_of_each_member_and_more_comes_on_top(draw):
    document = engine.read_bundle(draw.bundle)

    def without(everyone, extra):
        found = engine.choose_alternates(
            document, members=draw.panel, count=1, everyone_percent=everyone, extra_percent=extra, withdrawn=()
        )
        return float(found.losses["without"])

    assert without(0, {}) == 0
    # Three members of whom each is gone with 40%: 1.2 empty seats, and what the targets miss beside that.
    assert without(40, {}) >= 1.2 * 0.85
    assert without(10, {("sex", "man"): 60}) > without(10, {})


def test_choosing_again_adds_a_record_and_none_is_ever_changed(draw):
    first = choose(draw, public_id="abcdefghijkl")
    assert choose(draw, public_id="abcdefghijkl") == first
    second = choose(draw, count=1)
    assert (first.number, second.number) == (1, 2)
    assert selectors.alternates_of(draw).chosen == second
    assert selectors.earlier_alternates(draw) == [first]
    for change in (lambda: AlternateSet.objects.update(tickets=["001"]), lambda: AlternateSet.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"count": 0}, "count_outside"),
        ({"count": 13}, "count_outside"),
        ({"everyone_percent": 91}, "drop_out_outside"),
        ({"extra_percent": {("sex", "man"): -1}}, "drop_out_outside"),
        ({"withdrawn": ("999",)}, "ticket_unknown"),
    ],
)
def test_what_cannot_be_is_refused(draw, extra, code):
    with pytest.raises(Refusal) as raised:
        choose(draw, **extra)
    assert raised.value.code == code
    assert not AlternateSet.objects.exists()


def test_too_few_people_an_unpublished_draw_and_an_outsider_are_refused(where, draw):
    reserve = selectors.who_sits(draw)[2]
    with pytest.raises(Refusal) as raised:
        choose(draw, withdrawn=reserve[1:])
    assert raised.value.code == "too_few_alternates"
    with pytest.raises(Outsider):
        choose(draw, by=person("Mallory", "expert", where=where))
    with pytest.raises(Refusal) as raised:
        choose(committed_draw(neighbourhood("Dorp", "WK999902")))
    assert raised.value.code == "not_published"


def test_nobody_who_lives_with_a_member_or_with_another_counts():
    def one(ticket, household=None):
        return {"id": ticket, "features": {}, "household": household}

    people = [one("001", 1), one("002", 1), one("003", 2), one("004", 2), one("005"), one("006")]
    document = {"pool": people, "one_per_household": True}
    assert engine.possible_alternates(document, members=["001"], withdrawn=["006"]) == 2
    assert engine.possible_alternates(document | {"one_per_household": False}, members=["001"], withdrawn=[]) == 5


def test_the_desk_chooses_and_tells_when_the_figures_are_about_others(client, where, draw):
    alice = keeper(where)
    client.force_login(alice)
    client.cookies["taal"] = "en"
    at = url(where, "alternates", draw=draw.public_id)
    assert client.get(at).status_code == 200
    data = {"count": "2", "everyone": "30", "withdrawn": "", "extra_0": "20"}
    for wrong in ({"count": "13"}, {"everyone": "95"}, {"extra_0": "-1"}, {"withdrawn": "999"}):
        assert send(client, at, data | wrong).status_code == 422
    assert not Job.objects.exists()
    answer = send(client, at, data)
    job = Job.objects.get()
    assert job.public_id in answer.url
    assert job.payload["next"] == at
    assert not AlternateSet.objects.exists()
    jobs.run_alternates(job.payload, lambda *args: None)
    made = AlternateSet.objects.get()
    assert made.extra_percent == [[FEW[0]["feature"], FEW[0]["value"], 20]]
    page = client.get(at).content.decode()
    assert " ".join(made.tickets) in page
    assert f"{float(made.losses['expected']):.2f} ±" in page
    seats = council(where, seated=0)
    services.seat_panel(draw=draw, council=seats, term=seats.terms.get(), by=alice, at=timezone.now())
    about_others = "Choose again to see who now cover best"
    replacing = url(where, "replacement")
    shown = client.get(replacing).content.decode()
    assert ", ".join(made.tickets) in shown
    assert about_others not in shown
    end_holding(seat=seat_by_number(selectors.standing_of(draw).council, 1), reason="moved", at=timezone.now())
    assert about_others in client.get(replacing).content.decode()
    assert not selectors.alternates_of(draw).is_current
    client.force_login(person("Carol", "area_team_member", where=where))
    assert client.get(at).status_code == 403
