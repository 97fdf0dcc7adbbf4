"""Likeness of texts: Dutch forms of one word meet, reasons are given, and what shares nothing is not suggested."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.engines.signals import Collection, similar_texts, stem, suggest_themes, words

calm = settings(derandomize=True, deadline=None, max_examples=60)
HEARD = [
    ("Mijn dochter kan nooit op bezoek komen, er is geen parkeerplek.", "Bezoek"),
    ("Mijn bezoek kan nergens parkeren.", "Bezoek"),
    ("Het is aardedonker achter de school.", "Licht"),
    ("De straatlamp bij de school doet het al weken niet, zo donker!", "Licht"),
    ("Kinderen spelen op straat, maar auto's rijden hier te hard.", "Spelen"),
    ("Er is geen speelplek voor kleine kinderen.", "Spelen"),
    ("In de zomer is het boven veertig graden in huis.", None),
]
TEXTS, THEMES = [text for text, _ in HEARD], [theme for _, theme in HEARD]
TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=80)


@pytest.mark.parametrize(
    "forms",
    [
        ("straat", "straten"), ("huis", "huizen"), ("boom", "bomen"), ("bank", "banken", "bankje", "bankjes"),
        ("parkeren", "parkeert", "geparkeerd"), ("fiets", "fietsen", "gefietst"), ("auto's", "auto"),
        ("spelen", "speelt", "gespeeld"), ("woning", "woningen", "wonen"), ("eenzaam", "eenzaamheid"),
        ("ouderen", "oudere"), ("lamp", "lampen", "lampje"), ("brief", "brieven"), ("Café", "cafe"),
    ],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(words(form)[0]) for form in forms}) == 1


def test_words_that_differ_keep_differing_and_small_words_go() -> None:
    found = {stem(word) for word in ("park", "parkeren", "straat", "staat", "school", "bus", "boom", "bezoek")}
    assert len(found) == 8
    assert words("Dat is er toch niet, of wel?") == []
    assert words("") == []


def test_the_nearest_comes_first_with_the_words_that_make_it_so() -> None:
    found = similar_texts("Waar moet mijn bezoek parkeren?", Collection.of(TEXTS))
    assert [match.position for match in found] == [1, 0]
    assert set(found[0].shared) == {"bezoek", "parkeren"}
    assert found[0].score > found[1].score


def test_pieces_of_a_compound_are_found() -> None:
    found = similar_texts("Er moet een parkeergarage komen", Collection.of(TEXTS), from_score=0.02)
    assert {match.position for match in found} >= {0, 1}


def test_what_shares_nothing_is_not_suggested() -> None:
    assert similar_texts("Zwemles", Collection.of(TEXTS)) == []
    assert similar_texts("", Collection.of(TEXTS)) == []
    assert similar_texts("iets", Collection.of([])) == []
    assert suggest_themes("Zwemles", Collection.of(TEXTS), THEMES) == []


def test_themes_are_suggested_by_their_texts_and_never_by_loose_ones() -> None:
    collection = Collection.of(TEXTS)
    found = suggest_themes("De lamp achter onze school is stuk, het is zo donker.", collection, THEMES)
    assert found[0].theme == "Licht"
    assert [match.position for match in found[0].matches] == [3, 2]
    assert suggest_themes("In huis is het veertig graden", collection, THEMES) == []
    # A text is not suggested to itself.
    assert all(match.matches[0].position != 2 for match in suggest_themes(TEXTS[2], collection, THEMES, without=[2]))
    with pytest.raises(ValueError, match="each text"):
        suggest_themes("x", collection, THEMES[:-1])


@given(st.lists(TEXT, max_size=12), TEXT)
@calm
def test_likeness_is_between_nothing_and_one_and_the_same_each_time(texts: list[str], text: str) -> None:
    collection = Collection.of(texts)
    found = similar_texts(text, collection, most=len(texts), from_score=0.0)
    assert found == similar_texts(text, Collection.of(texts), most=len(texts), from_score=0.0)
    assert all(0 <= match.score <= 1 for match in found)
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)


@given(st.lists(TEXT.filter(words), min_size=1, max_size=8))
@calm
def test_a_text_is_most_like_itself(texts: list[str]) -> None:
    collection = Collection.of(texts)
    for text in texts:
        best = similar_texts(text, collection, most=1)[0]
        assert best.score == pytest.approx(1.0)
        assert sorted(words(texts[best.position])) == sorted(words(text)) or best.score > 0.999


@given(TEXT)
@calm
def test_stems_are_never_empty(text: str) -> None:
    assert all(stem(word) for word in words(text))
