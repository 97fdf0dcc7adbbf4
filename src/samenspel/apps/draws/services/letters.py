"""Letters to the drawn: a personal code each, one page each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from samenspel.apps.accounts.services import issue_codes, void_codes
from samenspel.foundation.errors import Refusal
from samenspel.foundation.pdf import qr_code, render_pdf, render_pdf_apart

from .. import access, engine
from ..acts import record
from ..models import Lot, LotTicket
from ..tickets import ticket_of, ticket_subject
from .answers import CODE_PURPOSE, CODE_SUBJECT
from .letter_texts import TEXTS, LetterText
from .tickets import approached_count

# A document of 5,000 pages takes more than a gigabyte of memory; the printer joins batches.
LETTERS_PER_FILE_MAX = 500
# More than these in one go are laid out in a process of their own, which gives its memory back.
LETTERS_HERE_MAX = 50
# Letters of other scripts: typst brings both along.
OTHER_FONTS = ["Libertinus Serif", "DejaVu Sans Mono"]


@dataclass(frozen=True)
class Letterhead:
    """What every letter of a run says: where and when it was written, where to answer, whom to call.

    `answer_url` is where the code is typed in; the QR code adds the code after a '#', so that it never
    reaches a server's log. `website` is where anyone can check the draw.
    """

    place: str
    sent_on: date
    answer_url: str
    website: str
    contact: str


def check_letters(*, lot: Lot, first: int = 1, last: int | None = None) -> QuerySet[LotTicket]:
    """The tickets at these places, if letters to them may be made.

    Refuses with 'lot_not_published', 'wave_not_open' in the order of the lot, and with 'register_gone' once
    people have been erased.
    """
    if lot.status != Lot.Status.PUBLISHED:
        raise Refusal(_("Publish the lot first."), code="lot_not_published")
    if first > (approached := min(lot.count, approached_count(lot=lot))):
        raise Refusal(_("These people are not approached yet. Open a wave first."), code="wave_not_open")
    tickets = lot.tickets.filter(position__gte=first, position__lte=min(last or approached, approached))
    if tickets.filter(person=None).exists():
        raise Refusal(_("These people are no longer in the register."), code="register_gone")
    return tickets


@transaction.atomic
def issue_letter_codes(
    *, lot: Lot, by: Any, first: int = 1, last: int | None = None, at: datetime | None = None
) -> dict[str, str]:
    """Codes for the drawn at positions `first` to `last` (by default all that are approached).

    Returns ticket subject ('lot:number') → code as written. The codes exist nowhere else: make the letters
    now. Earlier codes of these tickets become void. Refuses with 'lot_not_published', and with
    'register_gone' once people have been erased.
    """
    access.require_keeper(by, lot.neighbourhood)
    at = at or timezone.now()
    tickets = check_letters(lot=lot, first=first, last=last)
    subjects = [ticket_subject(lot, number) for number in tickets.order_by("position").values_list("number", flat=True)]
    for subject in subjects:
        # A new letter makes the old one void: a ticket answers with one code.
        void_codes(purpose=CODE_PURPOSE, subject_kind=CODE_SUBJECT, subject_id=subject)
    codes = issue_codes(
        municipality=lot.neighbourhood.municipality,
        purpose=CODE_PURPOSE,
        subject_kind=CODE_SUBJECT,
        subject_ids=subjects,
        on=timezone.localdate(at),
    )
    record(lot, "lot.letters_made", {"letters": len(codes)}, at)
    return codes


def letters_pdf(
    *,
    lot: Lot,
    codes: Mapping[str, str],
    letterhead: Letterhead,
    languages: Sequence[str] = (),
    created_at: datetime | None = None,
) -> bytes:
    """The letters for these codes in the order of the lot, as an accessible PDF.

    One page each; with `languages` ('en', 'ar', 'tr', 'pl', 'uk') a second page, for the back, says the same in
    those. Refuses with 'too_many_letters' more than 500 in one file, 'language_unknown'.
    """
    if unknown := set(languages) - set(TEXTS):
        raise Refusal(_("There is no letter in this language."), code="language_unknown", languages=sorted(unknown))
    if len(codes) > LETTERS_PER_FILE_MAX:
        raise Refusal(_("Make at most 500 letters in one file."), code="too_many_letters")
    numbers = [ticket_of(subject)[1] for subject in codes]
    tickets = lot.tickets.filter(number__in=numbers).select_related("person").order_by("position")
    with override("nl"):
        data = {
            "title": f"Je bent geloot: brief van de loting in {lot.neighbourhood.name}",
            "municipality": lot.neighbourhood.municipality.name,
            "neighbourhood": lot.neighbourhood.name,
            "place": letterhead.place,
            "sent_on": date_format(letterhead.sent_on, "j F Y"),
            "contact": letterhead.contact,
            "website": letterhead.website,
            "delete_on": date_format(lot.register.delete_on, "j F Y"),
            "other_fonts": OTHER_FONTS,
            "in_order_hours": engine.ANSWER_HOURS if lot.filling == Lot.Filling.IN_ORDER else 0,
            "texts": [_text(TEXTS[code], lot, letterhead) for code in TEXTS if code in languages],
            "letters": [_letter(lot, ticket, codes, letterhead) for ticket in tickets],
        }
    render = render_pdf_apart if len(codes) > LETTERS_HERE_MAX else render_pdf
    return render("draws/letter", data, created_at=created_at)


def _text(text: LetterText, lot: Lot, letterhead: Letterhead) -> dict[str, Any]:
    """The back of the letter in one language; a day is written in figures, which everyone reads alike."""
    day = lot.register.delete_on
    filled = {"place": lot.neighbourhood.name, "url": letterhead.answer_url, "day": f"{day.day}-{day.month}-{day.year}"}
    return {
        "code": text.code,
        "name": text.name,
        "direction": text.direction,
        "title": text.title.format(**filled),
        "sentences": [sentence.format(**filled) for sentence in text.sentences],
    }


def _letter(lot: Lot, ticket: LotTicket, codes: Mapping[str, str], letterhead: Letterhead) -> dict[str, Any]:
    person = ticket.person
    if person is None:
        raise Refusal(_("This person is no longer in the register."), code="register_gone")
    code = codes[ticket_subject(lot, ticket.number)]
    return {
        "address": person.address,
        # Without a name, and so that two people at one address know which letter is whose.
        "addressee": f"de bewoner die in {person.birth_year} is geboren",
        "code": code,
        "url": letterhead.answer_url,
        "qr": qr_code(f"{letterhead.answer_url}#{code}"),
        "number": str(ticket.number),
        "visit": not person.is_secret,
    }
