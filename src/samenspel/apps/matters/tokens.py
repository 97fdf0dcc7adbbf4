"""Signed links in e-mails: who holds the link has the mailbox. They carry no address, only a row's public id."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

CONFIRM, STOP = "matters.confirm", "matters.stop"


def make(purpose: str, public_id: str) -> str:
    """A token for one purpose."""
    return signing.dumps(public_id, salt=purpose)


def read(purpose: str, token: str, *, within: timedelta | None = None) -> str | None:
    """The public id, or None when the token is not ours, for another purpose, or older than `within`."""
    try:
        found = signing.loads(token, salt=purpose, max_age=within)
    except signing.BadSignature:
        return None
    return found if isinstance(found, str) else None
