"""The pages of the conversation, as a visitor without an account and without JavaScript meets them."""

import random
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samenspel.apps.deliberation import services
from samenspel.apps.deliberation.models import Participant, Question, Statement, StatementVote

from ..factories import neighbourhood
from .factories import organiser, question, two_groups

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Question:
    """A question that is open at this moment."""
    now = timezone.now()
    return question(at=now - timedelta(days=1), closes_at=now + timedelta(days=7))


@pytest.fixture
def heard(asked: Question) -> Question:
    votes, comments = two_groups()
    services.import_votes(question=asked, votes=votes, comments=comments)
    computed = services.compute_map(question=asked)
    alice = organiser(asked.neighbourhood)
    services.publish_map(opinion_map=computed, by=alice, headline="Kinderen buiten.", group_names=["‘Ruim’", "‘Dicht’"])
    return asked


def address(name: str, asked: Question, **extra: str) -> str:
    return reverse(
        f"deliberation:{name}", kwargs={"neighbourhood": asked.neighbourhood.slug, "question": asked.public_id, **extra}
    )


def body(client: Client, url: str) -> str:
    response = client.get(url, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def test_without_a_question_the_page_says_so(client: Client) -> None:
    where = neighbourhood()
    assert "No question is open yet" in body(client, reverse("deliberation:index", args=[where.slug]))


def test_an_unknown_place_or_question_is_not_found(client: Client, asked: Question) -> None:
    assert client.get("/nergens/gesprek/").status_code == 404
    assert client.get(address("question", asked).replace(asked.public_id, "bestaatniet")).status_code == 404
    other = neighbourhood("Havenwijk", "WK999902")
    assert client.get(reverse("deliberation:question", args=[other.slug, asked.public_id])).status_code == 404


def test_what_we_hear_stands_in_reading_order(client: Client, heard: Question) -> None:
    page = body(client, reverse("deliberation:index", args=[heard.neighbourhood.slug]))
    places = [
        page.index(text)
        for text in ("Kinderen buiten.", "Common ground", "Here we look differently", "Where do I stand?")
    ]
    assert places == sorted(places)
    assert "‘Ruim’, 60 neighbours" in page
    assert 'style="' not in page


def test_without_clear_groups_the_page_says_so(client: Client, asked: Question) -> None:
    seen = [services.propose_statement(question=asked, text=f"Stelling {n}.", origin="seed") for n in range(8)]
    chance = random.Random(5)
    for _who in range(40):
        participant = services.join_question(question=asked)
        for number, said in enumerate(seen):
            value = 1 if chance.random() < 0.8 - number * 0.05 else -1
            services.cast_vote(participant=participant, statement=said, value=value)
    computed = services.compute_map(question=asked)
    assert computed.figures["groups"] == []
    services.publish_map(opinion_map=computed, by=organiser(asked.neighbourhood))
    page = body(client, address("question", asked))
    assert "There are no clear groups" in page
    assert "Here we look differently" not in page


def test_results_stay_hidden_until_someone_has_reacted_enough(client: Client, heard: Question) -> None:
    Question.objects.filter(pk=heard.pk).update(results_hidden_until_votes=2)
    for to_go in (2, 1):
        for name in ("question", "statements"):
            page = body(client, address(name, heard))
            assert "Common ground" not in page
            assert "% agree" not in page
        assert f"First react to {to_go} statement" in body(client, address("question", heard))
        said = heard.statements.exclude(votes__participant__way="session").first()
        client.post(address("react", heard), {"stelling": said.public_id, "keuze": "eens"})
    assert "Common ground" in body(client, address("question", heard))


def test_bob_reacts_with_a_form_and_gets_the_next_statement(client: Client, heard: Question) -> None:
    assert Participant.objects.filter(way="session").count() == 0
    shown = []
    for _number in range(7):
        page = body(client, address("react", heard))
        public_id = page.split('name="stelling" value="')[1].split('"')[0]
        shown.append(public_id)
        answer = client.post(address("react", heard), {"stelling": public_id, "keuze": "oneens"})
        assert answer.status_code == 302
    assert len(set(shown)) == 7
    bob = Participant.objects.get(way="session")
    assert list(bob.votes.values_list("value", flat=True)) == [-1] * 7
    assert "You gave 7 reactions" in body(client, address("react", heard))
    assert 'name="stelling"' in body(client, address("react", heard) + "?verder=1")
    # Going back shows the last one again, and reacting anew replaces.
    again = body(client, f"{address('react', heard)}?stelling={shown[-1]}")
    assert 'aria-pressed="true"' in again
    client.post(address("react", heard), {"stelling": shown[-1], "keuze": "eens"})
    assert bob.votes.get(statement__public_id=shown[-1]).value == 1
    assert bob.votes.count() == 7


def test_reloading_shows_the_same_statement(client: Client, heard: Question) -> None:
    first = heard.statements.first().public_id
    client.post(address("react", heard), {"stelling": first, "keuze": "eens"})
    shown = {body(client, address("react", heard)).split('name="stelling" value="')[1].split('"')[0] for _ in range(4)}
    assert len(shown) == 1


def test_reading_makes_no_pseudonym_and_two_browsers_are_two_people(heard: Question) -> None:
    one, two = Client(), Client()
    body(one, address("question", heard))
    assert not one.cookies.get("sessionid")
    said = heard.statements.first()
    for client in (one, two):
        client.post(address("react", heard), {"stelling": said.public_id, "keuze": "eens"})
    assert Participant.objects.filter(way="session").count() == 2


def test_a_nonsense_reaction_changes_nothing(client: Client, heard: Question) -> None:
    before = StatementVote.objects.count()
    client.post(address("react", heard), {"stelling": "bestaatniet", "keuze": "eens"})
    client.post(address("react", heard), {"stelling": heard.statements.first().public_id, "keuze": "x"})
    assert StatementVote.objects.count() == before


def test_a_closed_question_takes_no_reaction(client: Client, heard: Question) -> None:
    services.close_question(question=heard, by=organiser(heard.neighbourhood))
    before = StatementVote.objects.count()
    said = heard.statements.first().public_id
    answer = client.post(address("react", heard), {"stelling": said, "keuze": "eens"})
    assert answer.status_code == 302
    assert answer.url == address("question", heard)
    assert StatementVote.objects.count() == before


def test_writing_a_statement_waits_for_a_reader(client: Client, asked: Question) -> None:
    assert client.post(address("write", asked), {"tekst": "Meer bomen."}).status_code == 302
    written = Statement.objects.get()
    assert (written.status, written.author.way) == ("waiting", "session")
    refused = client.post(address("write", asked), {"tekst": "a" * 141}, headers={"Accept-Language": "en"})
    assert refused.status_code == 422
    assert "at most 140" in refused.content.decode()


def test_declined_statements_stand_there_with_the_reason(client: Client, asked: Question) -> None:
    written = services.propose_statement(question=asked, text="Buurman Jan moet weg.")
    services.moderate_statement(
        statement=written, status="declined", by=organiser(asked.neighbourhood), reason="Dit gaat over één persoon."
    )
    assert "Dit gaat over één persoon." in body(client, address("statements", asked))
