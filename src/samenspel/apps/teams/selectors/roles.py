"""Who may do what, read from the workspace itself, so that it cannot say anything else than what the site does."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from samenspel.apps.accounts.selectors import every_role, role_names
from samenspel.foundation import desk

from .. import telling
from ..models import RolesText


@dataclass(frozen=True)
class Screen:
    """A screen of the workspace for a role: its name, what one does there, and whether a part of it is for others."""

    label: str
    told: str
    only_part: bool


@dataclass(frozen=True)
class RoleOnPage:
    """One role: its name, what it is for, its screens, and for what it may be the second person."""

    role: str
    label: str
    told: str
    screens: tuple[Screen, ...]
    decides: tuple[str, ...]


@dataclass(frozen=True)
class TwoPeople:
    """An act that needs two people, and who may be the second one."""

    label: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class RolesPage:
    """Everything on the page about roles."""

    everyone: tuple[tuple[str, str], ...]
    roles: tuple[RoleOnPage, ...]
    two_people: tuple[TwoPeople, ...]
    text: RolesText | None
    earlier: tuple[RolesText, ...]


def roles_page(neighbourhood: Any) -> RolesPage:
    """Who may do what in this neighbourhood, and what the municipality laid down itself."""
    texts = list(texts_of(neighbourhood.municipality))
    return RolesPage(
        everyone=tuple((str(told), _address(name, neighbourhood)) for told, name in telling.EVERYONE),
        roles=tuple(_role(role, label) for role, label in every_role()),
        two_people=tuple(TwoPeople(str(kind.label), tuple(role_names(kind.roles))) for kind in desk.approval_kinds()),
        text=texts[0] if texts else None,
        earlier=tuple(texts[1:]),
    )


def _address(name: str, neighbourhood: Any) -> str:
    try:
        return reverse(name, kwargs={"neighbourhood": neighbourhood.slug})
    except NoReverseMatch:
        return reverse(name)


def _role(role: str, label: str) -> RoleOnPage:
    return RoleOnPage(
        role=role,
        label=label,
        told=str(telling.ROLES.get(role, "")),
        screens=tuple(_screen(entry, role) for entry in desk.entries_for([role])),
        decides=tuple(str(kind.label) for kind in desk.approval_kinds() if role in kind.roles),
    )


def _screen(entry: desk.DeskEntry, role: str) -> Screen:
    doors = _doors().get(entry.url_name.split(":")[0], ())
    # A door without roles is open to any role here.
    shut = [roles for roles in doors if roles and role not in roles]
    return Screen(str(entry.label), str(telling.SCREENS.get(entry.key, "")), only_part=bool(shut))


@functools.cache
def _doors() -> dict[str, tuple[frozenset[str], ...]]:
    """Per address space the roles of each of its guarded screens (`accounts.access.at_desk`)."""
    found: dict[str, list[frozenset[str]]] = {}
    for namespace, view in _views(get_resolver()):
        roles = _roles_at(view)
        if roles is not None:
            found.setdefault(namespace, []).append(roles)
    return {namespace: tuple(roles) for namespace, roles in found.items()}


def _views(resolver: Any, namespace: str = "") -> Iterator[tuple[str, Any]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _views(one, one.namespace or namespace)
        elif isinstance(one, URLPattern):
            yield namespace, one.callback


def _roles_at(view: Any) -> frozenset[str] | None:
    """The roles at the door of a view, however deep it is wrapped; None for one without a doorkeeper."""
    while view is not None:
        roles = getattr(view, "desk_roles", None)
        if roles is not None:
            return frozenset(roles)
        view = getattr(view, "__wrapped__", None)
    return None


def texts_of(municipality: Any) -> QuerySet[RolesText]:
    """What was laid down, the newest version first."""
    return RolesText.objects.filter(municipality=municipality).select_related("requested_by", "approved_by")


def newest_roles_text(municipality: Any) -> RolesText | None:
    """What is laid down now, or None."""
    return texts_of(municipality).first()
