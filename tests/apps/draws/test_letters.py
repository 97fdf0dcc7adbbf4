"""Letters: a personal code each, without names, one page each."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from samenspel.apps.accounts.selectors import code_counts
from samenspel.apps.draws import jobs, services
from samenspel.apps.draws.models import RegisterPerson
from samenspel.apps.draws.services import Letterhead
from samenspel.foundation.errors import Outsider, Refusal

from ..factories import AT, neighbourhood, person
from .factories import committed_lot, drawn_tickets, keeper, lot_in_order, published_lot

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


def test_the_back_of_a_letter_says_the_same_in_other_languages(tmp_path):
    where = neighbourhood()
    lot = lot_in_order(where, count=6, seats=2)
    with pytest.raises(Refusal) as raised:
        services.issue_letter_codes(lot=lot, by=keeper(where), at=AT)
    assert raised.value.code == "wave_not_open"
    services.open_wave(lot=lot, size=2, by=keeper(where), at=AT)
    codes = services.issue_letter_codes(lot=lot, by=keeper(where), at=AT)
    assert len(codes) == 2
    with pytest.raises(Refusal) as raised:
        services.letters_pdf(lot=lot, codes=codes, letterhead=HEAD, languages=["tlh"])
    assert raised.value.code == "language_unknown"
    document = services.letters_pdf(lot=lot, codes=codes, letterhead=HEAD, languages=["uk", "ar", "en"], created_at=AT)
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine")
    (tmp_path / "letters.pdf").write_bytes(document)
    text = subprocess.run(
        ["pdftotext", tmp_path / "letters.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    pages = text.rstrip("\f").split("\f")
    assert len(pages) == 4
    assert "72" in pages[0]
    for said in ("English", "Українська", "13-4-2026"):
        assert said in pages[1]


def test_a_long_run_makes_many_files_that_are_fetched_together_once(client, monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    where = neighbourhood()
    lot = published_lot(where, count=9)
    alice = keeper(where)
    monkeypatch.setattr(services, "LETTERS_PER_FILE_MAX", 4)
    monkeypatch.setattr(jobs.services.letters, "LETTERS_HERE_MAX", 3)
    told = []
    payload = {
        "lot": lot.public_id, "person": alice.public_id, "first": 1, "last": 9, "place": "X",
        "sent_on": "2026-03-04", "contact": "Bel", "answer_url": HEAD.answer_url, "website": HEAD.website,
    }  # fmt: skip
    result = jobs.run_letters(payload, lambda step, done=0, total=0: told.append((done, total)))
    assert (result["letters"], told) == (9, [(0, 9), (4, 9), (8, 9)])
    client.force_login(alice)
    address = reverse("draws-desk:fetch-all-letters", args=[where.slug, lot.public_id])
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.post(address).streaming_content)))
    names = ["brieven-00001-00004.pdf", "brieven-00005-00008.pdf", "brieven-00009-00009.pdf"]
    assert sorted(archive.namelist()) == names
    assert archive.read(names[0]).startswith(b"%PDF-")
    # Once: the codes stand on paper and nowhere else.
    assert client.post(address).status_code == 302
