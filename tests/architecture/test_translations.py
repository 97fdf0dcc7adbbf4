"""No untranslated text: the Dutch catalogue is complete, compiled and up to date."""

import gettext
import os
import re
import shutil
import subprocess
import sys

import pytest

from samenspel_testing import ROOT

SOURCE = ROOT / "src" / "samenspel"
CATALOGUE = SOURCE / "site" / "locale" / "nl" / "LC_MESSAGES"


def _entries(text: str) -> list[tuple[str, list[str], bool, str]]:
    """(id, translations, fuzzy, context or '') of each entry but the header."""
    entries = []
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        parts: dict[str, str] = {}
        key = ""
        for line in lines:
            if match := re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) "(.*)"$', line):
                key = match[1]
                parts[key] = match[2]
            elif line.startswith('"') and key:
                parts[key] += line[1:-1]
        if parts.get("msgid"):
            told = [value for name, value in parts.items() if name.startswith("msgstr")]
            entries.append(
                (
                    parts["msgid"],
                    told,
                    any("fuzzy" in line for line in lines if line.startswith("#,")),
                    parts.get("msgctxt", ""),
                )
            )
    return entries


def test_every_text_has_its_dutch():
    entries = _entries((CATALOGUE / "django.po").read_text(encoding="utf-8"))
    assert len(entries) > 500
    assert [text for text, told, fuzzy, _context in entries if fuzzy or not all(told)] == []


def test_placeholders_are_the_same_in_both_languages():
    wrong = []
    for text, told, _fuzzy, _context in _entries((CATALOGUE / "django.po").read_text(encoding="utf-8")):
        wanted = set(re.findall(r"%\(\w+\)[sd]", text))
        # A Dutch singular may leave the number out.
        wrong += [text for one in told if not set(re.findall(r"%\(\w+\)[sd]", one)) <= wanted and len(told) == 1]
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_texts():
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = []
    for text, told, _fuzzy, context in _entries((CATALOGUE / "django.po").read_text(encoding="utf-8")):
        plain = text.encode().decode("unicode_escape").encode("latin-1", "ignore").decode("utf-8", "ignore")
        if "\\" in text or not plain.isascii() or len(told) > 1:
            continue
        found = compiled.pgettext(context, plain) if context else compiled.gettext(plain)
        if found != plain and found != told[0].replace('\\"', '"'):
            stale.append(text)
    assert stale == []


def test_no_text_on_screen_is_missing_from_the_catalogue(tmp_path):
    if shutil.which("xgettext") is None:
        if os.environ.get("SAMENSPEL_CI"):
            pytest.fail("gettext is not installed, and CI needs it")
        pytest.skip("gettext is not on this machine: new texts are not looked for")
    shutil.copytree(SOURCE, tmp_path / "samenspel", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(
        [sys.executable, "-m", "samenspel.site.manage", "makemessages", "-l", "nl", "--no-location", "-v0"],
        cwd=tmp_path / "samenspel",
        env={**os.environ, "PYTHONPATH": str(tmp_path), "SAMENSPEL_VAR": str(tmp_path / "var")},
        check=True,
    )
    collected = (tmp_path / "samenspel/site/locale/nl/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    assert [text for text, told, fuzzy, _context in _entries(collected) if fuzzy or not all(told)] == []
