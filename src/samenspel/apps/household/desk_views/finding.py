"""What an address is about, or 404; and where to go back to."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from samenspel.apps.accounts.access import at_desk
from samenspel.apps.accounts.selectors import approval_by_id

from .. import selectors
from ..access import BOOKKEEPERS, SECOND_PERSONS
from ..selectors import desk

# Who keeps the book, and who may look along.
keeper = at_desk(*BOOKKEEPERS)
onlooker = at_desk(*SECOND_PERSONS)


def found_or_404(found: Any) -> Any:
    """The thing itself; Http404 where there is none."""
    if found is None:
        raise Http404
    return found


def address(name: str, neighbourhood: Any, *arguments: Any) -> str:
    """The address of a screen of this desk."""
    return reverse(f"household-desk:{name}", args=[neighbourhood.slug, *arguments])


def fund_of(neighbourhood: Any, public_id: str) -> Any:
    return found_or_404(selectors.fund_by_id(neighbourhood, public_id))


def decision_of(neighbourhood: Any, public_id: str) -> Any:
    return found_or_404(desk.decision_here(neighbourhood, public_id))


def commitment_of(neighbourhood: Any, public_id: str) -> Any:
    return found_or_404(desk.commitment_here(neighbourhood, public_id))


def invoice_of(neighbourhood: Any, public_id: str) -> Any:
    return found_or_404(desk.invoice_here(neighbourhood, public_id))


def transfer_of(neighbourhood: Any, sequence: int) -> Any:
    return found_or_404(desk.transfer_here(neighbourhood, sequence))


def approval_of(neighbourhood: Any, public_id: str, kind: str) -> tuple[Any, Any]:
    """(approval of this kind, what it is about in this neighbourhood)."""
    approval = approval_by_id(public_id, municipality=neighbourhood.municipality)
    if approval is None or approval.kind != kind:
        found_or_404(None)
    return approval, found_or_404(desk.request_subject(approval, neighbourhood))
