"""The dictionary of words that departments use differently."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.foundation.errors import Refusal

from ..access import require_official
from ..models import Domain, Word, WordMeaning

MEANINGS_MIN = 2


@transaction.atomic
def save_word(
    *,
    neighbourhood: Any,
    by: Any,
    word: str,
    plain: str,
    meanings: Mapping[Domain, str],
    entry: Word | None = None,
    at: datetime | None = None,
) -> Word:
    """A word with the plain word beside it, and what it means for at least two domains.

    Refuses with 'not_an_official', 'word_missing', 'meanings_missing' or 'word_twice'.
    """
    require_official(by, neighbourhood)
    told = {domain: meaning.strip() for domain, meaning in meanings.items() if meaning.strip()}
    if not (word.strip() and plain.strip()):
        raise Refusal(_("Fill in the word and the plain word."), code="word_missing")
    if len(told) < MEANINGS_MIN:
        raise Refusal(_("Say for at least two domains what they mean by it."), code="meanings_missing")
    page = entry or Word(municipality_id=neighbourhood.municipality_id)
    page.word, page.plain, page.changed_at = word.strip(), plain.strip(), at or timezone.now()
    try:
        with transaction.atomic():
            page.save()
    except IntegrityError as error:
        raise Refusal(_("This word stands in the dictionary already."), code="word_twice") from error
    page.meanings.all().delete()
    WordMeaning.objects.bulk_create(
        [
            WordMeaning(municipality_id=page.municipality_id, word=page, domain=domain, meaning=meaning)
            for domain, meaning in told.items()
        ]
    )
    return page


@transaction.atomic
def remove_word(*, entry: Word, neighbourhood: Any, by: Any) -> None:
    """Take a word out of the dictionary."""
    require_official(by, neighbourhood)
    entry.delete()
