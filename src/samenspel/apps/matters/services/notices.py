"""The notices that go out by the clock: each follower hears once of each step, in one e-mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from samenspel.foundation.subjects import find_one

from .. import mail
from ..models import Follower, Matter
from .following import forget_followers


@dataclass(frozen=True)
class Item:
    """One matter in a notice: what was asked, what was said since, where it stands now."""

    title: str
    told: tuple[str, ...]
    status: str
    who: str
    next_step: str
    due_on: date | None
    url: str


@dataclass(frozen=True)
class Sent:
    """What one run did: e-mails sent, those that failed (they are tried again), and addresses forgotten."""

    sent: int
    failed: int
    forgotten: int


def send_notices(*, municipality: Any = None, at: datetime | None = None) -> Sent:
    """Tell every confirmed follower (of one municipality if given) what happened since the last time.

    Runs once a day by itself (`jobs.daily`); also `samenspel manage send_notices`.

    Two runs at the same moment do not tell twice: a run claims an address's steps before it sends, and gives them
    back when sending fails. Should the machine stop in between, that one notice is not sent again.
    """
    at = at or timezone.now()
    sent = failed = 0
    # One connection for all, opened by the first e-mail.
    connection = get_connection()
    for rows in _with_news(municipality):
        claimed = _claim(rows, at)
        if not claimed:
            continue
        if mail.tell(claimed[0], [_item(row) for row in claimed], connection=connection):
            sent += 1
        else:
            failed += 1
            _give_back(claimed)
    connection.close()
    return Sent(sent=sent, failed=failed, forgotten=forget_followers(municipality=municipality, at=at))


def run_daily_notices(*, municipality: Any, at: datetime) -> int:
    """The notices of one municipality as daily work: how many e-mails went out. Raises when some could not be sent."""
    done = send_notices(municipality=municipality, at=at)
    if done.failed:
        # Not a word of whom it concerns: this is logged, and the work is tried again.
        raise RuntimeError(f"{done.failed} e-mails could not be sent")
    return done.sent


def _with_news(municipality: Any = None) -> Iterable[list[Follower]]:
    """The followings with something new, together for each municipality, address and language."""
    within = {} if municipality is None else {"municipality": municipality}
    found = (
        Follower.objects.filter(confirmed_at__isnull=False, **within)
        .annotate(newest=Max("matter__steps__pk"))
        .filter(newest__gt=F("told_through"))
        .select_related("matter__neighbourhood", "municipality")
        .order_by("pk")
    )
    together: dict[tuple[Any, ...], list[Follower]] = defaultdict(list)
    for follower in found:
        together[follower.municipality_id, follower.email, follower.language].append(follower)
    return together.values()


@transaction.atomic
def _claim(rows: Sequence[Any], at: datetime) -> list[Any]:
    """Those rows that no other run has taken: marked as told, with what they knew before in `before`."""
    claimed = []
    for row in rows:
        row.before = row.told_through, row.told_at
        same = Follower.objects.filter(pk=row.pk, told_through=row.told_through)
        if same.update(told_through=row.newest, told_at=at):
            claimed.append(row)
    return claimed


@transaction.atomic
def _give_back(rows: Sequence[Any]) -> None:
    for row in rows:
        told_through, told_at = row.before
        same = Follower.objects.filter(pk=row.pk, told_through=row.newest)
        same.update(told_through=told_through, told_at=told_at)


def _item(row: Any) -> Item:
    matter: Matter = row.matter
    steps = matter.steps.filter(pk__gt=row.before[0], pk__lte=row.newest).order_by("at", "pk")
    return Item(
        title=matter.title,
        told=tuple(dict.fromkeys(steps.values_list("told", flat=True))),
        status=str(matter.get_status_display()),
        who=matter.who,
        next_step=matter.next_step,
        due_on=matter.due_on,
        url=_public_address(matter),
    )


def _public_address(matter: Matter) -> str:
    """Where everyone can read it; '' for what only its author knows of yet."""
    where = matter.neighbourhood
    subject = find_one(where, matter.subject_kind, matter.subject_id)
    if subject is None or not subject.is_public:
        return ""
    return mail.address_of("matters:matter", neighbourhood=where.slug, public_id=matter.public_id)
