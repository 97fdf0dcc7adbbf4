"""Write the yearly account: texts by people, figures from the records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.selectors import has_one_of
from samenspel.apps.accounts.services import request_approval, use_approval
from samenspel.apps.trail.services import record_act
from samenspel.foundation.errors import Outsider, Refusal

from . import selectors
from .models import AccountText, YearAccount

# The council's secretariat and the council itself write; the two who publish are among them.
WRITERS = selectors.WRITERS
PUBLISH = selectors.PUBLISH


@transaction.atomic
def open_account(*, council: Any, year: int) -> YearAccount:
    """Begin the account of a year; beginning it again gives back the first."""
    account, _created = YearAccount.objects.get_or_create(
        council=council, year=year, defaults={"municipality_id": council.municipality_id}
    )
    return account


@transaction.atomic
def write_text(*, account: YearAccount, part: str, text: str, by: Any) -> AccountText:
    """Write or rewrite one part in the council's own words.

    Refuses with 'not_a_writer', 'part_unknown', 'text_missing', or 'account_published' once it is published.
    """
    _require_writer(by, account)
    if part not in AccountText.Part.values:
        raise Refusal(_("This part does not exist."), code="part_unknown")
    if not text.strip():
        raise Refusal(_("Write a few sentences."), code="text_missing")
    try:
        with transaction.atomic():
            written, _created = AccountText.objects.update_or_create(
                account=account,
                part=part,
                defaults={"text": text.strip(), "municipality_id": account.municipality_id},
            )
    except DatabaseError as error:
        raise Refusal(_("A published account is not changed any more."), code="account_published") from error
    return written


@transaction.atomic
def write_texts(*, account: YearAccount, texts: Mapping[str, str], by: Any) -> list[AccountText]:
    """Write several parts at once (part → text), all or none; see `write_text`."""
    return [write_text(account=account, part=part, text=text, by=by) for part, text in texts.items()]


def request_publication(*, account: YearAccount, requested_by: Any) -> Any:
    """Ask a second person to publish the account with its figures as they are now."""
    _require_writer(requested_by, account)
    return request_approval(
        municipality=account.municipality,
        kind=PUBLISH,
        subject_kind="account",
        subject_id=account.public_id,
        payload=selectors.publication_of(account),
        requested_by=requested_by,
    )


@transaction.atomic
def publish_account(*, account: YearAccount, approval: Any, at: datetime | None = None) -> YearAccount:
    """Publish with the approval of a second person: texts and figures are fixed from then on.

    Refuses with 'approval_missing', also when texts or figures changed since it was asked; 'foreword_missing';
    'account_published'.
    """
    at = at or timezone.now()
    locked = YearAccount.objects.select_for_update().get(pk=account.pk)
    if locked.status == YearAccount.Status.PUBLISHED:
        raise Refusal(_("A published account is not changed any more."), code="account_published")
    if not locked.texts.filter(part=AccountText.Part.FOREWORD).exists():
        raise Refusal(_("Write a foreword first."), code="foreword_missing")
    publication = selectors.publication_of(locked)
    use_approval(
        approval=approval,
        kind=PUBLISH,
        subject_kind="account",
        subject_id=locked.public_id,
        payload=publication,
        at=at,
    )
    locked.figures = selectors.figures_of(locked.council, locked.year).as_record()
    locked.figures_hash = publication["figures_sha256"]
    locked.status, locked.published_at = YearAccount.Status.PUBLISHED, at
    locked.save(update_fields=["figures", "figures_hash", "status", "published_at"])
    record_act(
        municipality=locked.municipality,
        kind="account.published",
        subject_kind="account",
        subject_id=locked.public_id,
        payload=publication,
        neighbourhood=locked.council.neighbourhood.public_id,
        at=at,
    )
    account.refresh_from_db()
    return account


def _require_writer(person: Any, account: YearAccount) -> None:
    where = account.council.neighbourhood
    if not has_one_of(person, WRITERS, neighbourhood=where):
        raise Outsider(_("Only the council and its secretariat write the account."), code="not_a_writer")
