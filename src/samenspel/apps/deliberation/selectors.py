"""Reads of conversations: what is on now, and what we hear."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.foundation.desk import Waiting

from . import engine
from .hearing import Hearing, hearing_of
from .models import ModerationStep, OpinionMap, Participant, Question, Statement, StatementVote


def questions_of(neighbourhood: Any) -> QuerySet[Question]:
    """All questions of a neighbourhood, newest first."""
    return Question.objects.filter(neighbourhood=neighbourhood)


def question_by_id(public_id: str, *, neighbourhood: Any) -> Question | None:
    """The question, or None."""
    return questions_of(neighbourhood).filter(public_id=public_id).select_related("neighbourhood").first()


def open_question_of(neighbourhood: Any, *, now: datetime) -> Question | None:
    """The newest question that people can react to now, or None."""
    return questions_of(neighbourhood).filter(phase=Question.Phase.OPEN, opens_at__lte=now, closes_at__gt=now).first()


def is_open(question: Question, *, now: datetime) -> bool:
    """True when people can react now."""
    return question.phase == Question.Phase.OPEN and question.opens_at <= now < question.closes_at


def latest_map(question: Question, *, published: bool = True) -> OpinionMap | None:
    """The newest map, published unless asked otherwise."""
    maps = OpinionMap.objects.filter(question=question)
    if published:
        return maps.filter(published_at__isnull=False).order_by("-published_at", "-pk").first()
    return maps.first()


def counted_votes(question: Question) -> list[tuple[str, str, int]]:
    """(participant number, statement number, value) on accepted statements, the last cast last."""
    votes = StatementVote.objects.filter(question=question, statement__status=Statement.Status.ACCEPTED)
    return [
        (str(participant), str(statement), value)
        for participant, statement, value in votes.order_by("at", "pk").values_list(
            "participant_id", "statement_id", "value"
        )
    ]


def waiting_statements(question: Question) -> QuerySet[Statement]:
    """What waits to be read, the oldest first."""
    return question.statements.filter(status=Statement.Status.WAITING)


def moderation_log(question: Question) -> QuerySet[ModerationStep]:
    """Every look at a statement of this question, newest first."""
    return (
        ModerationStep.objects.filter(statement__question=question).select_related("statement").order_by("-at", "-pk")
    )


@dataclass(frozen=True)
class Counts:
    """How many people, reactions and statements a question has."""

    participants: int
    votes: int
    statements: int


def counts_of(question: Question) -> Counts:
    """Counts as they are now; statements that are accepted."""
    votes = StatementVote.objects.filter(question=question, statement__status=Statement.Status.ACCEPTED)
    found = votes.aggregate(votes=Count("pk"), people=Count("participant", distinct=True))
    return Counts(
        participants=found["people"],
        votes=found["votes"],
        statements=question.statements.filter(status=Statement.Status.ACCEPTED).count(),
    )


def map_for_trail(opinion_map: OpinionMap) -> dict[str, Any]:
    """What the trail keeps of a published map: counts, groups, common ground, and the hash of all figures."""
    figures = opinion_map.figures
    return {
        "map": opinion_map.public_id,
        "participants": opinion_map.participant_count,
        "statements": opinion_map.statement_count,
        "votes": opinion_map.vote_count,
        "groups": [group["size"] for group in figures["groups"]],
        "common_ground": [{"statement": c["statement"], "score": c["score"]} for c in figures["common_ground"]],
        "parameters": opinion_map.parameters,
        "headline": opinion_map.headline,
        "figures_sha256": engine.figures_hash(figures),
    }


# --- One participant ------------------------------------------------------------------------------------


def participant_by_id(public_id: str, *, question: Question) -> Participant | None:
    """The pseudonym in this question, or None."""
    return Participant.objects.filter(public_id=public_id, question=question).first()


def votes_of(participant: Participant | None) -> dict[str, int]:
    """Statement id → value, in the order in which they were cast last."""
    if participant is None:
        return {}
    return dict(
        participant.votes.filter(statement__status=Statement.Status.ACCEPTED)
        .order_by("at", "pk")
        .values_list("statement__public_id", "value")
    )


def next_statement_for(
    question: Question, participant: Participant | None, *, chance: random.Random, skip: str = ""
) -> Statement | None:
    """What this person reacts to next, drawn by what tells most; None when everything was seen."""
    figures = getattr(latest_map(question, published=False), "figures", None)
    extremity = figures["extremity"] if figures else {}
    tallies = (
        question.statements.filter(status=Statement.Status.ACCEPTED)
        .annotate(
            agrees=Count("votes", filter=Q(votes__value=1)),
            disagrees=Count("votes", filter=Q(votes__value=-1)),
            passes=Count("votes", filter=Q(votes__value=0)),
        )
        .order_by("pk")
        .values_list("public_id", "agrees", "disagrees", "passes")
    )
    voted = {*votes_of(participant), *([skip] if skip else [])}
    chosen = engine.draw_next(
        [(what, a, d, p, float(extremity.get(what, 0))) for what, a, d, p in tallies], voted=voted, chance=chance
    )
    return None if chosen is None else question.statements.get(public_id=chosen)


def statement_of(question: Question, public_id: str) -> Statement | None:
    """An accepted statement of this question, or None."""
    return question.statements.filter(public_id=public_id, status=Statement.Status.ACCEPTED).first()


# --- Pages ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class QuestionPage:
    """The page of a question: what we hear, or how far we are.

    `reactions_to_go` is how many reactions the visitor gives before what we hear is shown; 0 shows it.
    """

    question: Question
    is_open: bool
    heard: Hearing | None
    reactions_to_go: int
    counts: Counts
    given: int
    others: tuple[Question, ...]


@dataclass(frozen=True)
class StatementsPage:
    """All statements of a question: accepted ones with their figures, declined ones with the reason."""

    question: Question
    heard: Hearing | None
    accepted: tuple[Statement, ...]
    declined: tuple[Statement, ...]
    waiting: int


def newest_question(neighbourhood: Any) -> Question | None:
    """The question that the conversation page shows first."""
    return questions_of(neighbourhood).select_related("neighbourhood").first()


def _to_go(question: Question, given: int, *, now: datetime) -> int:
    if not is_open(question, now=now):
        return 0
    return max(0, question.results_hidden_until_votes - given)


def question_page(question: Question, *, participant: Participant | None, now: datetime) -> QuestionPage:
    """Everything on the page of a question."""
    given = len(votes_of(participant))
    published = latest_map(question)
    to_go = _to_go(question, given, now=now) if published else 0
    return QuestionPage(
        question=question,
        is_open=is_open(question, now=now),
        heard=hearing_of(published, participant=participant) if published and not to_go else None,
        reactions_to_go=to_go,
        counts=counts_of(question),
        given=given,
        others=tuple(questions_of(question.neighbourhood).exclude(pk=question.pk)[:10]),
    )


def statements_page(question: Question, *, participant: Participant | None, now: datetime) -> StatementsPage:
    """Everything on the page with all statements."""
    published = latest_map(question)
    to_go = _to_go(question, len(votes_of(participant)), now=now)
    return StatementsPage(
        question=question,
        heard=hearing_of(published) if published and not to_go else None,
        accepted=tuple(question.statements.filter(status=Statement.Status.ACCEPTED)),
        declined=tuple(question.statements.filter(status=Statement.Status.DECLINED)),
        waiting=waiting_statements(question).count(),
    )


# --- The desk --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeskQuestion:
    """A conversation as its organisers see it.

    `newest` is the last map that was worked out, `published` the last that everyone sees; `is_over` says that the
    last day has passed while the conversation was not closed.
    """

    question: Question
    is_open: bool
    is_over: bool
    counts: Counts
    waiting: int
    newest: OpinionMap | None
    published: OpinionMap | None

    @property
    def to_publish(self) -> bool:
        """True when something was worked out that nobody has seen yet."""
        return self.newest is not None and self.newest.published_at is None


def desk_question(question: Question, *, now: datetime) -> DeskQuestion:
    """How one conversation goes."""
    return DeskQuestion(
        question=question,
        is_open=is_open(question, now=now),
        is_over=question.phase == Question.Phase.OPEN and question.closes_at <= now,
        counts=counts_of(question),
        waiting=waiting_statements(question).count(),
        newest=latest_map(question, published=False),
        published=latest_map(question),
    )


def desk_questions(neighbourhood: Any, *, now: datetime) -> list[DeskQuestion]:
    """All conversations of a neighbourhood, newest first."""
    return [desk_question(one, now=now) for one in questions_of(neighbourhood).select_related("neighbourhood")]


def waiting_for_desk(_person: Any, neighbourhood: Any) -> list[Waiting]:
    """Statements to read, what was worked out and not published, conversations to close."""
    found = []
    for page in desk_questions(neighbourhood, now=timezone.now()):
        place = [neighbourhood.slug, page.question.public_id]
        if page.waiting:
            told = ngettext("%(number)s statement to read", "%(number)s statements to read", page.waiting)
            found.append(Waiting(told % {"number": page.waiting}, reverse("deliberation-desk:queue", args=place)))
        if page.to_publish:
            found.append(Waiting(_("What we hear is not published yet"), reverse("deliberation-desk:map", args=place)))
        if page.is_over:
            day = timezone.localdate(page.question.closes_at)
            found.append(
                Waiting(_("The last day has passed: close"), reverse("deliberation-desk:close", args=place), day)
            )
    return found
