"""A conversation is taken over from Polis files whole, or not at all."""

import pytest

from samenspel.apps.deliberation import selectors, services
from samenspel.apps.deliberation.models import Participant, Statement, StatementVote
from samenspel.engines.errors import FaultsError
from samenspel.foundation.errors import Refusal
from samenspel_testing import shared_data

from ..factories import AT
from .factories import csv_bytes, question, two_groups

pytestmark = pytest.mark.django_db
VOTES = ["timestamp", "comment-id", "voter-id", "vote"]
COMMENTS = ["timestamp", "comment-id", "author-id", "moderated", "comment-body", "origin", "reason"]


def test_statements_people_and_last_votes_come_in() -> None:
    asked = question()
    votes = csv_bytes(VOTES, [[2000, "0", "a", -1], [1000, "0", "a", 1], [3000, "1", "b", 0]])
    comments = csv_bytes(
        COMMENTS,
        [
            [1, "0", "a", 1, "Meer bomen.", "", ""],
            [2, "1", "z", 0, "Minder asfalt.", "seed", ""],
            [3, "2", "b", -1, "Weg ermee.", "", "Niet duidelijk wat er weg moet."],
        ],
    )
    done = services.import_votes(question=asked, votes=votes, comments=comments, at=AT)
    assert (done.statements, done.participants, done.votes) == (3, 2, 2)
    trees = asked.statements.get(imported_id="0")
    # By the clock −1 was cast last, though it stands first in the file.
    assert trees.votes.get().value == -1
    assert trees.author.imported_id == "a"
    assert asked.statements.get(imported_id="1").origin == "seed"
    declined = asked.statements.get(imported_id="2")
    assert (declined.status, declined.reason) == ("declined", "Niet duidelijk wat er weg moet.")
    assert selectors.counts_of(asked) == selectors.Counts(participants=2, votes=2, statements=2)


def test_every_fault_is_named_and_nothing_is_loaded() -> None:
    asked = question()
    votes = csv_bytes(VOTES, [[1000, "0", "a", 5], [1000, "9", "a", 1], ["x", "0", "", 1]])
    comments = csv_bytes(
        COMMENTS,
        [
            [1, "0", "a", 1, "a" * 1001, "", ""],
            [2, "0", "a", 1, "", "", ""],
            [2, "3", "a", 1, "Ja.", "mars", ""],
            [2, "4", "a", 1, "Ja.", "", ""],
        ],
    )
    with pytest.raises(FaultsError) as refused:
        services.import_votes(question=asked, votes=votes, comments=comments, at=AT)
    found = {(fault.code, fault.row, fault.column) for fault in refused.value.faults}
    assert found == {
        ("text_too_long", 2, "comment-body"),
        ("text_missing", 3, "comment-body"),
        ("id_twice", 3, "comment-id"),
        ("origin_unknown", 4, "origin"),
        ("said_already", 5, "comment-body"),
        ("out_of_range", 2, "vote"),
        ("statement_unknown", 3, "comment-id"),
        ("not_an_integer", 4, "timestamp"),
        ("voter_missing", 4, "voter-id"),
    }
    assert [model.objects.count() for model in (Statement, Participant, StatementVote)] == [0, 0, 0]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(FaultsError) as refused:
        services.import_votes(
            question=question(), votes=csv_bytes(VOTES[:3], [[1, "0", "a"]]), comments=two_groups()[1], at=AT
        )
    assert [(fault.code, fault.column) for fault in refused.value.faults] == [("column_missing", "vote")]


def test_importing_twice_is_refused_and_changes_nothing() -> None:
    asked = question()
    votes, comments = two_groups(people=20)
    services.import_votes(question=asked, votes=votes, comments=comments, at=AT)
    before = StatementVote.objects.count()
    with pytest.raises(Refusal) as refused:
        services.import_votes(question=asked, votes=votes, comments=comments, at=AT)
    assert refused.value.code == "already_imported"
    assert StatementVote.objects.count() == before


@pytest.mark.parametrize("name", ["london.youth.policing", "15-per-hour-seattle"])
def test_a_real_conversation_comes_in_whole(name: str) -> None:
    folder = shared_data("polis", name)
    asked = question()
    done = services.import_votes(question=asked, votes=folder / "votes.csv", comments=folder / "comments.csv", at=AT)
    heard = services.compute_map(question=asked, at=AT)
    assert done.votes > 500
    # In neither of these two do clear groups show.
    assert heard.figures["groups"] == []
