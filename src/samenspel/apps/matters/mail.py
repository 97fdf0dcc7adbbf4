"""The two e-mails about matters: 'is this you?', and the notice of what happened. Plain text, no tracking.

The question to confirm holds nothing that a visitor wrote: whoever gives in another's address must not be able to
send that person a text through this site. What goes wrong is logged without addresses.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from . import tokens
from .models import Follower

log = logging.getLogger(__name__)


def address_of(name: str, **arguments: Any) -> str:
    """The full address of a page of this site."""
    return f"{settings.PUBLIC_ADDRESS}{reverse(name, kwargs=arguments)}"


def _stop_address(follower: Follower) -> str:
    return address_of(
        "matters:stop",
        neighbourhood=follower.matter.neighbourhood.slug,
        token=tokens.make(tokens.STOP, follower.public_id),
    )


def ask_to_confirm(follower: Follower) -> bool:
    """Ask the owner of an address whether this is their wish. False when the mail could not be sent."""
    where = follower.matter.neighbourhood
    with override(follower.language):
        context = {
            "neighbourhood": where.name,
            "asked_at": follower.asked_at,
            "confirm_url": address_of(
                "matters:confirm",
                neighbourhood=where.slug,
                token=tokens.make(tokens.CONFIRM, follower.public_id),
            ),
        }
        subject = gettext("Do you want to hear from us? %(neighbourhood)s") % context
        body = render_to_string("matters/email/confirm.txt", context)
    return _sent(EmailMessage(subject, body, to=[follower.email], headers={"Auto-Submitted": "auto-generated"}))


def tell(follower: Follower, items: Sequence[Any], *, connection: Any = None) -> bool:
    """Tell one person what happened; `items` are `notices.Item`. False when the mail could not be sent."""
    where = follower.matter.neighbourhood
    stop = _stop_address(follower)
    with override(follower.language):
        context = {"neighbourhood": where.name, "items": items, "stop_url": stop}
        subject = gettext("What we did with it. %(neighbourhood)s") % context
        body = render_to_string("matters/email/notice.txt", context)
    headers = {
        "Auto-Submitted": "auto-generated",
        # RFC 8058: the mail program stops it with one POST, without a page.
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return _sent(EmailMessage(subject, body, to=[follower.email], headers=headers, connection=connection))


def _sent(message: EmailMessage) -> bool:
    try:
        return bool(message.send())
    except Exception as error:
        # The error's own text may hold the address.
        log.warning("An e-mail about a matter could not be sent: %s", type(error).__name__)
        return False
