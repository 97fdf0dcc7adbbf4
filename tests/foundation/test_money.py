"""Amounts as people read them, in Dutch and in English."""

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from samenspel.foundation import money

# The sign and its amount stand on one line.
NO_BREAK = "\u00a0"


def spaced(text):
    return text.replace("€ ", f"€{NO_BREAK}")


@pytest.mark.parametrize(
    ("cents", "dutch", "english"),
    [
        (0, "€ 0", "€ 0"),
        (5, "€ 0,05", "€ 0.05"),
        (123_450, "€ 1.234,50", "€ 1,234.50"),
        (123_400, "€ 1.234", "€ 1,234"),
        (2_400_000_000, "€ 24.000.000", "€ 24,000,000"),
        (-123_450, "−€ 1.234,50", "−€ 1,234.50"),
    ],
)
def test_euros(cents, dutch, english):
    with override("nl"):
        assert money.euros(cents) == spaced(dutch)
    with override("en"):
        assert money.euros(cents) == spaced(english)


@pytest.mark.parametrize(
    ("cents", "dutch", "english"),
    [
        (95_000, "€ 950", "€ 950"),
        (9_999_999, "€ 99.999,99", "€ 99,999.99"),
        (10_000_000, "100 duizend euro", "100 thousand euros"),
        (24_050_000, "241 duizend euro", "241 thousand euros"),
        (99_949_999, "999 duizend euro", "999 thousand euros"),
        (99_950_000, "1 miljoen euro", "1 million euros"),
        (115_000_000, "1,2 miljoen euro", "1.2 million euros"),
        (1_324_999_999, "13,2 miljoen euro", "13.2 million euros"),
        (1_996_000_000, "20 miljoen euro", "20 million euros"),
    ],
)
def test_short_euros(cents, dutch, english):
    with override("nl"):
        assert money.short_euros(cents) == spaced(dutch)
    with override("en"):
        assert money.short_euros(cents) == spaced(english)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_no_cent_is_lost(cents):
    with override("en"):
        told = money.euros(cents)
    digits = told.replace("−", "-").replace(f"€{NO_BREAK}", "").replace(",", "")
    whole, _, rest = digits.partition(".")
    assert int(whole + (rest or "00")) == cents


@given(st.integers(min_value=10_000_000, max_value=10**13))
def test_a_short_sum_is_off_by_half_its_last_digit_at_most(cents):
    with override("en"):
        number, unit, _euros = money.short_euros(cents).split()
    size = {"thousand": 100_000, "million": 100_000_000}[unit]
    step = size if unit == "thousand" else size // 10
    assert abs(float(number.replace(",", "")) * size - cents) <= step / 2 * 1.000001


@pytest.mark.parametrize(
    ("language", "one", "many"), [("nl", "1 mens", "12.970 mensen"), ("en", "1 person", "12,970 people")]
)
def test_people(language, one, many):
    with override(language):
        assert (money.people(1), money.people(12_970)) == (one, many)


def test_in_a_template():
    template = Template("{% load money %}{{ cents|euros }}; {{ cents|short_euros }}")
    with override("nl"):
        assert template.render(Context({"cents": 24_000_001})) == spaced("€ 240.000,01; 240 duizend euro")
