"""What of the household book can be linked: funds, and estimates of what a domain spends here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.money import euros
from samenspel.foundation.search import matches
from samenspel.foundation.subjects import Subject, SubjectKind

from .models import Estimate, Fund

FOUND_MAX = 20


def _fund(where: Any, fund: Fund) -> Subject:
    return Subject(
        kind="fund",
        public_id=fund.public_id,
        title=f"{fund.name} {fund.year}",
        told=f"{fund.owner_name}, {fund.get_freedom_display()}",
        url=reverse("household:fund", args=[where.slug, fund.public_id]),
    )


def find_funds(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """Funds of the neighbourhood."""
    return [_fund(where, one) for one in Fund.objects.filter(neighbourhood=where, public_id__in=list(ids))]


def search_funds(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Funds in whose name, owner or earmark the words occur, the newest year first."""
    rows = Fund.objects.filter(neighbourhood=where).order_by("-year", "name")
    hits = (one for one in rows if not words or matches(words, one.name, one.owner_name, one.earmark, str(one.year)))
    return [_fund(where, one) for one, _number in zip(hits, range(FOUND_MAX), strict=False)]


def _estimate(where: Any, estimate: Estimate) -> Subject:
    return Subject(
        kind="estimate",
        public_id=estimate.public_id,
        title=f"{estimate.title} {estimate.year}",
        told=f"{estimate.owner_name}, {euros(estimate.amount_cents)}, {estimate.get_freedom_display()}",
        url=f"{reverse('household:book', args=[where.slug])}?jaar={estimate.year}",
    )


def find_estimates(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """Estimates of the neighbourhood."""
    return [_estimate(where, one) for one in Estimate.objects.filter(neighbourhood=where, public_id__in=list(ids))]


def search_estimates(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Estimates in whose title, domain or owner the words occur, the newest year and the largest first."""
    rows = Estimate.objects.filter(neighbourhood=where).order_by("-year", "-amount_cents")
    hits = (one for one in rows if not words or matches(words, one.title, one.domain, one.owner_name, str(one.year)))
    return [_estimate(where, one) for one, _number in zip(hits, range(FOUND_MAX), strict=False)]


SUBJECTS = [
    SubjectKind("fund", _("Funds"), find_funds, search_funds, order=40),
    SubjectKind("estimate", _("Estimates of money"), find_estimates, search_estimates, order=45),
]
