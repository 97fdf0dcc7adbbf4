"""What can be linked to what: each kind of subject says how it is called, found and shown.

An app lists its kinds in `subjects.py` as `SUBJECTS`; an app whose things hold others (such as a dossier) lists
that as `HOLDERS`. So an earlier app's page can tell where its subject stands without knowing the later app.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class Subject:
    """One thing that can be linked: a kind and a public id.

    `told` is one line about its state; `url` its page for everyone, `desk_url` its screen in the workspace, each
    '' where there is none. What is not public shows in the workspace only. `is_dutch` tells that the title is
    content of the neighbourhood, not of the page's language.
    """

    kind: str
    public_id: str
    title: str
    told: str = ""
    url: str = ""
    desk_url: str = ""
    is_public: bool = True
    is_dutch: bool = True

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.public_id


# Subjects of a neighbourhood by public id; those that do not exist (here) are left out.
Find = Callable[[Any, Sequence[str]], Iterable[Subject]]
# Subjects in which all these folded words occur, best or newest first; without words the newest.
Search = Callable[[Any, Sequence[str]], Iterable[Subject]]


@dataclass(frozen=True)
class SubjectKind:
    """A kind of subject: what several are called, how they are found, and which roles weigh one (if any do)."""

    kind: str
    label: Any
    find: Find
    search: Search
    order: int = 50
    weighed_by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """Something in which a subject stands, such as a dossier."""

    title: str
    url: str


def _nowhere(neighbourhood: Any, kind: str, public_id: str) -> str:
    return ""


@dataclass(frozen=True)
class Holder:
    """What can hold subjects of other apps.

    `places(neighbourhood, kind, public_id, at_desk)` tells where a subject stands, for everyone or for the
    workspace. `put_url` is the screen on which someone with one of `roles` puts a subject in.
    """

    key: str
    label: Any
    places: Callable[[Any, str, str, bool], Sequence[Place]]
    put_label: Any = ""
    put_url: Callable[[Any, str, str], str] = _nowhere
    roles: frozenset[str] = field(default_factory=frozenset)


def _listed(name: str) -> list[Any]:
    found: list[Any] = []
    for config in apps.get_app_configs():
        if config.name.startswith("samenspel.apps.") and module_has_submodule(config.module, "subjects"):
            found += getattr(importlib.import_module(f"{config.name}.subjects"), name, [])
    return found


@functools.cache
def kinds() -> Mapping[str, SubjectKind]:
    """Every kind of subject by its name, in order of showing."""
    found = sorted(_listed("SUBJECTS"), key=lambda one: (one.order, one.kind))
    names = [one.kind for one in found]
    if len(set(names)) != len(names):
        raise ValueError(f"a kind of subject is listed twice: {names}")
    return {one.kind: one for one in found}


@functools.cache
def holders() -> tuple[Holder, ...]:
    """Everything that can hold subjects."""
    return tuple(_listed("HOLDERS"))


def find(neighbourhood: Any, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Subject]:
    """The subjects with these (kind, public id), one look per kind; those that do not exist are absent."""
    wanted: dict[str, list[str]] = {}
    for kind, public_id in keys:
        wanted.setdefault(kind, []).append(public_id)
    known = kinds()
    found = (one for kind, ids in wanted.items() if kind in known for one in known[kind].find(neighbourhood, ids))
    return {one.key: one for one in found}


def find_one(neighbourhood: Any, kind: str, public_id: str) -> Subject | None:
    """The subject, or None."""
    return find(neighbourhood, [(kind, public_id)]).get((kind, public_id))


def weighed_by(kind: str) -> frozenset[str]:
    """The roles that may weigh a subject of this kind on the three values; none for a kind that is not weighed."""
    found = kinds().get(kind)
    return found.weighed_by if found else frozenset()
