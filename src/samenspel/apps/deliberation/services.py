"""Open a question, gather statements and reactions, and publish what is heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts import services as accounts
from samenspel.apps.trail import services as trail
from samenspel.foundation.errors import Refusal

from . import access, engine, importing, selectors
from .models import (
    IMPORTED_CHARACTERS_MAX,
    STATEMENT_CHARACTERS_MAX,
    ModerationStep,
    OpinionMap,
    Participant,
    Question,
    Statement,
    StatementVote,
)

LETTER_CODE_PURPOSE = "conversation"


@transaction.atomic
def open_question(
    *,
    neighbourhood: Any,
    text: str,
    closes_at: datetime,
    by: Any,
    positions: Sequence[str] = (),
    interests: Sequence[str] = (),
    results_hidden_until_votes: int = 0,
    at: datetime | None = None,
) -> Question:
    """Put a question to the neighbourhood, open from `at` until `closes_at`.

    `positions` are the solutions that it gathers, `interests` what lies behind them. Refuses with
    'not_an_organiser', 'text_missing' or 'closes_too_early'.
    """
    at = at or timezone.now()
    access.require_organiser(by, neighbourhood)
    if not text.strip():
        raise Refusal(_("Write the question."), code="text_missing")
    if closes_at <= at:
        raise Refusal(_("A question closes after it opens. Choose a later day."), code="closes_too_early")
    question = Question.objects.create(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        text=text.strip(),
        positions=list(positions),
        interests=list(interests),
        opens_at=at,
        closes_at=closes_at,
        results_hidden_until_votes=results_hidden_until_votes,
        opened_by=by,
    )
    _tell(
        question,
        "question.opened",
        {
            "text": question.text,
            "positions": list(positions),
            "interests": list(interests),
            "closes_at": closes_at.isoformat(),
        },
        at,
    )
    return question


@transaction.atomic
def join_question(*, question: Question, code: str = "", at: datetime | None = None) -> Participant:
    """A new pseudonym in this question; with a code from a letter, which is then used.

    Codes are issued for purpose 'conversation', subject kind 'question' and subject ids that start with the
    question's public id. Refuses with 'question_closed', 'code_unknown', or as `accounts.use_code` does.
    """
    _require_open(question, at or timezone.now())
    way = Participant.Way.SESSION
    if code:
        used = accounts.use_code(purpose=LETTER_CODE_PURPOSE, text=code, subject_kind="question")
        if not used.subject_id.startswith(question.public_id):
            # The transaction takes the use back: the code stays good for its own question.
            raise Refusal(_("This code belongs to another conversation."), code="code_unknown")
        way = Participant.Way.CODE
    return Participant.objects.create(municipality_id=question.municipality_id, question=question, way=way)


@transaction.atomic
def propose_statement(
    *,
    question: Question,
    text: str,
    author: Participant | None = None,
    origin: str = Statement.Origin.RESIDENT,
    at: datetime | None = None,
) -> Statement:
    """Bring in a statement. A resident's waits to be read; an organiser's or a seed is there at once.

    Refuses with 'question_closed', 'text_missing', 'text_too_long', 'other_question' or 'said_already'.
    """
    at = at or timezone.now()
    _require_open(question, at)
    text = " ".join(text.split())
    if not text:
        raise Refusal(_("Write your statement first."), code="text_missing")
    if len(text) > STATEMENT_CHARACTERS_MAX:
        raise Refusal(
            _("Make it shorter: at most %(most)s characters. You have %(found)s now."),
            code="text_too_long",
            most=STATEMENT_CHARACTERS_MAX,
            found=len(text),
        )
    if author is not None and author.question_id != question.pk:
        raise Refusal(_("Take part in this question first."), code="other_question")
    own = origin == Statement.Origin.RESIDENT
    try:
        with transaction.atomic():
            return Statement.objects.create(
                municipality_id=question.municipality_id,
                question=question,
                text=text,
                origin=origin,
                status=Statement.Status.WAITING if own else Statement.Status.ACCEPTED,
                author=author,
                proposed_at=at,
            )
    except IntegrityError as error:
        raise Refusal(_("Someone wrote this already. You can react to it instead."), code="said_already") from error


@transaction.atomic
def seed_statements(
    *,
    question: Question,
    texts: Sequence[str],
    by: Any,
    origin: str = Statement.Origin.SEED,
    at: datetime | None = None,
) -> list[Statement]:
    """Bring in statements to begin with, all or none; they are there at once and tell their origin.

    Refuses with 'not_an_organiser', or 'statement_refused' with the number and the reason of the first that
    `propose_statement` refuses.
    """
    access.require_organiser(by, question.neighbourhood)
    added = []
    for number, text in enumerate(texts, start=1):
        try:
            added.append(propose_statement(question=question, text=text, origin=origin, at=at))
        except Refusal as refused:
            raise Refusal(
                _("Statement %(number)s: %(reason)s Nothing was added."),
                code="statement_refused",
                number=number,
                reason=refused.messages[0],
            ) from refused
    return added


@transaction.atomic
def moderate_statement(
    *, statement: Statement, status: str, by: Any, reason: str = "", at: datetime | None = None
) -> Statement:
    """Accept or decline a statement; a no needs a reason, which its author and the public log read.

    Refuses with 'not_an_organiser', 'status_unknown' or 'reason_missing'.
    """
    at = at or timezone.now()
    question = statement.question
    access.require_organiser(by, question.neighbourhood)
    if status not in (Statement.Status.ACCEPTED, Statement.Status.DECLINED):
        raise Refusal(_("Accept the statement, or decline it."), code="status_unknown")
    reason = reason.strip()
    if status == Statement.Status.DECLINED and not reason:
        raise Refusal(_("Say why, so that the writer knows and can write it differently."), code="reason_missing")
    ModerationStep.objects.create(
        municipality_id=statement.municipality_id, statement=statement, status=status, reason=reason, by=by, at=at
    )
    statement.status, statement.reason = status, reason
    statement.save(update_fields=["status", "reason"])
    _tell(question, f"statement.{status}", {"statement": statement.public_id, "reason": reason}, at)
    return statement


@transaction.atomic
def cast_vote(
    *, participant: Participant, statement: Statement, value: int, at: datetime | None = None
) -> StatementVote:
    """React to a statement: 1 agree, 0 pass, −1 disagree. Reacting again replaces; the same changes nothing.

    Refuses with 'question_closed', 'other_question', 'statement_not_open' or 'value_unknown'.
    """
    at = at or timezone.now()
    question = statement.question
    _require_open(question, at)
    if participant.question_id != question.pk:
        raise Refusal(_("Take part in this question first."), code="other_question")
    if statement.status != Statement.Status.ACCEPTED:
        raise Refusal(_("You can't react to this statement."), code="statement_not_open")
    if value not in StatementVote.Value.values:
        raise Refusal(_("Choose agree, disagree or skip."), code="value_unknown")
    vote = StatementVote(
        municipality_id=question.municipality_id,
        question=question,
        participant=participant,
        statement=statement,
        value=value,
        at=at,
    )
    # One statement for insert and change: two clicks at once leave one row.
    StatementVote.objects.bulk_create(
        [vote],
        update_conflicts=True,
        unique_fields=["participant", "statement"],
        update_fields=["value", "at"],
    )
    return vote


@transaction.atomic
def import_votes(*, question: Question, votes: Any, comments: Any, at: datetime | None = None) -> importing.Imported:
    """Take over a conversation from votes.csv and comments.csv (paths or bytes; see `importing`).

    All or nothing: FaultsError lists every fault of both files by row. Refuses with 'already_imported' when
    the question holds imported statements or participants.
    """
    at = at or timezone.now()
    read = engine.read_conversation(votes, comments, characters_max=IMPORTED_CHARACTERS_MAX)
    try:
        with transaction.atomic():
            done = importing.load(question=question, read=read)
    except IntegrityError as error:
        raise Refusal(
            _("This question holds these statements already. Import into a new question."),
            code="already_imported",
        ) from error
    counts = {"statements": done.statements, "participants": done.participants, "votes": done.votes}
    _tell(question, "question.imported", counts, at)
    return done


@transaction.atomic
def compute_map(*, question: Question, seed: int = 1, at: datetime | None = None) -> OpinionMap:
    """Work out what the votes say now and keep it; nothing is published by this.

    Long for large conversations: the job 'deliberation.map' (payload {"question": public id}) does the
    same on the worker. Refuses with 'no_votes'.
    """
    at = at or timezone.now()
    votes = selectors.counted_votes(question)
    if not votes:
        raise Refusal(_("There are no reactions yet."), code="no_votes")
    accepted = question.statements.filter(status=Statement.Status.ACCEPTED).order_by("pk")
    statements = {str(number): public_id for number, public_id in accepted.values_list("pk", "public_id")}
    previous = question.maps.first()
    result = engine.hear(votes, statements=statements, seed=seed, previous=previous.memory if previous else None)
    return OpinionMap.objects.create(
        municipality_id=question.municipality_id,
        question=question,
        computed_at=at,
        participant_count=len({who for who, _what, _value in votes}),
        statement_count=len(statements),
        vote_count=len(votes),
        parameters=result.parameters,
        figures=result.figures,
        memory=result.memory,
    )


@transaction.atomic
def publish_map(
    *,
    opinion_map: OpinionMap,
    by: Any,
    headline: str = "",
    group_names: Sequence[str] = (),
    at: datetime | None = None,
) -> OpinionMap:
    """Publish what we hear: from now on it is on the page, and on the trail with its figures' hash.

    `headline` says in one sentence what is heard; `group_names` has one name per group, in its own words.
    Refuses with 'not_an_organiser', 'published_already' or 'names_do_not_match'.
    """
    at = at or timezone.now()
    question = opinion_map.question
    access.require_organiser(by, question.neighbourhood)
    groups = len(opinion_map.figures["groups"])
    if group_names and len(group_names) != groups:
        raise Refusal(
            _("Give a name to each of the %(groups)s groups, or to none."), code="names_do_not_match", groups=groups
        )
    published = OpinionMap.objects.filter(pk=opinion_map.pk, published_at=None).update(
        published_at=at, headline=headline.strip(), group_names=list(group_names)
    )
    if not published:
        raise Refusal(_("This was published already. Compute it anew."), code="published_already")
    opinion_map.refresh_from_db()
    _tell(question, "opinion_map.published", selectors.map_for_trail(opinion_map), at)
    return opinion_map


@transaction.atomic
def close_question(*, question: Question, by: Any, at: datetime | None = None) -> Question:
    """Close the conversation: nobody can react any more. Refuses with 'not_an_organiser' or 'question_closed'."""
    at = at or timezone.now()
    access.require_organiser(by, question.neighbourhood)
    closed = Question.objects.filter(pk=question.pk, phase=Question.Phase.OPEN).update(
        phase=Question.Phase.CLOSED, closed_at=at
    )
    if not closed:
        raise _closed()
    question.refresh_from_db()
    _tell(question, "question.closed", {}, at)
    return question


def _closed() -> Refusal:
    return Refusal(_("This conversation is closed. You can read what we hear."), code="question_closed")


def _require_open(question: Question, at: datetime) -> None:
    # Read again: the caller's object may be older than the closing.
    now = Question.objects.only("phase", "opens_at", "closes_at").get(pk=question.pk)
    if now.phase != Question.Phase.OPEN or not now.opens_at <= at < now.closes_at:
        raise _closed()


def _tell(question: Question, kind: str, payload: dict[str, Any], at: datetime) -> None:
    trail.record_act(
        municipality=question.municipality,
        kind=kind,
        subject_kind="question",
        subject_id=question.public_id,
        payload=payload,
        neighbourhood=question.neighbourhood.public_id,
        at=at,
    )
