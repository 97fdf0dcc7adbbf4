"""Step through the screens of the controller's desk as a browser would."""

from __future__ import annotations

import html
import re
from typing import Any

from django.urls import reverse

from samenspel.apps.household.models import Transfer


def address(scene: Any, name: str, *arguments: Any) -> str:
    return reverse(f"household-desk:{name}", args=[scene.neighbourhood.slug, *arguments])


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of the page's own form."""
    found = {}
    text = page.content.decode()
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", text):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name[1] not in ("csrfmiddlewaretoken", "next", "language"):
            found[name[1]] = html.unescape(value[1]) if value else ""
    return found


def show(client: Any, url: str, **fields: Any) -> Any:
    """Fill in the form and look at what will happen."""
    page = client.get(url)
    assert page.status_code == 200
    return client.post(url, {**hidden(page), **fields, "step": "show"})


def book(client: Any, url: str, page: Any, **fields: Any) -> Any:
    """Confirm the page as it stands."""
    return client.post(url, {**hidden(page), **fields, "step": "book"})


def act(client: Any, url: str, **fields: Any) -> Any:
    """Fill in, look, confirm."""
    page = show(client, url, **fields)
    assert page.status_code == 200, page.content.decode()
    return book(client, url, page)


def booked() -> int:
    return Transfer.objects.count()


def words(page: Any) -> str:
    """The page's text without tags, with single spaces."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())).replace("\xa0", " ")
