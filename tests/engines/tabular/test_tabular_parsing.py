"""Integers, amounts and dates from text, and CSV that a spreadsheet does not execute."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.engines.errors import FaultsError
from samenspel.engines.tabular import FaultList, parse_cents, parse_date, parse_integer, read_table, write_csv


def code_of(parse, text, **arguments) -> str:
    with pytest.raises(FaultsError) as caught:
        parse(text, row=7, column="bedrag", **arguments)
    (fault,) = caught.value.faults
    assert (fault.row, fault.column) == (7, "bedrag")
    return fault.code


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1234", 123400),
        ("1234,56", 123456),
        ("1234.56", 123456),
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1.234.567", 123456700),
        ("1.234.567,8", 123456780),
        ("12,-", 1200),
        ("€ 12,5", 1250),
        ("€\u00a01.234,56", 123456),
        ("-3,05", -305),
        ("-€ 3,05", -305),
        ("€ -3,05", -305),
        ("EUR 1 234,50", 123450),
        ("0,07", 7),
    ],
)
def test_amounts(text, cents):
    assert parse_cents(text) == cents


@pytest.mark.parametrize("text", ["1.234", "1,234", "€ 999.000"])
def test_ambiguous_amounts_are_refused(text):
    assert code_of(parse_cents, text) == "ambiguous_amount"


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "1,23,4", "1234,567", "0,123", "--5", "12.34,5", "1e3", "٣"])
def test_what_is_no_amount_is_refused(text):
    assert code_of(parse_cents, text) == "not_an_amount"


def test_bounds():
    assert code_of(parse_cents, "-1", minimum=0) == "out_of_range"
    assert code_of(parse_cents, "99999999999999999") == "out_of_range"
    assert code_of(parse_integer, "11", maximum=10) == "out_of_range"
    assert code_of(parse_integer, "9007199254740992") == "out_of_range"


@settings(derandomize=True, deadline=None)
@given(st.integers(-(10**12), 10**12))
def test_dutch_notation_round_trips(cents):
    euros, rest = divmod(abs(cents), 100)
    text = f"{euros:,}".replace(",", ".") + f",{rest:02d}"
    assert parse_cents(("-" if cents < 0 else "") + text) == cents


def test_integers():
    assert parse_integer(" 42 ") == 42
    assert parse_integer("-7") == -7
    for text in ["", "1.0", "1,5", "1.234", "0x1", "²", "1 2"]:
        assert code_of(parse_integer, text) == "not_an_integer"


@pytest.mark.parametrize(
    "text",
    ["2024-05-31", "20240531", "31-05-2024", "31-5-2024", "31/5/2024", "31.05.2024", "2024-05-31T00:00"],
)
def test_dates(text):
    assert parse_date(text) == date(2024, 5, 31)


@pytest.mark.parametrize("text", ["", "31-5-24", "5/31/2024", "2024-02-30", "31-05/2024", "2024-05-31T10:00"])
def test_what_is_no_date_is_refused(text):
    assert code_of(parse_date, text) == "not_a_date"


def test_faults_are_collected_and_raised_together():
    faults = FaultList()
    assert faults.collect(parse_integer, "x", row=2, column="n") is None
    assert faults.collect(parse_integer, "3", row=3, column="n") == 3
    assert faults.collect(parse_date, "y", row=4, column="d") is None
    with pytest.raises(FaultsError) as caught:
        faults.raise_if_any()
    assert [(fault.code, fault.row) for fault in caught.value.faults] == [
        ("not_an_integer", 2),
        ("not_a_date", 4),
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+31612345678", "-2+3", "@SUM(A1)", "\tx", "\r=1", "-"])
def test_formulas_are_disarmed(cell):
    line = write_csv(["a", "b"], [[cell, "x"]]).decode().split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'" + cell)


def test_headers_are_disarmed_too():
    assert write_csv(["=a"], []) == b"'=a\r\n"


def test_plain_cells_stay_as_they_are():
    rows = [["-12", "-3,50"], ["a=b", None], [5, "é;ë"]]
    data = write_csv(["n", "t"], rows, delimiter=";")
    assert read_table(data).rows == (("-12", "-3,50"), ("a=b", ""), ("5", "é;ë"))


def test_a_row_of_another_width_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError):
        write_csv(["a"], [["1", "2"]])
