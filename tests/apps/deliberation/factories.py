"""A small neighbourhood that talks: Alice organises, Bob and others react."""

from __future__ import annotations

import csv
import io
import random
from datetime import timedelta
from typing import Any

from samenspel.apps.deliberation import services
from samenspel.apps.deliberation.models import Question, Statement, StatementVote

from ..factories import AT, neighbourhood, person

CLOSES_AT = AT + timedelta(days=30)


def organiser(where: Any, name: str = "Alice") -> Any:
    return person(name, "area_manager", where=where)


def question(where: Any = None, **extra: Any) -> Question:
    where = where or neighbourhood()
    facts = {"text": "Hoe willen wij dat onze straat eruitziet?", "closes_at": CLOSES_AT, "at": AT}
    return services.open_question(neighbourhood=where, by=organiser(where), **(facts | extra))


def statement(asked: Question, text: str = "Kinderen kunnen voor hun deur spelen.") -> Statement:
    return services.propose_statement(question=asked, text=text, origin="seed", at=AT)


def reactions(asked: Question) -> dict[tuple[str, str], int]:
    """(participant, statement) → value, as stored."""
    rows = StatementVote.objects.filter(question=asked)
    return {(v.participant.public_id, v.statement.public_id): v.value for v in rows}


def csv_bytes(columns: list[str], rows: list[list[Any]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerows([columns, *rows])
    return stream.getvalue().encode()


def two_groups(people: int = 120, statements: int = 14, seed: int = 7) -> tuple[bytes, bytes]:
    """votes.csv and comments.csv of a conversation in which two groups differ on all but four statements.

    Statements 0 to 3 are common ground; on the others the first group says yes where the second says no.
    Twelve more people react to three statements only: too few to be put in a group.
    """
    chance = random.Random(seed)
    votes = []
    for who in range(people):
        side = who % 2
        for what in range(statements):
            if chance.random() < 0.15:
                continue
            yes = 0.9 if what < 4 or what % 2 == side else 0.1
            value = 0 if chance.random() < 0.05 else (1 if chance.random() < yes else -1)
            votes.append([1772452800000 + len(votes), "x", what, f"p{who}", value])
    for late in range(12):
        votes += [[1772453800000 + late, "x", what, f"q{late}", 1] for what in range(3)]
    comments = [
        [1772452000000 + what, "x", what, f"p{what}", 0, 0, 1, f"Stelling nummer {what}."] for what in range(statements)
    ]
    return (
        csv_bytes(["timestamp", "datetime", "comment-id", "voter-id", "vote"], votes),
        csv_bytes(
            ["timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"],
            comments,
        ),
    )
