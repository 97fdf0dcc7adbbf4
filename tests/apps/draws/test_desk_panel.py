"""Stage 2 at the desk: the list, the targets, the number, publication, seats; and the course as a whole."""

import re

import pytest
from django.utils.translation import override

from samenspel.apps.accounts.services import approve
from samenspel.apps.councils.models import SeatHolding
from samenspel.apps.draws import jobs, selectors, services
from samenspel.apps.draws.desk.course import next_step, steps_of, waiting_for_desk
from samenspel.apps.draws.desk.words import numbers_shown, target_name
from samenspel.apps.draws.models import LotTicket, PanelDraw, Pool
from samenspel.apps.jobs.models import Job
from samenspel.engines.errors import FaultsError

from ..factories import AT, council, neighbourhood, person
from .desk import send, url
from .factories import TARGETS, committed_draw, drawn_tickets, keeper, picked_draw, pool, published_draw, published_lot

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return neighbourhood()


@pytest.fixture
def alice(client, where):
    alice = keeper(where)
    client.force_login(alice)
    return alice


FIRST = {"name": "Wijkraad", "features": ["sex", "housing"], "asked": "", "figures": "register"}


def test_the_list_opens_in_two_steps_with_numbers_from_the_register(client, where, alice):
    lot = published_lot(where)
    at = url(where, "open-pool", lot=lot.public_id)
    assert client.get(at).status_code == 200
    second = client.post(at, FIRST)
    shown = second.content.decode()
    assert second.status_code == 200
    assert 'value="16"' in shown
    assert not Pool.objects.exists()
    numbers = {f"number_{n}": number for n, number in enumerate((120, 130, 90, 160))}
    assert client.post(at, FIRST | numbers).status_code == 422
    assert client.post(at, FIRST | numbers | {"number_0": "-3", "source": "x"}).status_code == 422
    assert client.post(at, FIRST | numbers | {"source": "de gemeente"}).url == url(where, "course")
    made = Pool.objects.get()
    assert made.features == ["sex", "housing"]
    assert made.population == {"sex": {"man": 120, "vrouw": 130}, "housing": {"huur": 160, "koop": 90}} or (
        sorted(made.population["sex"].values()) == [120, 130]
    )
    assert client.post(at, FIRST | numbers | {"source": "de gemeente"}).status_code == 422


def test_a_list_without_features_is_refused(client, where, alice):
    at = url(where, "open-pool", lot=published_lot(where).public_id)
    answer = client.post(at, FIRST | {"features": [], "name": "Mijn lijst"})
    assert answer.status_code == 422
    assert "Mijn lijst" in answer.content.decode()
    assert client.post(at, FIRST | {"asked": "opleiding"}).status_code == 422


def test_what_the_register_does_not_know_is_asked_with_its_answers(client, where, alice):
    lot = published_lot(where)
    at = url(where, "open-pool", lot=lot.public_id)
    data = FIRST | {"features": ["sex"], "asked": "opleiding: mbo, hbo", "figures": "typed"}
    assert "opleiding" in client.post(at, data).content.decode()
    done = client.post(at, data | {"number_0": "", "number_1": "", "number_2": "", "source": "niemand weet het"})
    assert done.status_code == 302
    made = Pool.objects.get()
    assert made.features == ["sex", "opleiding"]
    assert made.population["opleiding"] == {"mbo": 0, "hbo": 0}
    services.record_answer(ticket=drawn_tickets(lot)[0], answer="yes", features={"opleiding": "hbo"}, at=AT)
    proposed = selectors.proposed_targets(made, 3)
    assert {"feature": "opleiding", "value": "hbo", "min": 0, "max": 3} in proposed


def targets_data(row, **changed):
    rows = selectors.target_rows(row, selectors.proposed_targets(row, 5))
    data = {"seats": 5, "announced": "balls", "panels": 1000, "one_per_household": "on"}
    data |= {"purpose": "council", "algorithm": "leximin"}
    for number, line in enumerate(rows):
        data |= {f"min_{number}": line.min, f"max_{number}": line.max}
    return data | changed


def test_the_panels_are_worked_out_as_long_work_and_sealed(client, where, alice):
    row = pool(where)
    at = url(where, "targets", pool=row.public_id)
    assert client.get(at, {"seats": 5}).status_code == 200
    data = targets_data(row, announced="text", panels=50)
    client.post(at, data)
    assert not PanelDraw.objects.exists()
    answer = send(client, at, data)
    job = Job.objects.get()
    draw = PanelDraw.objects.get()
    assert job.public_id in answer.url
    assert job.payload["next"] == url(where, "draw", draw=draw.public_id)
    assert client.get(job.payload["next"]).status_code == 200
    jobs.run_panel_draw(job.payload, lambda *args: None)
    draw.refresh_from_db()
    assert (draw.status, draw.seats, draw.panel_count) == (PanelDraw.Status.COMMITTED, 5, 50)
    assert draw.commitment in client.get(job.payload["next"]).content.decode()
    assert send(client, at, data).status_code == 422


@pytest.mark.parametrize("changed", [{"min_0": 4, "max_0": 2}, {"seats": 0}, {"panels": 50}, {"announced": "dice"}])
def test_targets_that_cannot_be_are_refused_with_what_was_typed(client, where, alice, changed):
    row = pool(where)
    answer = send(client, url(where, "targets", pool=row.public_id), targets_data(row, max_1=4, **changed))
    assert answer.status_code == 422
    assert 'value="4"' in answer.content.decode()
    assert not PanelDraw.objects.exists()
    row.refresh_from_db()
    assert row.status == Pool.Status.OPEN


def test_clashing_targets_are_explained_and_the_widening_is_only_offered(client, where, alice):
    row = pool(where)
    # Rented women and owned men only: with these bounds some must be both.
    clash = [
        {"feature": "sex", "value": "vrouw", "min": 5, "max": 5},
        {"feature": "sex", "value": "man", "min": 0, "max": 0},
        {"feature": "housing", "value": "huur", "min": 0, "max": 0},
        {"feature": "housing", "value": "koop", "min": 5, "max": 5},
    ]
    with pytest.raises(FaultsError):
        services.commit_panel_draw(pool=row, targets=clash, seats=5, by=alice, panels=10, at=AT)
    failed = PanelDraw.objects.get()
    assert failed.faults[0]["code"] == "quotas_clash"
    page = url(where, "draw", draw=failed.public_id)
    shown = client.get(page).content.decode()
    assert "ruimer=1" in shown
    assert next_step(steps_of(selectors.course_of(where), where)).key == "register"
    at = url(where, "targets", pool=row.public_id)
    kept = client.get(at, {"van": failed.public_id}).content.decode()
    widened = client.get(at, {"van": failed.public_id, "ruimer": 1}).content.decode()
    assert kept != widened
    # Looking at the offer applies nothing.
    assert PanelDraw.objects.count() == 1
    row.refresh_from_db()
    assert row.status == Pool.Status.OPEN
    offer = selectors.widening_of(failed)
    assert services.commit_panel_draw(pool=row, targets=offer, seats=5, by=alice, panels=10, at=AT)


def test_a_clash_is_widened_no_further_than_was_said_and_only_when_someone_asks(client, where, alice):
    row = pool(where)
    at = url(where, "targets", pool=row.public_id)
    lines = selectors.target_rows(row, selectors.proposed_targets(row, 5))
    numbers = {(line.feature, line.value): n for n, line in enumerate(lines)}
    bounds = {
        ("sex", "vrouw"): (5, 5, 4, ""),
        ("sex", "man"): (0, 0, "", 1),
        ("housing", "huur"): (0, 0, "", 4),
        ("housing", "koop"): (5, 5, 1, ""),
    }
    typed = {
        f"{bound}_{numbers[key]}": number
        for key, four in bounds.items()
        for bound, number in zip(("min", "max", "min_flex", "max_flex"), four, strict=True)
    }
    data = targets_data(row, announced="text", panels=10, **typed)
    assert 'name="min_flex_0"' in client.get(at).content.decode()

    def tried(**changed):
        assert send(client, at, data | changed).status_code == 302
        with pytest.raises(FaultsError):
            jobs.run_panel_draw(Job.objects.latest("pk").payload, lambda *args: None)
        return PanelDraw.objects.first()

    # Five women who all own a home do not exist: something has to give, within what was said.
    failed = tried()
    offer = {(t["feature"], t["value"]): t for t in selectors.widening_of(failed)}
    assert offer["sex", "vrouw"]["min"] >= 4
    assert offer["sex", "man"]["max"] <= 1
    assert offer["housing", "koop"]["min"] >= 1
    assert offer["housing", "koop"]["min_flex"] == 1
    shown = client.get(at, {"van": failed.public_id, "ruimer": 1}).content.decode()
    number = numbers["housing", "koop"]
    assert f'name="min_{number}" value="{offer["housing", "koop"]["min"]}"' in shown
    assert f'name="min_flex_{number}" value="1"' in shown
    # Bounds that leave nothing to widen are said, and there is no button.
    stiff = tried(**{f"{bound}_{n}": data[f"{bound[:3]}_{n}"] for n in range(4) for bound in ("min_flex", "max_flex")})
    assert selectors.widening_of(stiff) == []
    client.cookies["taal"] = "en"
    page = client.get(url(where, "draw", draw=stiff.public_id)).content.decode()
    assert "ruimer=1" not in page
    assert "give way further" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"min_1": 2, "min_flex_1": 3}, "may go down to a number above its least"),
        ({"max_1": 4, "max_flex_1": 3}, "may go up to a number below its most"),
    ],
)
def test_a_stretch_inside_its_own_bounds_is_named_by_feature_and_value(client, where, alice, changed, said):
    row = pool(where)
    client.cookies["taal"] = "en"
    answer = send(client, url(where, "targets", pool=row.public_id), targets_data(row, **changed))
    line = selectors.target_rows(row, selectors.proposed_targets(row, 5))[1]
    assert answer.status_code == 422
    with override("en"):
        assert f"{target_name(line.feature, line.value)}: it {said}" in answer.content.decode()
    assert not PanelDraw.objects.exists()


def test_two_people_type_the_balls_each_at_their_own_desk(client, where, alice):
    draw = committed_draw(where, panels=1000)
    at = url(where, "pick", draw=draw.public_id)
    data = {"balls": "041", "ceremony": "In het buurthuis"}
    assert client.post(at, data | {"balls": "41"}).status_code == 422
    assert send(client, at, data).url == at
    # The same person twice is one person.
    send(client, at, data)
    draw.refresh_from_db()
    assert draw.status == PanelDraw.Status.COMMITTED
    bob = keeper(where, "Bob")
    client.force_login(bob)
    page = client.get(at).content.decode()
    assert "Alice" in page
    # A word of its own: the long code on the page may hold the same digits.
    assert not re.search(r"\b041\b", page)
    assert send(client, at, data | {"balls": "014"}).url == at
    draw.refresh_from_db()
    assert draw.status == PanelDraw.Status.COMMITTED
    # Both are forgotten: now Bob is the first.
    send(client, at, data)
    client.force_login(alice)
    assert send(client, at, {"balls": "041", "ceremony": ""}).url == url(where, "publish-draw", draw=draw.public_id)
    draw.refresh_from_db()
    assert (draw.picked, draw.ceremony) == (41, "In het buurthuis")
    assert send(client, at, data).status_code == 422


def test_a_text_source_names_the_panel(client, where, alice):
    draw = committed_draw(where, announced="text")
    at = url(where, "pick", draw=draw.public_id)
    assert send(client, at, {"text": "Lotto 3 maart: 1 2 3", "ceremony": ""}).status_code == 302
    draw.refresh_from_db()
    assert draw.randomness == "text:Lotto 3 maart: 1 2 3"


def test_the_signature_of_a_round_stands_apart_from_its_number():
    with override("en"):
        assert numbers_shown("drand:1000:b446") == "round 1000: b446"
    assert numbers_shown("text:Lotto: 1 2") == "Lotto: 1 2"
    assert numbers_shown("balls:041") == "041"


def test_two_people_publish_the_draw(client, where, alice):
    draw = picked_draw(where)
    at = url(where, "publish-draw", draw=draw.public_id)
    assert client.post(at).status_code == 302
    client.post(at)
    draw.refresh_from_db()
    assert draw.status == PanelDraw.Status.PICKED
    approve(approval=selectors.draw_approval(draw), by=keeper(where, "Bob"))
    assert client.post(at).url == url(where, "course")
    draw.refresh_from_db()
    assert draw.status == PanelDraw.Status.PUBLISHED


def test_the_drawn_get_their_seats(client, where, alice):
    draw = published_draw(where)
    at = url(where, "seat", draw=draw.public_id)
    assert client.get(at).status_code == 200
    council(where, seated=0)
    # Five people for three chairs: refused, with the names still there.
    answer = send(client, at, {f"name_{draw.panel[0]}": "Aylin"})
    assert answer.status_code == 422
    assert "Aylin" in answer.content.decode()
    assert not SeatHolding.objects.exists()


def test_the_drawn_sit_with_a_first_name_only_if_filled_in(client, where, alice):
    few = [{**target, "min": 0, "max": 3} for target in TARGETS]
    draw = published_draw(where, targets=few, seats=3)
    council(where, seated=0)
    at = url(where, "seat", draw=draw.public_id)
    assert send(client, at, {f"name_{draw.panel[0]}": "Aylin"}).url == url(where, "course")
    names = dict(SeatHolding.objects.values_list("pseudonym", "display_name"))
    assert names == {draw.panel[0]: "Aylin", draw.panel[1]: "", draw.panel[2]: ""}
    assert send(client, at, {}).status_code == 422


def test_an_unpublished_draw_has_no_seats_to_give(client, where, alice):
    assert client.get(url(where, "seat", draw=picked_draw(where).public_id)).status_code == 404


def test_the_course_goes_step_by_step(client, where, alice):
    def now():
        page = client.get(url(where, "course"))
        assert page.status_code == 200
        step = next_step(steps_of(selectors.course_of(where), where))
        return step.key if step else None

    assert now() == "register"
    assert waiting_for_desk(alice, where) == []
    lot = published_lot(where)
    assert now() == "pool"
    services.open_pool(
        neighbourhood=where,
        name="W",
        features=["sex"],
        population={"sex": {"man": 5, "vrouw": 5}},
        by=alice,
        lot=lot,
        at=AT,
    )
    assert now() == "letters"
    services.issue_letter_codes(lot=lot, by=alice, first=1, last=4, at=AT)
    assert now() == "letters"
    services.issue_letter_codes(lot=lot, by=alice, at=AT)
    assert now() == "answers"
    for ticket in drawn_tickets(lot):
        services.record_answer(ticket=ticket, answer=LotTicket.Answer.YES, at=AT)
    assert now() == "panels"
    row = Pool.objects.get()
    draw = services.commit_panel_draw(
        pool=row, targets=selectors.proposed_targets(row, 3), seats=3, by=alice, panels=1000, at=AT
    )
    assert now() == "pick"
    assert waiting_for_desk(alice, where)[0].url == url(where, "pick", draw=draw.public_id)
    services.pick_panel(draw=draw, source="balls:007", by=alice, again_by=keeper(where, "Bob"), at=AT)
    assert now() == "publish-draw"
    approval = services.request_panel_publication(draw=draw, requested_by=alice)
    assert now() == "publish-draw"
    assert waiting_for_desk(alice, where) == []
    approve(approval=approval, by=keeper(where, "Bob"))
    assert waiting_for_desk(alice, where)[0].url == url(where, "publish-draw", draw=draw.public_id)
    services.publish_panel_draw(draw=draw, approval=approval, at=AT)
    assert now() == "seats"
    made = council(where, seated=0)
    services.seat_panel(draw=draw, council=made, term=made.terms.get(), by=alice, at=AT)
    assert now() is None
    assert waiting_for_desk(alice, where) == []


def test_outsiders_come_to_no_screen_of_a_panel(client, where):
    draw = picked_draw(where)
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    addresses = [url(where, name, draw=draw.public_id) for name in ("draw", "pick", "publish-draw", "seat")]
    addresses.append(url(where, "targets", pool=draw.pool.public_id))
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(person("Carol", "area_team_member", where=where))
    for address in addresses:
        assert client.get(address).status_code == 403
    client.force_login(person("Erin", "administrator", where=elsewhere))
    for address in addresses:
        assert client.post(address).status_code == 403
    assert client.get(url(elsewhere, "draw", draw=draw.public_id)).status_code == 404
