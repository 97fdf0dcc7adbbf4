"""Import with column mapping: the mapping is found, every fault is named, nothing is half read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.engines.errors import FaultsError
from samenspel.engines.tabular import Table, parse_integer
from samenspel.foundation.intake import ColumnSpec, IntakeRow, apply_mapping, propose_mapping

SPECS = (
    ColumnSpec("address", synonyms=("adres", "woonadres")),
    ColumnSpec("birth_year", synonyms=("geboortejaar",), parse=parse_integer),
    ColumnSpec("note", required=False, synonyms=("opmerking",)),
)
# Numbers that pass the check of a citizen service number; made up, in nobody's use here.
VALID_NUMBERS = ("111222333", "123456782", "100000009", "999999990")


def table(*rows, columns=("Adres", "Geboortejaar", "Opmerking")):
    return Table(tuple(columns), tuple(tuple(row) for row in rows), tuple(range(2, 2 + len(rows))))


def codes_of(raised):
    return [(fault.row, fault.column, fault.code) for fault in raised.value.faults]


def test_headers_are_found_by_name_synonym_and_words():
    assert propose_mapping(["OPMERKING", "Geboorte-jaar", "Adrés"], SPECS) == {
        "address": "Adrés",
        "birth_year": "Geboorte-jaar",
        "note": "OPMERKING",
    }
    assert propose_mapping(["adres van verblijf", "geboortejaar"], SPECS)["address"] == "adres van verblijf"


def test_two_headers_with_the_same_word_are_left_to_a_person():
    assert "address" not in propose_mapping(["adres 1", "adres 2"], SPECS)


@given(st.lists(st.text(max_size=12), unique=True, max_size=6))
def test_a_proposal_uses_a_header_once_and_is_the_same_every_time(headers):
    proposal = propose_mapping(headers, SPECS)
    assert len(set(proposal.values())) == len(proposal)
    assert set(proposal.values()) <= set(headers)
    assert propose_mapping(headers, SPECS) == proposal


def test_rows_are_read_with_their_place_in_the_file():
    read = table(("Laan 1", "1987", ""), ("Laan 2", "2001", "hoek"))
    mapping = propose_mapping(read.columns, SPECS)
    assert apply_mapping(read, SPECS, mapping) == (
        IntakeRow(2, {"address": "Laan 1", "birth_year": 1987, "note": None}),
        IntakeRow(3, {"address": "Laan 2", "birth_year": 2001, "note": "hoek"}),
    )


def test_every_fault_is_listed_with_row_and_column():
    read = table(("", "1987", ""), ("Laan 2", "tachtig", ""), ("Laan 3", "", ""))
    with pytest.raises(FaultsError) as raised:
        apply_mapping(read, SPECS, propose_mapping(read.columns, SPECS))
    assert codes_of(raised) == [
        (2, "Adres", "empty_cell"),
        (3, "Geboortejaar", "not_an_integer"),
        (4, "Geboortejaar", "empty_cell"),
    ]
    assert all(fault.remedy for fault in raised.value.faults)


def test_a_mapping_with_mistakes_is_refused():
    read = table(("Laan 1", "1987", ""))
    mapping = {"address": "Adres", "note": "Adres", "colour": "Adres", "birth_year": "Jaar"}
    with pytest.raises(FaultsError) as raised:
        apply_mapping(read, SPECS, mapping)
    assert {fault.code for fault in raised.value.faults} == {"column_twice", "unknown_field", "no_such_column"}


def test_a_field_without_a_column_is_named():
    with pytest.raises(FaultsError) as raised:
        apply_mapping(table(("Laan 1", "1987", "")), SPECS, {"address": "Adres"})
    assert [(f.code, f.params["field"]) for f in raised.value.faults] == [("column_missing", "birth_year")]


@pytest.mark.parametrize("write", [str, lambda n: f"{n[:4]}.{n[4:6]}.{n[6:]}", lambda n: f" {n}"])
def test_a_column_of_citizen_service_numbers_is_refused_even_when_not_mapped(write):
    read = table(*(("Laan 1", "1987", write(number)) for number in VALID_NUMBERS))
    with pytest.raises(FaultsError) as raised:
        apply_mapping(read, SPECS, {"address": "Adres", "birth_year": "Geboortejaar"})
    (fault,) = raised.value.faults
    assert (fault.code, fault.column) == ("citizen_numbers", "Opmerking")
    assert "4 of its 4" in fault.message
    assert not any(number in fault.message for number in VALID_NUMBERS)


def test_a_column_named_after_the_citizen_service_number_is_refused_whatever_it_holds():
    read = table(("Laan 1", "1987", "1"), columns=("Adres", "Geboortejaar", "BSN"))
    with pytest.raises(FaultsError) as raised:
        apply_mapping(read, SPECS, {"address": "Adres", "birth_year": "Geboortejaar"})
    assert codes_of(raised) == [(None, "BSN", "citizen_numbers")]


@pytest.mark.parametrize(
    "cells",
    [
        ("111222333", "123456782"),  # two could be chance
        ("111222333",) * 20,  # one value, however often
        ("111222333", "123456782", "100000009", "123456780", "123456781", "123456783", "123456784"),
        ("20240101", "20240102", "20240103", "20240104"),
    ],
)
def test_other_numbers_are_let_through(cells):
    read = table(*(("Laan 1", "1987", cell) for cell in cells))
    assert len(apply_mapping(read, SPECS, propose_mapping(read.columns, SPECS))) == len(cells)
