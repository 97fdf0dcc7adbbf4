"""The dilemma journal: written for oneself, shared by choice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Outsider, Refusal

from ..access import require_official
from ..models import Dilemma, DilemmaDomain, DilemmaRemark, Domain


@transaction.atomic
def write_dilemma(
    *,
    neighbourhood: Any,
    by: Any,
    title: str,
    pulls: str,
    pulls_back: str,
    did: str = "",
    learned: str = "",
    domains: Iterable[Domain] = (),
    dilemma: Dilemma | None = None,
    at: datetime | None = None,
) -> Dilemma:
    """Write a page of one's own journal, or change it; it starts as private.

    A page that everyone can read goes back to the team when it changes, so that it is read once more before it is
    open again. Refuses with 'not_an_official', 'not_author' or 'dilemma_incomplete'.
    """
    require_official(by, neighbourhood)
    if not (title.strip() and pulls.strip() and pulls_back.strip()):
        raise Refusal(
            _("Give it a title and write down both sides: what pulls you, and what pulls you back."),
            code="dilemma_incomplete",
        )
    page = dilemma or Dilemma(
        municipality_id=neighbourhood.municipality_id,
        neighbourhood=neighbourhood,
        author=by,
        written_at=at or timezone.now(),
    )
    _require_author(page, by)
    page.title, page.pulls, page.pulls_back = title.strip(), pulls.strip(), pulls_back.strip()
    page.did, page.learned = did.strip(), learned.strip()
    if page.visibility == Dilemma.Visibility.OPEN:
        page.visibility = Dilemma.Visibility.TEAM
    page.save()
    page.tags.all().delete()
    DilemmaDomain.objects.bulk_create(
        [DilemmaDomain(municipality_id=page.municipality_id, dilemma=page, domain=domain) for domain in domains]
    )
    return page


@transaction.atomic
def share_dilemma(
    *, dilemma: Dilemma, visibility: str, by: Any, names_nobody: bool = False, at: datetime | None = None
) -> Dilemma:
    """Choose who reads it. For anyone else than oneself the author says that nobody can be recognised in it.

    Refuses with 'not_author' or 'names_unread'.
    """
    _require_author(dilemma, by)
    if visibility != Dilemma.Visibility.PRIVATE and not names_nobody:
        raise Refusal(
            _("Read it once more: can a resident be recognised in it? Then change that first."), code="names_unread"
        )
    dilemma.visibility = Dilemma.Visibility(visibility)
    dilemma.shared_at = None if visibility == Dilemma.Visibility.PRIVATE else at or timezone.now()
    dilemma.save(update_fields=["visibility", "shared_at"])
    return dilemma


@transaction.atomic
def remark_on_dilemma(*, dilemma: Dilemma, text: str, by: Any, at: datetime | None = None) -> DilemmaRemark:
    """Ask the author something, or answer. Refuses with 'not_an_official', 'not_shared' or 'text_missing'."""
    require_official(by, dilemma.neighbourhood)
    if dilemma.visibility == Dilemma.Visibility.PRIVATE and dilemma.author_id != by.pk:
        raise Outsider(_("Only its author reads this."), code="not_shared")
    if not text.strip():
        raise Refusal(_("Write down what you want to ask."), code="text_missing")
    return DilemmaRemark.objects.create(
        municipality_id=dilemma.municipality_id, dilemma=dilemma, by=by, text=text.strip(), at=at or timezone.now()
    )


def _require_author(dilemma: Dilemma, by: Any) -> None:
    if dilemma.author_id != by.pk:
        raise Outsider(_("Only its author does this."), code="not_author")
