"""Numbers and readability of texts, and the balance of three values: pure functions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from samenspel.apps.dossiers.numbers import numbers_in
from samenspel.apps.dossiers.readability import readability_of
from samenspel.apps.matters.balance import balance_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("€ 25.000 en 25 duizend euro", [(25_000, "euro")]),
        ("Tussen 22.00 uur en 22 uur.", [(1_320, "time"), (22, "")]),
        ("12,5% of 12,50 procent van 1.250,50", [("12.5", "percent"), ("1250.5", "")]),
        ("1,2 miljoen in 2027. Daarna 2027 niet.", [(1_200_000, ""), (2027, "")]),
        ("€5,- per keer, 3x, A4", [(5, "euro")]),
        ("twee plekken", []),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, found: list[tuple[object, str]]) -> None:
    assert [one.key for one in numbers_in(text)] == [(Decimal(str(value)).normalize(), unit) for value, unit in found]


def test_long_sentences_and_words_stand_out():
    text = (
        "Wij bellen om 22.00 uur o.a. de school. Een zin die zo lang is dat niemand hem nog wil lezen omdat er veel te "
        "veel woorden in staan!\nKopje\nDe parkeervergunningen en de niet-openbare weg."
    )
    counted = readability_of(text)
    assert (counted.sentences, counted.words) == (4, 35)
    assert [one.words for one in counted.long_sentences] == [20]
    assert counted.long_words == ("parkeervergunningen",)
    assert (counted.words_per_sentence, counted.is_light) == (9, False)
    assert readability_of("Wij doen het.").is_light
    assert readability_of("  ").words_per_sentence == 0


@pytest.mark.parametrize(
    ("scores", "strong", "weak", "level"),
    [
        ((5, 2, 4), ("return",), ("engagement",), ""),
        ((2, 4, 4), ("engagement", "legitimacy"), ("return",), ""),
        ((5, 1, 1), ("return",), ("engagement", "legitimacy"), ""),
        ((3, 4, 3), (), (), "middle"),
        ((5, 4, 4), (), (), "high"),
        ((1, 2, 2), (), (), "low"),
    ],
)
def test_a_point_of_difference_is_still_in_balance(
    scores: tuple[int, int, int], strong: tuple[str, ...], weak: tuple[str, ...], level: str
) -> None:
    found = balance_of(dict(zip(("return", "engagement", "legitimacy"), scores, strict=True)))
    assert (found.strong, found.weak, found.level, found.is_even) == (strong, weak, level, not weak)
