"""What the municipality lays down about who may do what, by two people and on the public log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.accounts.services import request_approval, use_approval
from samenspel.apps.trail.services import record_act
from samenspel.foundation.errors import Refusal

from ..access import require_set_up
from ..models import RolesText

LAY_DOWN = "roles.lay_down"
SUBJECT = "municipality"


def _payload(version: int, text: str) -> dict[str, Any]:
    return {"version": version, "text": text}


def _next_version(municipality: Any) -> int:
    newest = RolesText.objects.filter(municipality=municipality).aggregate(newest=Max("version"))["newest"]
    return int(newest or 0) + 1


@transaction.atomic
def request_roles_text(*, neighbourhood: Any, text: str, requested_by: Any) -> Any:
    """Ask a second person to lay down this text. Refuses with 'not_area_manager' or 'text_missing'."""
    require_set_up(requested_by, neighbourhood)
    if not text.strip():
        raise Refusal(_("Write down what the municipality lays down."), code="text_missing")
    municipality = neighbourhood.municipality
    return request_approval(
        municipality=municipality,
        kind=LAY_DOWN,
        subject_kind=SUBJECT,
        subject_id=municipality.public_id,
        payload=_payload(_next_version(municipality), text.strip().replace("\r\n", "\n")),
        requested_by=requested_by,
    )


@transaction.atomic
def lay_down_roles(*, neighbourhood: Any, approval: Any, by: Any, at: datetime | None = None) -> RolesText:
    """Lay down what two people agreed on; a public act. Earlier versions stay to be read.

    Refuses with 'not_area_manager', 'approval_missing', or 'version_taken' when another version came in between.
    """
    at = at or timezone.now()
    require_set_up(by, neighbourhood)
    municipality = neighbourhood.municipality
    version = _next_version(municipality)
    asked = dict(approval.payload) if approval is not None else {}
    if asked and asked.get("version") != version:
        raise Refusal(_("Another version was laid down in the meantime. Ask again."), code="version_taken")
    text = str(asked.get("text", ""))
    used: Any = use_approval(
        approval=approval,
        kind=LAY_DOWN,
        subject_kind=SUBJECT,
        subject_id=municipality.public_id,
        payload=_payload(version, text),
        at=at,
    )
    try:
        with transaction.atomic():
            laid = RolesText.objects.create(
                municipality=municipality,
                version=version,
                text=text,
                laid_down_on=timezone.localdate(at),
                requested_by=used.requested_by,
                approved_by=used.decided_by,
            )
    except IntegrityError as error:
        raise Refusal(_("Another version was laid down in the meantime. Ask again."), code="version_taken") from error
    record_act(
        municipality=municipality,
        kind="roles.laid_down",
        subject_kind=SUBJECT,
        subject_id=municipality.public_id,
        payload=_payload(version, text),
        neighbourhood=neighbourhood.public_id,
        at=at,
    )
    return laid
