"""Raise a signal; the area team clears it."""

import pytest

from apps.factories import AT, neighbourhood, person
from samenspel.apps.matters.selectors import matter_of
from samenspel.apps.picture.selectors import public_signals, signals_by_theme
from samenspel.apps.picture.services import clear_signal, raise_signal
from samenspel.foundation.errors import Outsider, Refusal

pytestmark = pytest.mark.django_db


def test_a_signal_has_a_matter_and_is_public_once_cleared():
    where = neighbourhood()
    signal = raise_signal(neighbourhood=where, text="Dat parkeren…", source="door", theme="Straat", at=AT)
    assert matter_of("signal", signal.public_id).status == "new"
    assert list(public_signals(where)) == []
    clear_signal(signal=signal, by=person("Noor", "area_team_member", where=where))
    assert list(public_signals(where)) == [signal]
    assert signals_by_theme(where) == [("Straat", 1)]


def test_an_outsider_does_not_clear():
    where = neighbourhood()
    signal = raise_signal(neighbourhood=where, text="Hoi", source="site")
    elsewhere = neighbourhood("Havenwijk", "WK999902")
    for someone in (person("Alice", "expert", where=where), person("Bob", "area_manager", where=elsewhere)):
        with pytest.raises(Outsider) as refusal:
            clear_signal(signal=signal, by=someone)
        assert refusal.value.code == "not_area_team"


def test_an_empty_signal_is_refused():
    with pytest.raises(Refusal) as refusal:
        raise_signal(neighbourhood=neighbourhood(), text=" ", source="site")
    assert refusal.value.code == "text_missing"
