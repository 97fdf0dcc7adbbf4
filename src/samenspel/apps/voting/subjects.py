"""What of the budget rounds can be linked: plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.search import matches
from samenspel.foundation.subjects import Subject, SubjectKind

from .models import Project

FOUND_MAX = 20


def _project(where: Any, project: Project) -> Subject:
    is_public = project.is_public and not project.is_withdrawn
    return Subject(
        kind="project",
        public_id=project.public_id,
        title=project.title,
        told=str(project.budget_round.title),
        url=reverse("voting:plans", args=[where.slug, project.budget_round.public_id]) if is_public else "",
        is_public=is_public,
    )


def _rows(where: Any) -> Any:
    return Project.objects.filter(budget_round__neighbourhood=where).select_related("budget_round")


def find_projects(where: Any, ids: Sequence[str]) -> Iterable[Subject]:
    """Plans of the neighbourhood's budget rounds."""
    return [_project(where, one) for one in _rows(where).filter(public_id__in=list(ids))]


def search_projects(where: Any, words: Sequence[str]) -> Iterable[Subject]:
    """Plans in which the words occur, the newest first."""
    rows = _rows(where).order_by("-proposed_at", "-pk")
    hits = (one for one in rows if not words or matches(words, one.title, one.text))
    return [_project(where, one) for one, _number in zip(hits, range(FOUND_MAX), strict=False)]


SUBJECTS = [SubjectKind("project", _("Plans"), find_projects, search_projects, order=55)]
