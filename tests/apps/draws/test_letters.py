"""Letters: a personal code each, without names, one page each."""

import re
import shutil
import subprocess
from datetime import date

import pytest

from samenspel.apps.accounts.selectors import code_counts
from samenspel.apps.draws import services
from samenspel.apps.draws.models import RegisterPerson
from samenspel.apps.draws.services import Letterhead
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, neighbourhood, person
from .factories import committed_lot, drawn_tickets, keeper, published_lot

pytestmark = pytest.mark.django_db

HEAD = Letterhead(
    place="Voorbeeldstad",
    sent_on=date(2026, 3, 4),
    answer_url="https://example.org/ja",
    website="https://example.org/tuinwijk/loting/",
    contact="Bel 050 000 00 00.",
)


def test_the_drawn_get_a_code_and_a_page_each(tmp_path):
    where = neighbourhood()
    lot = published_lot(where, count=6)
    secret = drawn_tickets(lot)[0].person
    RegisterPerson.objects.filter(pk=secret.pk).update(is_secret=True)
    codes = services.issue_letter_codes(lot=lot, by=keeper(where), at=AT)
    assert len(set(codes.values())) == 6
    assert code_counts(purpose="draw", subject_kind="lot_ticket")["issued"] == 6
    document = services.letters_pdf(lot=lot, codes=codes, letterhead=HEAD, created_at=AT)
    assert document.startswith(b"%PDF-")
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine")
    (tmp_path / "letters.pdf").write_bytes(document)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "letters.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.rstrip("\f").split("\f")
    assert len(pages) == 6
    for page, ticket in zip(pages, drawn_tickets(lot), strict=True):
        assert codes[f"{lot.public_id}:{ticket.number}"] in page
        assert ticket.person.address in page
        assert f"in {ticket.person.birth_year} is geboren" in page
        assert re.search(r"Dan wissen we\s+je gegevens op 13 april 2026", page)
        # With a secrecy mark nobody rings the bell, so the letter does not say so.
        assert ("We komen ook bij je langs" in page) == (ticket.person != secret)


def test_a_later_wave_gets_letters_of_its_own():
    where = neighbourhood()
    lot = published_lot(where, count=6)
    assert len(services.issue_letter_codes(lot=lot, by=keeper(where), first=5, at=AT)) == 2
    assert len(services.issue_letter_codes(lot=lot, by=keeper(where), first=1, last=4, at=AT)) == 4


def test_a_new_letter_makes_the_old_code_void():
    where = neighbourhood()
    lot = published_lot(where, count=1)
    (old,) = services.issue_letter_codes(lot=lot, by=keeper(where), at=AT).values()
    (new,) = services.issue_letter_codes(lot=lot, by=keeper(where), at=AT).values()
    with pytest.raises(Refusal) as raised:
        services.answer_by_code(code=old, answer="yes", at=AT)
    assert raised.value.code == "code_void"
    assert services.answer_by_code(code=new, answer="yes", at=AT).answer == "yes"


def test_no_codes_before_publication_nor_after_erasure_nor_for_an_outsider():
    where = neighbourhood()
    with pytest.raises(Refusal) as raised:
        services.issue_letter_codes(lot=committed_lot(where), by=keeper(where), at=AT)
    assert raised.value.code == "lot_not_published"
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    lot = published_lot(elsewhere)
    with pytest.raises(Outsider):
        services.issue_letter_codes(lot=lot, by=person("Mallory", "canvasser", where=elsewhere), at=AT)
    services.erase_expired(today=lot.register.delete_on, at=AT)
    with pytest.raises(Refusal) as raised:
        services.issue_letter_codes(lot=lot, by=keeper(elsewhere), at=AT)
    assert raised.value.code == "register_gone"


def test_a_file_holds_at_most_five_hundred_letters():
    lot = published_lot()
    codes = {f"{lot.public_id}:{n}": "X" for n in range(501)}
    with pytest.raises(Refusal) as raised:
        services.letters_pdf(lot=lot, codes=codes, letterhead=HEAD)
    assert raised.value.code == "too_many_letters"
