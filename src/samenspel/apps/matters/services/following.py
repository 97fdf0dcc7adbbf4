"""Who hears of each step: asking, confirming from one's own mailbox, stopping, and being forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.services import issue_codes, void_codes
from samenspel.foundation.errors import Refusal

from .. import mail, tokens
from ..models import Follower, Matter, MatterStep

# An address that nobody confirms is forgotten after this long; a confirming link works as long.
CONFIRM_WITHIN = timedelta(days=14)
# How long an address stays after the last notice about a matter that is over.
KEEP_AFTER_LAST_NOTICE = timedelta(days=90)
# So many addresses may wait for one mailbox: nobody can fill another's with questions to confirm.
UNCONFIRMED_MAX = 3
CODE_PURPOSE, CODE_SUBJECT = "follow", "matter"
OVER = (Matter.Status.DONE, Matter.Status.DECLINED, Matter.Status.LEFT_TO_STREET)


@transaction.atomic
def follow_matter(*, matter: Matter, email: str, language: str = "nl", at: datetime | None = None) -> None:
    """Ask to hear of each step. Nothing is sent to the address but one question: is this you?

    Says nothing about whether the address is known already, and returns nothing: who asks may be someone else.
    """
    at = at or timezone.now()
    address = email.strip().lower()
    waiting = Follower.objects.filter(municipality_id=matter.municipality_id, email=address, confirmed_at=None)
    if waiting.count() >= UNCONFIRMED_MAX:
        return
    known = MatterStep.objects.filter(matter=matter).aggregate(last=Max("pk"))["last"] or 0
    try:
        with transaction.atomic():
            follower = Follower.objects.create(
                municipality_id=matter.municipality_id,
                matter=matter,
                email=address,
                language=language,
                asked_at=at,
                told_through=known,
            )
    except IntegrityError:
        return
    transaction.on_commit(partial(mail.ask_to_confirm, follower))


@transaction.atomic
def confirm_following(*, token: str, at: datetime | None = None) -> Follower:
    """Confirm an address with the token from its mailbox; doing it again changes nothing.

    Refuses with 'link_unknown' what was never sent, is too old, or was stopped since.
    """
    public_id = tokens.read(tokens.CONFIRM, token, within=CONFIRM_WITHIN)
    follower = Follower.objects.filter(public_id=public_id).select_related("matter__neighbourhood").first()
    if public_id is None or follower is None:
        raise Refusal(_("This link no longer works. Ask again on the page."), code="link_unknown")
    Follower.objects.filter(pk=follower.pk, confirmed_at=None).update(confirmed_at=at or timezone.now())
    return follower


@transaction.atomic
def stop_following(*, token: str) -> int:
    """Stop all notices of this municipality to an address, and forget the address. Returns how many were stopped.

    A second time there is nothing left to stop: 0, and no refusal. Refuses with 'link_unknown' a token that the
    site never made.
    """
    public_id = tokens.read(tokens.STOP, token)
    if public_id is None:
        raise Refusal(_("This link no longer works. Ask again on the page."), code="link_unknown")
    follower = Follower.objects.filter(public_id=public_id).first()
    if follower is None:
        return 0
    stopped, _rows = Follower.objects.filter(municipality_id=follower.municipality_id, email=follower.email).delete()
    return stopped


@transaction.atomic
def forget_followers(*, municipality: Any = None, at: datetime | None = None) -> int:
    """Forget addresses that were never confirmed, and those whose matter is over and told. Returns how many."""
    at = at or timezone.now()
    within = Follower.objects.all() if municipality is None else Follower.objects.filter(municipality=municipality)
    never, _rows = within.filter(confirmed_at=None, asked_at__lt=at - CONFIRM_WITHIN).delete()
    over, _rows = within.filter(
        matter__status__in=OVER, told_at__isnull=False, told_at__lt=at - KEEP_AFTER_LAST_NOTICE
    ).delete()
    return never + over


@transaction.atomic
def issue_follow_code(*, matter: Matter) -> str:
    """A code with which who raised this can look what became of it, without e-mail; an earlier code is void.

    The code is returned once and kept nowhere: only its keyed hash is stored.
    """
    void_codes(purpose=CODE_PURPOSE, subject_kind=CODE_SUBJECT, subject_id=matter.public_id)
    made: dict[str, Any] = issue_codes(
        municipality=matter.municipality,
        purpose=CODE_PURPOSE,
        subject_kind=CODE_SUBJECT,
        subject_ids=[matter.public_id],
    )
    return str(made[matter.public_id])
