"""Authors hear of each step: confirmed from their own mailbox, once, stoppable by one click, and then forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.factories import neighbourhood, person
from samenspel.apps.jobs.daily import run_daily
from samenspel.apps.matters import services, tokens
from samenspel.apps.matters.models import Follower, Matter
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.picture.services import clear_signal, raise_signal
from samenspel.foundation.errors import Refusal

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
CAROL = "Carol@Example.org"
SPAM = "Koop nu pillen op www.voorbeeld.nl"


@pytest.fixture
def where() -> Any:
    return neighbourhood()


@pytest.fixture
def noor(where: Any) -> Any:
    return person("Noor", "area_team_member", where=where)


@pytest.fixture
def asked(where: Any, django_capture_on_commit_callbacks: Callable[..., Any]) -> Matter:
    """The matter of a signal whose author left an address; the question 'is this you?' went out."""
    with django_capture_on_commit_callbacks(execute=True):
        signal = raise_signal(
            neighbourhood=where, text=f"De lamp is stuk. {SPAM}", source="site", author_email=CAROL, language="en"
        )
    matter = matter_of("signal", signal.public_id)
    assert matter is not None
    return matter


def link(body: str, page: str) -> str:
    found = re.search(rf"https?://[^/]+(/\S*/{page}/\S+)", body)
    assert found is not None
    return found[1]


def step(matter: Matter, by: Any, **change: Any) -> Matter:
    answer = {
        "status": "busy",
        "owner_kind": "pair",
        "owner_name": "Noor",
        "together_with": "Ineke",
        "next_step": "Nieuwe lamp bestellen",
        "due_on": timezone.localdate() + timedelta(days=9),
    }
    return services.take_up_matter(matter=matter, by=by, **(answer | change))


def confirm(client: Client, matter: Matter) -> None:
    assert client.post(link(mail.outbox[0].body, "bevestigen")).status_code == 200
    assert matter.followers.get().confirmed_at is not None


def test_only_a_question_goes_out_and_it_carries_no_words_of_a_visitor(asked: Matter) -> None:
    question = mail.outbox[0]
    assert question.to == ["carol@example.org"]
    assert "Was that you?" in question.body
    assert "pillen" not in question.body + question.subject
    assert "De lamp" not in question.body


def test_nothing_is_told_before_the_address_is_confirmed_and_looking_confirms_nothing(
    client: Client, asked: Matter, noor: Any
) -> None:
    step(asked, noor)
    assert services.send_notices().sent == 0
    page = client.get(link(mail.outbox[0].body, "bevestigen"), headers=EN)
    assert "Yes, keep me posted" in page.content.decode()
    assert asked.followers.get().confirmed_at is None
    confirm(client, asked)
    assert services.send_notices().sent == 1


def test_each_step_is_told_once_in_one_e_mail(client: Client, where: Any, asked: Matter, noor: Any) -> None:
    confirm(client, asked)
    assert services.send_notices().sent == 0
    other = services.make_promise(neighbourhood=where, text="Wij bellen terug", by=noor, author_email=CAROL)
    second = matter_of("promise", other.public_id)
    assert second is not None
    second.followers.update(confirmed_at=timezone.now(), language="en")
    step(asked, noor)
    step(second, noor, status="done", outcome="Noor belde maandag.", next_step="", due_on=None)
    assert services.send_notices() == services.Sent(sent=1, failed=0, forgotten=0)
    told = mail.outbox[-1]
    assert told.to == ["carol@example.org"]
    assert "Nieuwe lamp bestellen" in told.body
    assert "Noor + Ineke" in told.body
    assert "Noor belde maandag." in told.body
    # The signal is not public yet: there is no page to read on; of the promise there is.
    assert told.body.count("Read on:") == 1
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert told.extra_headers["List-Unsubscribe"].startswith("<http")
    assert services.send_notices().sent == 0


def test_one_click_stops_everything_and_forgets_the_address(asked: Matter, noor: Any) -> None:
    confirm(Client(), asked)
    step(asked, noor)
    services.send_notices()
    address = link(mail.outbox[-1].extra_headers["List-Unsubscribe"].strip("<>"), "stoppen")
    strict = Client(enforce_csrf_checks=True)
    assert "Stop the e-mails" in strict.get(address, headers=EN).content.decode()
    assert Follower.objects.count() == 1
    # As a mail program does it (RFC 8058): no cookie, no token of a form.
    answer = strict.post(address, {"List-Unsubscribe": "One-Click"}, headers=EN)
    assert "Your address is gone" in answer.content.decode()
    assert Follower.objects.count() == 0
    assert strict.post(address, headers=EN).status_code == 200


@pytest.mark.parametrize("page", ["confirm", "stop"])
def test_a_link_that_we_never_made_does_nothing(client: Client, where: Any, asked: Matter, page: str) -> None:
    wrong = tokens.make(tokens.STOP if page == "confirm" else tokens.CONFIRM, asked.followers.get().public_id)
    for token in (wrong, "onzin"):
        answer = client.post(reverse(f"matters:{page}", args=[where.slug, token]), headers=EN)
        assert answer.status_code == 410
    follower = asked.followers.get()
    assert follower.confirmed_at is None


def test_a_failing_mail_server_loses_nothing_and_logs_no_address(
    asked: Matter, noor: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    confirm(Client(), asked)
    step(asked, noor)

    def fail(self: Any, *_a: Any, **_k: Any) -> int:
        raise OSError(f"refused for {self.to}")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", fail)
        with pytest.raises(CommandError):
            call_command("send_notices")
        [run] = [one for one in run_daily(municipalities=[asked.municipality]) if one.task == "matters.notices"]
        assert run.status == "failed"
    assert "carol" not in caplog.text.lower()
    assert services.send_notices().sent == 1
    assert services.send_notices().sent == 0


def test_two_runs_at_once_tell_once(asked: Matter, noor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    confirm(Client(), asked)
    step(asked, noor)
    from samenspel.apps.matters.services import notices

    read = list(notices._with_news())
    assert services.send_notices().sent == 1
    monkeypatch.setattr(notices, "_with_news", lambda _municipality: read)
    assert services.send_notices().sent == 0


def test_addresses_are_forgotten_when_their_time_is_up(asked: Matter, noor: Any) -> None:
    now = timezone.now()
    assert services.send_notices(at=now + timedelta(days=13)).forgotten == 0
    assert services.send_notices(at=now + timedelta(days=15)).forgotten == 1
    services.follow_matter(matter=asked, email=CAROL)
    asked.followers.update(confirmed_at=now)
    step(asked, noor, status="done", outcome="De lamp brandt.")
    assert services.send_notices(at=now).sent == 1
    assert services.send_notices(at=now + timedelta(days=89)).forgotten == 0
    assert services.send_notices(at=now + timedelta(days=91)).forgotten == 1


def test_nobody_fills_anothers_mailbox(
    client: Client, where: Any, noor: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    addresses = []
    for number in range(5):
        made = services.make_promise(neighbourhood=where, text=f"Belofte {number}", by=noor)
        matter = matter_of("promise", made.public_id)
        assert matter is not None
        addresses.append(reverse("matters:follow", args=[where.slug, matter.public_id]))
    with django_capture_on_commit_callbacks(execute=True):
        for address in (*addresses, addresses[0]):
            response = client.post(address, {"email": CAROL}, headers=EN)
    assert len(mail.outbox) == 3
    assert response.status_code == 422
    assert "wait an hour" in response.content.decode()
    assert client.post(addresses[0], {"email": "geen adres"}, headers=EN).status_code == 422


def test_a_code_opens_it_on_any_device_until_a_new_one_is_made(client: Client, where: Any, asked: Matter) -> None:
    code = services.issue_follow_code(matter=asked)
    page = reverse("matters:matter", args=[where.slug, asked.public_id])
    assert client.get(page).status_code == 404
    ask = reverse("matters:code", args=[where.slug])
    assert client.post(ask, {"code": "ABCD-EFGH-JKMN"}, headers=EN).status_code == 422
    assert client.post(ask, {"code": code.lower().replace("-", " ")}).url == page
    told = client.get(page, headers=EN).content.decode()
    assert "Only you and the area team see this page" in told
    assert "De lamp is stuk" in client.get(ask, headers=EN).content.decode()
    made = client.post(reverse("matters:new-code", args=[where.slug, asked.public_id]), headers=EN)
    assert "Write down this code" in made.content.decode()
    refused = Client().post(ask, {"code": code}, headers=EN)
    assert "no longer valid" in refused.content.decode()
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    assert Client().post(reverse("matters:new-code", args=[where.slug, asked.public_id])).status_code == 404
    assert client.get(reverse("matters:matter", args=[elsewhere.slug, asked.public_id])).status_code == 404


def test_it_is_as_public_as_what_it_is_about(where: Any, asked: Matter, noor: Any) -> None:
    index = reverse("matters:index", args=[where.slug])
    assert "De lamp is stuk" not in Client().get(index).content.decode()
    from samenspel.apps.picture.models import Signal

    clear_signal(signal=Signal.objects.get(public_id=asked.subject_id), by=noor)
    assert "De lamp is stuk" in Client().get(index).content.decode()
    assert Client().get(reverse("matters:matter", args=[where.slug, asked.public_id])).status_code == 200


def test_a_promise_needs_words_a_day_and_someone_of_the_team(where: Any, noor: Any) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    for facts, code in (
        ({"text": " "}, "text_missing"),
        ({"text": "Wij bellen", "promised_on": tomorrow}, "day_ahead"),
    ):
        with pytest.raises(Refusal) as refusal:
            services.make_promise(neighbourhood=where, by=noor, **facts)
        assert refusal.value.code == code
    with pytest.raises(Refusal) as refusal:
        services.make_promise(neighbourhood=where, by=person("Bob", "expert", where=where), text="Wij bellen")
    assert refusal.value.code == "not_area_team"
