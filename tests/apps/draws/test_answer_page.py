"""The page to which the letter leads: it works without JavaScript and tells what is wrong."""

import pytest
from django.urls import reverse

from samenspel.apps.draws import services
from samenspel.apps.draws.models import LotTicket

from ..factories import AT, neighbourhood
from .factories import drawn_tickets, keeper, published_lot

pytestmark = pytest.mark.django_db


def url(where, name="answer"):
    return reverse(f"draws:{name}", kwargs={"neighbourhood": where.slug})


def letter(where, **pool):
    """(a drawn ticket, the code from its letter), with an open pool if asked."""
    lot = published_lot(where)
    if pool:
        services.open_pool(neighbourhood=where, lot=lot, name="Pool", by=keeper(where), at=AT, **pool)
    ticket = drawn_tickets(lot)[0]
    codes = services.issue_letter_codes(lot=lot, by=keeper(where), at=AT)
    return ticket, codes[f"{lot.public_id}:{ticket.number}"]


def test_a_yes_with_the_code_is_recorded(client):
    where = neighbourhood()
    ticket, code = letter(where, features=["sex"])
    assert client.get(url(where)).status_code == 200
    sent = client.post(url(where), {"code": code.lower(), "answer": "yes", "took_part_before": "no"})
    assert sent.headers["Location"] == url(where, "answered")
    assert client.get(url(where, "answered")).status_code == 200
    ticket.refresh_from_db()
    assert (ticket.answer, ticket.took_part_before) == (LotTicket.Answer.YES, False)
    assert ticket.lot.pool.volunteers.count() == 1


def test_what_the_register_does_not_know_is_asked_on_the_page(client):
    where = neighbourhood()
    ticket, code = letter(where, features=["sex", "education"], population={"education": {"mbo": 60, "hbo": 40}})
    assert b"feature_education" in client.get(url(where)).content
    assert b"feature_sex" not in client.get(url(where)).content
    answer = {"code": code, "answer": "yes"}
    assert client.post(url(where), answer).status_code == 422
    assert client.post(url(where), {**answer, "feature_education": "phd"}).status_code == 422
    assert client.post(url(where), {**answer, "feature_education": "mbo"}).status_code == 302
    assert ticket.lot.pool.volunteers.get().features["education"] == "mbo"


@pytest.mark.parametrize(
    "changed", [{"code": "AAAA-AAAA-AAAA"}, {"code": ""}, {"answer": "perhaps"}, {"answer": "moved"}, {"answer": ""}]
)
def test_what_is_wrong_is_told_and_nothing_is_recorded(client, changed):
    where = neighbourhood()
    ticket, code = letter(where)
    sent = client.post(url(where), {"code": code, "answer": "yes", **changed})
    assert sent.status_code == 422
    assert b"error-message" in sent.content
    ticket.refresh_from_db()
    assert ticket.answer == LotTicket.Answer.WAITING


def test_a_code_answers_once(client):
    where = neighbourhood()
    ticket, code = letter(where)
    assert client.post(url(where), {"code": code, "answer": "no"}).status_code == 302
    assert client.post(url(where), {"code": code, "answer": "yes"}).status_code == 422
    ticket.refresh_from_db()
    assert ticket.answer == LotTicket.Answer.NO


def test_without_a_lot_there_is_no_such_page(client):
    assert client.get(url(neighbourhood())).status_code == 404
