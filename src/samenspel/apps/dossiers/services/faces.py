"""How a dossier is told: three texts, each its own, in versions that stay."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.apps.trail.services import record_act
from samenspel.foundation.errors import Refusal

from ..access import require_going_on
from ..models import Audience, Dossier, FaceText


@transaction.atomic
def write_face(
    *, dossier: Dossier, audience: str, text: str, by: Any, after_version: int, at: datetime | None = None
) -> FaceText:
    """Tell a dossier anew to one audience. `after_version` is the version that the writer saw (0: none).

    The same text again changes nothing. Refuses an empty text ('text_missing'), an unknown audience, and a text
    that someone else wrote meanwhile ('text_changed').
    """
    require_going_on(dossier, by)
    at, text = at or timezone.now(), text.strip().replace("\r\n", "\n")
    if audience not in Audience.values:
        raise Refusal(_("A dossier is told to residents, the organisation and politics."), code="audience_unknown")
    if not text:
        raise Refusal(_("Write how it is."), code="text_missing")
    latest = dossier.texts.filter(audience=audience).order_by("-version").first()
    if latest is not None and latest.text == text:
        return latest
    written = _added(dossier, audience, text, by=by, version=after_version + 1, latest=latest, at=at)
    if dossier.published_at:
        record_act(
            municipality=dossier.municipality,
            kind="dossier.told",
            subject_kind="dossier",
            subject_id=dossier.public_id,
            payload={"audience": audience, "version": written.version, "sha256": written.sha256},
            neighbourhood=dossier.neighbourhood.public_id,
            at=at,
        )
    return written


def _added(
    dossier: Dossier, audience: str, text: str, *, by: Any, version: int, latest: FaceText | None, at: datetime
) -> FaceText:
    changed = Refusal(
        _("Someone else changed this text meanwhile. Look at what they wrote, then save yours again."),
        code="text_changed",
    )
    if version != (latest.version if latest else 0) + 1:
        raise changed
    try:
        with transaction.atomic():
            return FaceText.objects.create(
                municipality_id=dossier.municipality_id,
                dossier=dossier,
                audience=audience,
                version=version,
                text=text,
                author=by,
                written_at=at,
            )
    except IntegrityError as error:
        raise changed from error
