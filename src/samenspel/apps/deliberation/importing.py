"""Rows for a conversation that was read from files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from .engine import Conversation
from .models import Participant, Question, Statement, StatementVote

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ROWS_AT_ONCE = 5_000


@dataclass(frozen=True)
class Imported:
    """How much was taken over."""

    statements: int
    participants: int
    votes: int


def load(*, question: Question, read: Conversation) -> Imported:
    """Write everything in the caller's transaction; IntegrityError when part of it is there already."""
    people = _people(question, read)
    statements = _statements(question, read, people)
    last = {(vote.participant, vote.statement): vote for vote in read.votes}
    votes = StatementVote.objects.bulk_create(
        (
            StatementVote(
                municipality_id=question.municipality_id,
                question=question,
                participant=people[who],
                statement=statements[what],
                value=vote.value,
                at=_moment(vote.milliseconds),
            )
            for (who, what), vote in last.items()
        ),
        batch_size=ROWS_AT_ONCE,
    )
    return Imported(statements=len(statements), participants=len(people), votes=len(votes))


def _moment(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def _people(question: Question, read: Conversation) -> dict[str, Participant]:
    # Statements of organisers and seeds have an author too in such files, who need not be a participant.
    ids = dict.fromkeys(
        [vote.participant for vote in read.votes]
        + [one.author for one in read.statements if one.author and one.origin == Statement.Origin.RESIDENT]
    )
    created = Participant.objects.bulk_create(
        (
            Participant(
                municipality_id=question.municipality_id,
                question=question,
                way=Participant.Way.IMPORT,
                imported_id=imported_id,
            )
            for imported_id in ids
        ),
        batch_size=ROWS_AT_ONCE,
    )
    return {one.imported_id: one for one in created}


def _statements(question: Question, read: Conversation, people: dict[str, Participant]) -> dict[str, Statement]:
    created = Statement.objects.bulk_create(
        (
            Statement(
                municipality_id=question.municipality_id,
                question=question,
                text=one.text,
                origin=one.origin,
                status=Statement.Status.DECLINED if one.declined else Statement.Status.ACCEPTED,
                reason=(one.reason or _("Declined where it was imported from.")) if one.declined else "",
                author=people.get(one.author) if one.origin == Statement.Origin.RESIDENT else None,
                imported_id=one.id,
                proposed_at=_moment(one.milliseconds),
            )
            for one in read.statements
        ),
        batch_size=ROWS_AT_ONCE,
    )
    return {one.imported_id: one for one in created}
