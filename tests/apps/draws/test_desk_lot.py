"""Stage 1 at the desk: pot, lot, publication by two people, letters, answers."""

import pytest
from django.utils import timezone

from samenspel.apps.accounts.services import approve, refuse, use_code
from samenspel.apps.draws import jobs, selectors, services
from samenspel.apps.draws.desk.course import next_step, steps_of, waiting_for_desk
from samenspel.apps.draws.models import Lot, LotTicket
from samenspel.apps.jobs.models import Job
from samenspel.foundation import keeping

from ..factories import AT, neighbourhood, person
from .desk import send, url
from .factories import SOURCE, committed_lot, drawn_tickets, keeper, published_lot, register

pytestmark = pytest.mark.django_db
LETTERS = {"batch": "1-10", "place": "Voorbeeldstad", "sent_on": "2026-03-05", "contact": "Bel ons"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def where():
    return neighbourhood()


@pytest.fixture
def alice(client, where):
    alice = keeper(where)
    client.force_login(alice)
    return alice


def next_key(where):
    return next_step(steps_of(selectors.course_of(where), where)).key


def test_the_pot_is_closed_after_a_look(client, where, alice):
    row = register(where, by=alice)
    at = url(where, "commit-lot", register=row.public_id)
    assert "103" in client.get(at).content.decode()
    assert "24" in client.get(f"{at}?seats=2").content.decode()
    data = {"filling": "mirror", "count": 10, "announced": "text"}
    shown = client.post(at, data)
    assert shown.status_code == 200
    assert not Lot.objects.exists()
    assert client.post(at, data | {"again": "yes"}).status_code == 200
    assert client.post(at, data | {"confirmed": "yes"}).url == url(where, "course")
    lot = Lot.objects.get()
    assert (lot.count, lot.ticket_count, lot.announced) == (10, 24, "text")


def test_the_pot_is_refused_with_what_was_typed(client, where, alice):
    row = register(where, by=alice)
    at = url(where, "commit-lot", register=row.public_id)
    answer = send(client, at, {"filling": "mirror", "count": 25, "announced": "text"})
    assert answer.status_code == 422
    assert 'value="25"' in answer.content.decode()
    assert send(client, at, {"filling": "mirror", "count": 5, "announced": "drand"}).status_code == 422
    assert not Lot.objects.exists()
    past = {"filling": "mirror", "count": 5, "announced": "drand", "drand_at": "2024-01-01T12:00"}
    assert send(client, at, past).status_code == 422
    assert not Lot.objects.exists()
    assert send(client, at, past | {"drand_at": "2090-01-01T12:00"}).status_code == 302
    lot = Lot.objects.get()
    assert lot.announced.startswith("drand:")
    assert timezone.localtime(selectors.round_time(int(lot.announced[6:]))).year == 2090
    assert send(client, at, {"filling": "mirror", "count": 5, "announced": "text"}).status_code == 422


def test_the_lot_falls_after_a_look(client, where, alice):
    lot = committed_lot(where, by=alice)
    at = url(where, "fall", lot=lot.public_id)
    assert next_key(where) == "fall"
    data = {"text": SOURCE.removeprefix("text:")}
    shown = client.post(at, data)
    assert "3 14 15 26 35 41" in shown.content.decode()
    lot.refresh_from_db()
    assert lot.status == Lot.Status.COMMITTED
    assert send(client, at, {"text": " "}).status_code == 422
    assert send(client, at, data).url == url(where, "publish-lot", lot=lot.public_id)
    lot.refresh_from_db()
    assert (lot.status, lot.randomness) == (Lot.Status.DRAWN, SOURCE)
    assert send(client, at, data).status_code == 422


def test_a_signature_that_is_not_of_the_announced_round_is_refused(client, where, alice):
    lot = committed_lot(where, by=alice, announced="drand:99999999")
    at = url(where, "fall", lot=lot.public_id)
    answer = send(client, at, {"signature": "ab" * 48})
    assert answer.status_code == 422
    assert "ab" * 48 in answer.content.decode()
    assert send(client, at, {"signature": "xyz"}).status_code == 422


def test_two_people_publish_the_lot(client, where, alice):
    bob = keeper(where, "Bob")
    lot = services.draw_lot(lot=committed_lot(where, by=alice), source=SOURCE, by=alice, at=AT)
    at = url(where, "publish-lot", lot=lot.public_id)
    assert client.post(at).url == url(where, "course")
    approval = selectors.lot_approval(lot)
    assert (approval.status, approval.requested_by) == ("waiting", alice)
    # Whoever asked cannot go on alone: asking again changes nothing.
    client.post(at)
    lot.refresh_from_db()
    assert lot.status == Lot.Status.DRAWN
    client.force_login(bob)
    listed = client.get(f"/{where.slug}/werkplek/akkoord/").content.decode()
    assert approval.public_id in listed
    decide = client.post(f"/{where.slug}/werkplek/akkoord/{approval.public_id}/", {"choice": "approve"})
    assert decide.status_code == 302
    client.force_login(alice)
    assert [one.url for one in waiting_for_desk(alice, where)] == [at]
    assert client.post(at).url == url(where, "course")
    lot.refresh_from_db()
    assert lot.status == Lot.Status.PUBLISHED
    assert next_key(where) == "pool"


def test_a_refused_publication_is_told_and_can_be_asked_again(client, where, alice):
    lot = services.draw_lot(lot=committed_lot(where, by=alice), source=SOURCE, by=alice, at=AT)
    at = url(where, "publish-lot", lot=lot.public_id)
    client.post(at)
    refuse(approval=selectors.lot_approval(lot), by=keeper(where, "Bob"), reason="De ballen waren anders")
    assert "De ballen waren anders" in client.get(at).content.decode()
    assert "De ballen waren anders" in client.get(url(where, "course")).content.decode()
    client.post(at)
    assert selectors.lot_approval(lot).status == "waiting"


def test_nothing_is_published_before_the_lot_fell(client, where, alice):
    lot = committed_lot(where, by=alice)
    at = url(where, "publish-lot", lot=lot.public_id)
    assert client.get(at).status_code == 200
    client.post(at)
    approval = selectors.lot_approval(lot)
    if approval is not None:
        approve(approval=approval, by=keeper(where, "Bob"))
        assert client.post(at).status_code == 422
    lot.refresh_from_db()
    assert lot.status == Lot.Status.COMMITTED


def make_letters(client, where, lot, **changed):
    answer = send(client, url(where, "letters", lot=lot.public_id), LETTERS | changed)
    assert answer.status_code == 302
    job = Job.objects.get()
    return jobs.run_letters(job.payload, lambda *args: None)


def test_letters_are_made_as_long_work_and_fetched_once(client, where, alice):
    lot = published_lot(where)
    made = make_letters(client, where, lot)
    assert made == {"lot": lot.public_id, "first": 1, "last": 10, "letters": 10}
    assert selectors.letters_out(lot) == 10
    owner = keeping.owner_of(where, alice)
    (kept,) = keeping.kept(kind="letters", owner=owner, now=timezone.now())
    page = url(where, "letters", lot=lot.public_id)
    fetch = url(where, "fetch-letters", lot=lot.public_id, token=kept.token)
    assert kept.token in client.get(page).content.decode()
    assert client.get(fetch).status_code == 405
    answer = client.post(fetch)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert client.post(fetch).url == page
    assert kept.token not in client.get(page).content.decode()


def test_no_code_is_left_in_the_job_or_its_result(client, where, alice, monkeypatch):
    lot = published_lot(where)
    seen = {}
    original = services.issue_letter_codes

    def issue(**arguments):
        seen.update(original(**arguments))
        return seen

    monkeypatch.setattr(services, "issue_letter_codes", issue)
    result = make_letters(client, where, lot)
    code = next(iter(seen.values()))
    assert use_code(purpose="draw", text=code, subject_kind="lot_ticket")
    assert not any(code in str(kept) for kept in (result, Job.objects.get().payload))


def test_someone_else_cannot_fetch_the_letters(client, where, alice):
    lot = published_lot(where)
    make_letters(client, where, lot)
    (kept,) = keeping.kept(kind="letters", owner=keeping.owner_of(where, alice), now=timezone.now())
    client.force_login(keeper(where, "Bob"))
    fetch = url(where, "fetch-letters", lot=lot.public_id, token=kept.token)
    assert client.post(fetch).status_code == 302
    client.force_login(person("Carol", "canvasser", where=where))
    assert client.post(fetch).status_code == 403


def test_letters_are_refused_before_publication(client, where, alice):
    lot = committed_lot(where, by=alice)
    answer = send(client, url(where, "letters", lot=lot.public_id), LETTERS)
    assert answer.status_code == 422
    assert "Bel ons" in answer.content.decode()
    assert not Job.objects.exists()
    assert selectors.letters_out(lot) == 0
    assert send(client, url(where, "letters", lot=lot.public_id), {**LETTERS, "batch": "1-9999"}).status_code == 422


def test_an_answer_is_written_down_by_number(client, where, alice):
    lot = published_lot(where)
    services.open_pool(neighbourhood=where, name="Wijkraad", features=["sex"], by=alice, lot=lot, at=AT)
    ticket = drawn_tickets(lot)[3]
    page = url(where, "answers", lot=lot.public_id)
    at = url(where, "answer", lot=lot.public_id, number=ticket.number)
    assert client.get(page, {"by": "number", "number": ticket.number}).url == at
    assert client.get(page, {"by": "position", "number": 4}).url == at
    assert client.get(page, {"by": "position", "number": 11}).status_code == 422
    assert client.get(page, {"by": "name", "number": "Jan"}).status_code == 422
    assert client.get(at).status_code == 200
    assert client.post(at, {"answer": "yes", "took_part_before": "no"}).url == page
    ticket.refresh_from_db()
    assert (ticket.answer, ticket.took_part_before) == (LotTicket.Answer.YES, False)
    counts = selectors.answer_counts(lot)
    assert (counts.yes, counts.answered, counts.approached, counts.never_before) == (1, 1, 10, 1)
    assert lot.pool.volunteers.count() == 1


def test_an_answer_that_lacks_something_is_refused_with_what_was_typed(client, where, alice):
    lot = published_lot(where)
    population = {"education": {"mbo": 10, "hbo": 5}}
    services.open_pool(
        neighbourhood=where, name="W", features=["education"], population=population, by=alice, lot=lot, at=AT
    )
    ticket = drawn_tickets(lot)[0]
    at = url(where, "answer", lot=lot.public_id, number=ticket.number)
    answer = client.post(at, {"answer": "yes", "took_part_before": "yes"})
    assert answer.status_code == 422
    assert '<option value="yes" selected>' in answer.content.decode()
    assert client.post(at, {"answer": ""}).status_code == 422
    ticket.refresh_from_db()
    assert ticket.answer == LotTicket.Answer.WAITING
    assert client.post(at, {"answer": "yes", "feature_education": "hbo"}).status_code == 302


def test_a_ticket_that_is_not_approached_has_no_page(client, where, alice):
    lot = published_lot(where)
    other = lot.tickets.get(position=11)
    answer = client.get(url(where, "answer", lot=lot.public_id, number=other.number))
    assert answer.url == url(where, "answers", lot=lot.public_id)


def test_outsiders_come_to_no_screen_of_a_lot(client, where):
    lot = published_lot(where)
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    names = ("fall", "publish-lot", "open-pool", "letters", "answers")
    for name in names:
        assert client.get(url(where, name, lot=lot.public_id)).status_code == 302
    client.force_login(person("Carol", "council_member", where=where))
    for name in names:
        assert client.get(url(where, name, lot=lot.public_id)).status_code == 403
    client.force_login(person("Erin", "area_manager", where=elsewhere))
    for name in names:
        assert client.get(url(where, name, lot=lot.public_id)).status_code == 403
        # Nor by the address of one's own neighbourhood.
        assert client.get(url(elsewhere, name, lot=lot.public_id)).status_code == 404
