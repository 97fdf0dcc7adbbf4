"""The workspace of people with a role: which screens there are, for whom, and what waits there.

Each app registers its entries when it is ready; the start page and the navigation read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for someone: what it is, where to do it, and (if there is one) its day."""

    title: str
    url: str
    due_on: date | None = None


WaitingFor = Callable[[Any, Any], Sequence[Waiting]]


def nothing_waits(person: Any, neighbourhood: Any) -> Sequence[Waiting]:
    """For entries where nothing ever waits."""
    return ()


# The parts of the work, in the order of the navigation.
GROUPS = (
    ("neighbourhood", _("The neighbourhood")),
    ("council", _("Draw and council")),
    ("decide", _("Conversation and vote")),
    ("money", _("Money and account")),
    ("keeping", _("Keeping order")),
)


@dataclass(frozen=True)
class DeskEntry:
    """One screen of the workspace.

    `label` is a lazy translation, `url_name` takes the neighbourhood's slug, `roles` are the roles that may come
    in (those of accounts.Role), `order` places it in the navigation, `waiting` lists what waits for a person,
    `group` is the part of the work under which someone with many screens finds it. `about` is one short sentence
    for who is new: what one does there.
    """

    key: str
    label: Any
    url_name: str
    roles: frozenset[str]
    order: int = 50
    waiting: WaitingFor = nothing_waits
    group: str = "neighbourhood"
    about: Any = ""


_entries: dict[str, DeskEntry] = {}


def register(entry: DeskEntry) -> None:
    """Add a screen to the workspace; a key stands for one screen."""
    if entry.group not in dict(GROUPS):
        raise ValueError(f"there is no part of the work called {entry.group!r}")
    known = _entries.setdefault(entry.key, entry)
    if known != entry:
        raise ValueError(f"the desk entry {entry.key!r} is taken")


def entries_for(roles: Iterable[str]) -> list[DeskEntry]:
    """The screens that someone with these roles sees, in order."""
    held = set(roles)
    return sorted((e for e in _entries.values() if e.roles & held), key=lambda e: (e.order, e.key))


def by_group(entries: Sequence[DeskEntry]) -> list[tuple[Any, list[DeskEntry]]]:
    """(part of the work, its screens) in the order of the navigation, without empty parts."""
    parts = [(label, [entry for entry in entries if entry.group == key]) for key, label in GROUPS]
    return [(label, inside) for label, inside in parts if inside]


@dataclass(frozen=True)
class ApprovalKind:
    """What needs two people: its name on screen, and which roles may be the second person.

    `facts` tells an approval as (label, value) lines; without it the payload is shown as it stands.
    """

    kind: str
    label: Any
    roles: frozenset[str]
    facts: Callable[[Any], Sequence[tuple[str, str]]] | None = None


_approvals: dict[str, ApprovalKind] = {}


def register_approval(kind: ApprovalKind) -> None:
    """Say how a kind of approval is shown and who may decide on it; a kind is registered once."""
    known = _approvals.setdefault(kind.kind, kind)
    if known != kind:
        raise ValueError(f"the approval kind {kind.kind!r} is taken")


def entries() -> list[DeskEntry]:
    """Every screen of the workspace, in order."""
    return sorted(_entries.values(), key=lambda e: (e.order, e.key))


def approval_kinds() -> list[ApprovalKind]:
    """Everything that needs two people, by kind."""
    return sorted(_approvals.values(), key=lambda one: one.kind)


def approval_kind(kind: str) -> ApprovalKind:
    """The registered kind; one that nobody registered shows its code and can be decided by nobody on screen."""
    return _approvals.get(kind, ApprovalKind(kind, kind, frozenset()))
