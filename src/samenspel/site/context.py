"""What every page's frame needs: the neighbourhood, its navigation, whether this is a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samenspel.apps.accounts.selectors import roles_of
from samenspel.apps.places.models import Neighbourhood
from samenspel.apps.places.selectors import is_demonstration, neighbourhood_by_slug


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool


# (label, url name, other namespaces that lie under this entry); the namespace of a page tells which entry is current.
ENTRIES = [
    (lambda: _("Now"), "neighbourhood-home", ()),
    (
        lambda: pgettext("navigation", "Neighbourhood"),
        "figures:picture",
        ("picture", "picture-energy", "picture-heard", "teams", "roles", "dossiers", "matters"),
    ),
    (lambda: _("Conversation"), "deliberation:index", ()),
    (lambda: pgettext("navigation", "Budget"), "voting:index", ()),
    (lambda: _("Draw"), "draws:index", ()),
    (lambda: _("Money"), "household:book", ()),
    (lambda: _("Account"), "accounting:account", ()),
]


def navigation_of(request: HttpRequest, neighbourhood: Neighbourhood) -> list[NavigationItem]:
    """The navigation of a neighbourhood's pages, in reading order."""
    match = request.resolver_match
    here = (match.namespace or match.url_name) if match else ""
    return [
        NavigationItem(
            label=label(),
            url=reverse(name, kwargs={"neighbourhood": neighbourhood.slug}),
            current=here in (name.split(":")[0], *below),
        )
        for label, name, below in ENTRIES
    ]


def footer_links(neighbourhood: Neighbourhood | None, *, signed_in: bool = False) -> list[NavigationItem]:
    """What stands at the bottom of every page; the door of the workspace for who is not in yet."""
    links = []
    if neighbourhood:
        here = {"neighbourhood": neighbourhood.slug}
        links = [
            NavigationItem(_("The council and its rules of play"), reverse("councils:council", kwargs=here), False),
            NavigationItem(_("Who is there for you"), reverse("teams:team", kwargs=here), False),
            NavigationItem(_("Dossiers"), reverse("dossiers:index", kwargs=here), False),
            NavigationItem(_("What do we do with it?"), reverse("matters:index", kwargs=here), False),
            NavigationItem(_("Who may do what"), reverse("roles:roles", kwargs=here), False),
            NavigationItem(_("Public log"), reverse("trail:log", kwargs=here), False),
        ]
    door = [] if signed_in else [NavigationItem(_("Sign in for those who work here"), reverse("account_login"), False)]
    return [
        *links,
        NavigationItem(_("Check it yourself"), reverse("checking"), False),
        NavigationItem(_("Open data"), reverse("open-data"), False),
        NavigationItem(_("Privacy"), reverse("privacy"), False),
        NavigationItem(_("Accessibility"), reverse("accessibility"), False),
        NavigationItem(_("Handbook"), reverse("handbook"), False),
        *door,
    ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor for base.html."""
    match = request.resolver_match
    slug = match.kwargs.get("neighbourhood") if match else None
    neighbourhood = neighbourhood_by_slug(slug) if slug else None
    return {
        "demo": is_demonstration(),
        "frame_neighbourhood": neighbourhood,
        "navigation": navigation_of(request, neighbourhood) if neighbourhood else [],
        "footer_links": footer_links(neighbourhood, signed_in=_is_signed_in(request)),
        "search_url": reverse("search", kwargs={"neighbourhood": neighbourhood.slug}) if neighbourhood else "",
        **_desk(request, neighbourhood),
    }


def _is_signed_in(request: HttpRequest) -> bool:
    """False too for a request that was refused before anyone looked who sent it."""
    return hasattr(request, "user") and request.user.is_authenticated


def _desk(request: HttpRequest, neighbourhood: Neighbourhood | None) -> dict[str, Any]:
    """The workspace as far as this visitor has one here, and in a demonstration the way to change roles."""
    if neighbourhood is None:
        return {}
    here = {"neighbourhood": neighbourhood.slug}
    desk: dict[str, Any] = {}
    if neighbourhood.municipality.is_demonstration:
        desk["switch_role_url"] = reverse("accounts:roles", kwargs=here)
    if _is_signed_in(request) and (roles := roles_of(request.user, neighbourhood=neighbourhood)):
        desk |= {"desk_roles": roles, "desk_url": reverse("accounts:start", kwargs=here)}
    return desk
