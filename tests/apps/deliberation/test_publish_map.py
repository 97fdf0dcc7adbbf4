"""What we hear: computed from the votes, published once, small numbers hidden."""

import json
import random

import pytest
from django.db import DatabaseError, transaction

from samenspel.apps.deliberation import engine, selectors, services
from samenspel.apps.deliberation.models import OpinionMap
from samenspel.apps.jobs.services import run_job, start_job
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, neighbourhood, person
from .factories import csv_bytes, organiser, question, statement, two_groups

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> OpinionMap:
    asked = question()
    votes, comments = two_groups()
    services.import_votes(question=asked, votes=votes, comments=comments, at=AT)
    return services.compute_map(question=asked, at=AT)


def test_two_groups_and_their_common_ground_are_heard(heard: OpinionMap) -> None:
    texts = {s.public_id: s.text for s in heard.question.statements.all()}
    assert len(heard.figures["groups"]) == 2
    common = {texts[one["statement"]] for one in heard.figures["common_ground"]}
    assert common == {f"Stelling nummer {n}." for n in range(4)}
    assert (heard.participant_count, heard.statement_count) == (132, 14)
    assert [group["size"] for group in heard.figures["groups"]] == [60, 60]
    assert heard.figures["ungrouped"] == 12


def test_computing_again_gives_the_same(heard: OpinionMap) -> None:
    fresh = question(heard.question.neighbourhood)
    votes, comments = two_groups()
    services.import_votes(question=fresh, votes=votes, comments=comments, at=AT)
    again = services.compute_map(question=fresh, at=AT)
    assert [group["size"] for group in again.figures["groups"]] == [60, 60]
    assert again.figures["dots"] == heard.figures["dots"]


def test_no_share_tells_of_fewer_than_five_people(heard: OpinionMap) -> None:
    told = [share for shares in heard.figures["reactions"].values() for share in shares]
    assert {bound for share in told for bound in [share["bound"]]} == {"", "least", "most"}
    # Each group has at most sixty people: five of them are at least eight percent.
    assert all(8 <= share["percent"] <= 92 for share in told)


def test_nobody_is_named_in_the_public_figures(heard: OpinionMap) -> None:
    assert "places" not in heard.figures
    pseudonyms = heard.question.participants.values_list("public_id", flat=True)
    public = json.dumps(heard.figures)
    assert not any(pseudonym in public for pseudonym in pseudonyms)


@pytest.mark.parametrize(
    ("agrees", "votes", "shown"),
    [
        (9, 9, None),
        (5, 10, {"percent": 50, "bound": ""}),
        (20, 20, {"percent": 75, "bound": "least"}),
        (0, 20, {"percent": 25, "bound": "most"}),
        (95, 100, {"percent": 95, "bound": ""}),
    ],
)
def test_shares_are_coded_at_both_ends(agrees: int, votes: int, shown: dict | None) -> None:
    assert engine._share(agrees, votes) == shown


def test_publishing_is_once_and_on_the_trail(heard: OpinionMap) -> None:
    alice = organiser(heard.question.neighbourhood)
    assert selectors.latest_map(heard.question) is None
    services.publish_map(opinion_map=heard, by=alice, headline="Kinderen buiten.", group_names=["A", "B"], at=AT)
    assert selectors.latest_map(heard.question) == heard
    act = acts_of(heard.municipality).first()
    assert act.kind == "opinion_map.published"
    assert payload_of(act)["votes"] == heard.vote_count
    with pytest.raises(Refusal) as refused:
        services.publish_map(opinion_map=heard, by=alice, at=AT)
    assert refused.value.code == "published_already"


def test_names_come_for_all_groups_or_none(heard: OpinionMap) -> None:
    with pytest.raises(Refusal) as refused:
        services.publish_map(opinion_map=heard, by=organiser(heard.question.neighbourhood), group_names=["A"], at=AT)
    assert refused.value.code == "names_do_not_match"


def test_bob_cannot_publish(heard: OpinionMap) -> None:
    with pytest.raises(Outsider):
        services.publish_map(opinion_map=heard, by=person("Bob"), at=AT)


def test_without_reactions_there_is_nothing_to_hear() -> None:
    asked = question()
    statement(asked)
    with pytest.raises(Refusal) as refused:
        services.compute_map(question=asked, at=AT)
    assert refused.value.code == "no_votes"


def test_what_was_declined_is_not_heard(heard: OpinionMap) -> None:
    asked = heard.question
    taken_out = asked.statements.first()
    services.moderate_statement(
        statement=taken_out, status="declined", by=organiser(asked.neighbourhood), reason="Dubbel.", at=AT
    )
    again = services.compute_map(question=asked, at=AT)
    assert taken_out.public_id not in again.figures["reactions"]
    assert again.statement_count == 13


def test_the_job_computes_the_same(heard: OpinionMap, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks():
        job = start_job(
            municipality=heard.municipality, kind="deliberation.map", payload={"question": heard.question.public_id}
        )
    done = run_job(public_id=job.public_id)
    assert done.status == "done"
    computed = OpinionMap.objects.get(public_id=done.result["map"])
    assert len(computed.figures["groups"]) == len(heard.figures["groups"])


def test_the_database_keeps_a_map_as_computed_and_as_published(heard: OpinionMap) -> None:
    services.publish_map(opinion_map=heard, by=organiser(heard.question.neighbourhood), at=AT)
    for changes in ({"figures": {}}, {"headline": "Anders."}, {"published_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            OpinionMap.objects.filter(pk=heard.pk).update(**changes)
    with pytest.raises(DatabaseError), transaction.atomic():
        OpinionMap.objects.filter(pk=heard.pk)._raw_delete("default")


def test_sizes_are_rounded_where_subtraction_would_tell_how_few_are_in_no_group() -> None:
    asked = question()
    votes, comments = two_groups(people=121)
    # Without the twelve who came late everyone is in a group, and nobody is a number under five too.
    votes = b"".join(line for line in votes.splitlines(keepends=True) if b",q" not in line)
    services.import_votes(question=asked, votes=votes, comments=comments, at=AT)
    figures = services.compute_map(question=asked, at=AT).figures
    assert figures["ungrouped"] is None
    assert [(group["size"], group["about"]) for group in figures["groups"]] == [(60, True), (60, True)]


def test_under_five_people_in_no_group_are_not_on_the_map() -> None:
    asked = question()
    votes, comments = two_groups()
    votes = b"".join(
        line for line in votes.splitlines(keepends=True) if b",q" not in line or b",q0," in line or b",q1," in line
    )
    services.import_votes(question=asked, votes=votes, comments=comments, at=AT)
    figures = services.compute_map(question=asked, at=AT).figures
    assert len(figures["dots"]) == 120
    assert all(label >= 0 for _x, _y, label in figures["dots"])


def test_pure_noise_gives_no_groups() -> None:
    chance = random.Random(3)
    cells = [(who, what) for who in range(60) for what in range(12)]
    rows = [[1000 + n, what, f"p{who}", chance.choice([-1, 1])] for n, (who, what) in enumerate(cells)]
    asked = question(neighbourhood())
    services.import_votes(
        question=asked,
        votes=csv_bytes(["timestamp", "comment-id", "voter-id", "vote"], rows),
        comments=two_groups(statements=12)[1],
        at=AT,
    )
    assert services.compute_map(question=asked, at=AT).figures["groups"] == []
