"""A member left: by a rule fixed beforehand someone of the reserve comes in, and anyone can check it."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from samenspel.apps.accounts.services import approve
from samenspel.apps.councils.models import SeatHolding
from samenspel.apps.councils.selectors import seat_by_number, vacancies
from samenspel.apps.councils.services import end_holding
from samenspel.apps.draws import engine, jobs, selectors, services
from samenspel.apps.draws.desk.course import waiting_for_desk
from samenspel.apps.draws.models import PanelDraw
from samenspel.apps.jobs.models import Job
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, council, neighbourhood, person
from .desk import send, url
from .factories import TARGETS, keeper, published_draw

pytestmark = pytest.mark.django_db
SEATS = 3
FEW = [{**target, "min": 1 if target["feature"] == "sex" else 0, "max": 2} for target in TARGETS]


@pytest.fixture
def where():
    return neighbourhood()


@pytest.fixture
def seated(where):
    """Three drawn members with a seat each, for two years from today."""
    draw = published_draw(where, targets=FEW, seats=SEATS)
    made = council(where, seated=0)
    services.seat_panel(draw=draw, council=made, term=made.terms.get(), by=keeper(where), at=timezone.now())
    return draw


def leave(draw, number=1):
    """The holder of a chair steps down."""
    holding = end_holding(
        seat=seat_by_number(selectors.standing_of(draw).council, number), reason="moved", at=timezone.now()
    )
    return holding.pseudonym


def commit(draw, **extra):
    facts = {"by": keeper(draw.neighbourhood), "panels": 60, "announced": "text", "at": timezone.now()}
    return services.commit_replacement(draw=draw, **(facts | extra))


def finish(draw):
    """Let the number fall, publish it with two people, give the seat."""
    where = draw.neighbourhood
    services.pick_panel(draw=draw, source="text:Lotto 3 oktober: 7 9 11", by=keeper(where), at=timezone.now())
    approval = services.request_panel_publication(draw=draw, requested_by=keeper(where))
    approve(approval=approval, by=keeper(where, "Bob"))
    services.publish_panel_draw(draw=draw, approval=approval, at=timezone.now())
    made = selectors.council_to_seat(where)
    return services.seat_panel(draw=draw, council=made[0], term=made[1], by=keeper(where), at=timezone.now())


def test_who_left_is_replaced_from_the_reserve_and_anyone_can_check_it(where, seated):
    gone = leave(seated)
    before = selectors.standing_of(seated)
    assert (before.left, before.open_seats, len(before.reserve)) == ((gone,), 1, 24 - SEATS)
    assert vacancies(before.council)[0].rule == "mirror"
    draw = commit(seated)
    document = json.loads(draw.bundle)
    assert (draw.purpose, draw.seats, draw.replaces) == ("replacement", 1, seated)
    assert (document["follows"], document["left_out"], document["staying"]) == (
        seated.commitment,
        [gone],
        list(before.staying),
    )
    assert set(document["chances"]) == set(before.reserve)
    assert engine.verify(draw.bundle.encode(), draw.commitment).ok
    told = payload_of(acts_of(where.municipality).get(kind="draw.committed", subject_id=draw.public_id))
    assert (told["purpose"], told["follows"]) == ("replacement", seated.commitment)
    (holding,) = finish(draw)
    after = selectors.standing_of(seated)
    assert holding.pseudonym in before.reserve
    assert (after.open_seats, after.left, len(after.staying)) == (0, (gone,), SEATS)
    assert engine.verify(draw.bundle.encode(), draw.commitment).ok
    # The new member sits for the rest of the time of who left.
    ends = set(SeatHolding.objects.filter(pseudonym__in=[gone, holding.pseudonym]).values_list("ends_on", flat=True))
    assert len(ends) == 1


def test_whoever_comes_in_can_be_replaced_in_turn(where, seated):
    first_gone = leave(seated)
    (holding,) = finish(commit(seated))
    second_gone = leave(seated, holding.seat.number)
    assert second_gone == holding.pseudonym
    again = commit(seated)
    assert set(again.left_out) == {first_gone, second_gone}
    assert again.replaces == seated


def test_who_took_a_yes_back_is_not_drawn(where, seated):
    leave(seated)
    reserve = selectors.standing_of(seated).reserve
    draw = commit(seated, withdrawn=reserve[:3])
    assert not set(reserve[:3]) & set(json.loads(draw.bundle)["chances"])


@pytest.mark.parametrize(("extra", "code"), [({}, "nobody_left"), ({"withdrawn": ("999",)}, "ticket_unknown")])
def test_a_replacement_that_cannot_be_is_refused(where, seated, extra, code):
    if extra:
        leave(seated)
    with pytest.raises(Refusal) as raised:
        commit(seated, **extra)
    assert raised.value.code == code
    assert not seated.replacements.exists()


def test_an_unseated_draw_a_second_replacement_and_an_outsider_are_refused(where, seated):
    leave(seated)
    with pytest.raises(Outsider):
        commit(seated, by=person("Mallory", "expert", where=where))
    commit(seated)
    with pytest.raises(Refusal) as raised:
        commit(seated)
    assert raised.value.code == "draw_unfinished"
    elsewhere = neighbourhood("Dorp", "WK999902")
    with pytest.raises(Refusal) as raised:
        commit(published_draw(elsewhere))
    assert raised.value.code == "not_seated"


def test_nobody_in_the_reserve_is_said_and_changes_nothing(where, seated):
    leave(seated)
    everyone = selectors.standing_of(seated).reserve
    with pytest.raises(engine.FaultsError):
        commit(seated, withdrawn=everyone)
    failed = seated.replacements.get()
    assert (failed.status, failed.faults[0]["code"]) == (PanelDraw.Status.FAILED, "no_candidates")
    seated.pool.refresh_from_db()
    assert seated.pool.status == "frozen"


def test_the_desk_leads_from_the_empty_chair_to_the_new_member(client, where, seated):
    alice = keeper(where)
    client.force_login(alice)
    at = url(where, "replacement")
    assert client.get(at).status_code == 200
    assert waiting_for_desk(alice, where) == []
    leave(seated)
    assert waiting_for_desk(alice, where)[0].url == at
    assert send(client, at, {"announced": "text", "withdrawn": "999"}).status_code == 422
    answer = send(client, at, {"announced": "text", "withdrawn": ""})
    job = Job.objects.get()
    assert job.public_id in answer.url
    jobs.run_panel_draw(job.payload, lambda *args: None)
    draw = seated.replacements.get()
    assert draw.status == PanelDraw.Status.COMMITTED
    assert url(where, "pick", draw=draw.public_id) in client.get(at).content.decode()
    send(client, url(where, "pick", draw=draw.public_id), {"text": "Lotto: 1 2 3", "ceremony": ""})
    assert url(where, "publish-draw", draw=draw.public_id) in client.get(at).content.decode()
    publish = url(where, "publish-draw", draw=draw.public_id)
    assert client.post(publish).url == at
    approve(approval=selectors.draw_approval(draw), by=keeper(where, "Bob"))
    client.post(publish)
    assert send(client, url(where, "seat", draw=draw.public_id), {}).url == at
    assert selectors.standing_of(seated).open_seats == 0
    # The newest draw is not what residents see first: the draw that it follows is.
    index = client.get(f"/{where.slug}/loting/").content.decode()
    assert f"/loting/{draw.public_id}/" in index
    page = client.get(f"/{where.slug}/loting/{draw.public_id}/")
    assert page.status_code == 200
    assert seated.public_id in page.content.decode()
    client.force_login(person("Carol", "area_team_member", where=where))
    assert client.get(at).status_code == 403


def test_a_wider_panel_has_no_seats_and_leaves_the_members_out(client, where, seated):
    wide = [{**target, "min": 0, "max": 10} for target in TARGETS]
    draw = services.commit_panel_draw(
        pool=seated.pool, targets=wide, seats=10, panels=40, announced="text", purpose="panel", leave_out_drawn=True,
        by=keeper(where), at=AT + timedelta(days=30),
    )  # fmt: skip
    assert set(draw.left_out) == set(seated.panel)
    document = json.loads(draw.bundle)
    assert not set(seated.panel) & {person["id"] for person in document["pool"]}
    assert engine.verify(draw.bundle.encode(), draw.commitment).ok
    services.pick_panel(draw=draw, source="text:1 2 3", by=keeper(where), at=AT)
    approval = services.request_panel_publication(draw=draw, requested_by=keeper(where))
    approve(approval=approval, by=keeper(where, "Bob"))
    services.publish_panel_draw(draw=draw, approval=approval, at=AT)
    made = selectors.council_to_seat(where)
    with pytest.raises(Refusal) as raised:
        services.seat_panel(draw=draw, council=made[0], term=made[1], by=keeper(where), at=AT)
    assert raised.value.code == "no_seats"
    assert client.get(f"/{where.slug}/loting/{draw.public_id}/").status_code == 200
