"""Help for tests of the keeper's desk: addresses, and forms with their confirming page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse


def url(where: Any, name: str, **kwargs: Any) -> str:
    return reverse(f"draws-desk:{name}", kwargs={"neighbourhood": where.slug, **kwargs})


def send(client: Any, address: str, data: dict[str, Any], *, confirm: bool = True) -> Any:
    """Send a form; with `confirm` first look at the page that says what will happen, which does nothing yet."""
    if confirm:
        shown = client.post(address, data)
        if shown.status_code != 200:
            return shown
        assert 'name="confirmed"' in shown.content.decode()
    return client.post(address, data | ({"confirmed": "yes"} if confirm else {}))
