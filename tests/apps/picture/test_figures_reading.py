"""Read the shapes in which key figures come: columns of any year, spreadsheets with short names, names, changes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.apps.picture.figures import reading
from samenspel.apps.picture.figures.topics import GROUPS, TOPICS
from samenspel.engines.errors import FaultsError
from samenspel_testing import shared_data

from . import made_up


def values(file, code):
    return dict(next(record.values for record in file.records if record.code == code))


def test_columns_are_known_in_every_year_whatever_their_number():
    assert reading.base_name("AantalInwoners_5") == reading.base_name("AantalInwoners_104") == "aantalinwoners"
    assert reading.base_name("k_0Tot15Jaar_8") == "0tot15jaar"
    assert reading.base_name("Bevolking/Leeftijdsgroepen/0 tot 15 jaar (aantal)") == "0tot15jaar"
    assert reading.base_name("Zorg/Wmo-cliënten relatief (per 1 000 inwoners)") == "wmoclientenrelatief"


def test_every_topic_but_one_of_older_years_is_in_the_real_table_of_2024():
    """Each base name exists in the source's own list, exactly as often as the topic says."""
    import json

    path = shared_data("cbs", "85984NED_DataProperties.json")
    columns = [one["Key"] for one in json.loads(path.read_text()) if one["Type"] == "Topic"]
    found = {topic.key for _column, topic in reading.plan_of(columns).topics}
    assert found == {topic.key for topic in TOPICS}
    origin = {topic.key: column for column, topic in reading.plan_of(columns).topics}
    assert origin["origin_netherlands"] == "Nederland_17"
    assert origin["origin_outside_europe"] == "BuitenEuropa_19"
    year, table = reading.table_facts(json.loads(shared_data("cbs", "85984NED_TableInfos.json").read_text()))
    assert (year, table) == (2024, "85984NED")


def test_topics_are_told_apart_and_complete():
    assert len({topic.key for topic in TOPICS}) == len(TOPICS)
    keys = {topic.key for topic in TOPICS}
    for topic in TOPICS:
        assert topic.group in GROUPS
        assert set(topic.base) <= keys
        assert bool(topic.base) == bool(topic.per)
        assert str(topic.definition)
        if topic.sentence:
            assert "%(own)s" in str(topic.sentence)
            assert str(topic.sentence) % {"own": "1", "per": "100"}


def test_names_that_stand_for_several_columns_are_trusted_only_together():
    alone = reading.plan_of(["WijkenEnBuurten", "AantalInwoners_5", "BuitenEuropa_22"])
    assert [topic.key for _column, topic in alone.topics] == ["inhabitants"]
    assert alone.unknown == ("BuitenEuropa_22",)
    three = reading.plan_of(["BuitenEuropa_19", "BuitenEuropa_22", "BuitenEuropa_24"])
    assert [(column, topic.key) for column, topic in three.topics] == [("BuitenEuropa_19", "origin_outside_europe")]


def test_the_yearly_spreadsheet_with_short_names():
    data = (
        b"gwb_code_10;gwb_code_8;regio;gm_naam;recs;ind_wbz;a_inw;a_00_14;p_huurw;g_afs_hp;a_xyz\n"
        b"WK999901;999901;Tuinwijk;Voorbeeldstad;Wijk;3;2000;200;.;0,6;1\n"
    )
    file = reading.read_figures(data, name="kwb-2023.csv")
    record = file.records[0]
    assert (record.code, record.name, record.municipality_name, record.change) == (
        "WK999901", "Tuinwijk", "Voorbeeldstad", "3"
    )  # fmt: skip
    assert values(file, "WK999901") == {
        "inhabitants": 2000, "age_0_to_15": 200, "homes_rented": None, "distance_doctor": Decimal("0.6")
    }  # fmt: skip
    assert set(file.unknown_columns) == {"a_xyz"}
    assert reading.year_in("kwb-2023.csv") == 2023
    assert reading.year_in("kwb-2022-2023.csv") is None


def test_a_table_as_statline_shows_it():
    data = (
        b"Wijken en buurten;Regioaanduiding/Gemeentenaam (naam);Regioaanduiding/Codering (code);"
        b"Bevolking/Aantal inwoners (aantal);Wonen/Gemiddelde WOZ-waarde van woningen (x 1 000 euro)\n"
        b"Tuinwijk;Voorbeeldstad;WK999901;2000;\n"
    )
    file = reading.read_figures(data, name="tabel.csv")
    record = file.records[0]
    assert (record.code, record.name, record.municipality_name) == ("WK999901", "Tuinwijk", "Voorbeeldstad")
    assert record.values == (("inhabitants", Decimal(2000)),)
    assert record.empty == ("home_value",)


def test_a_fetched_document_tells_its_year_names_and_changes():
    file = reading.read_figures(made_up.document(2023), name="x.json")
    assert (file.year, file.table) == (2023, "85618NED")
    record = next(one for one in file.records if one.code == "WK9999A3")
    assert (record.name, record.change, record.empty) == ("Havenkwartier", "2", ("homes_rented",))
    assert dict(next(r for r in file.records if r.code == "WK999901").values)["distance_doctor"] == Decimal("0.7")


def test_the_country_is_the_sum_of_its_municipalities_when_all_are_there():
    data = shared_data("cbs", "kwb_2024_gemeenten_wijken.json").read_bytes()
    file = reading.read_figures(data, name="kwb.json")
    country = reading.with_country(file, 2024).records[0]
    # The count of Statistics Netherlands for 1 January 2024.
    assert (country.code, dict(country.values)["inhabitants"], country.is_sum) == ("NL00", 17_942_942, True)
    assert reading.with_country(file, 2021) is file
    alone = reading.read_figures(made_up.document(2023), name="x.json")
    assert reading.with_country(alone, 2023) is alone


def test_all_faults_are_told_by_row_and_column():
    rows = made_up.rows_of(2021)
    rows[1]["WijkenEnBuurten"], rows[1]["Codering_3"] = "9999", "9999"
    rows[2][made_up.columns_of(2021)[0]] = "veel"
    rows.append(rows[3])
    with pytest.raises(FaultsError) as refusal:
        reading.read_figures(made_up.document(2021, value=rows), name="x.json")
    assert {(f.row, f.code) for f in refusal.value.faults} == {
        (2, "region_unknown"), (3, "not_a_number"), (None, "region_twice")
    }  # fmt: skip


@given(st.decimals(allow_nan=True, allow_infinity=True) | st.text(max_size=12))
def test_a_number_is_kept_exactly_or_refused(given_value):
    text = str(given_value)
    try:
        value = reading.number_of(text)
    except ArithmeticError:
        return
    assert value.is_finite()
    assert abs(value) < reading.VALUE_MAX
    assert value == value.quantize(reading.FOUR_PLACES)


@given(st.text(alphabet="GMWKBUNL0123456789AZé ", max_size=12))
def test_region_codes_never_become_numbers(text):
    if reading.REGION.fullmatch(text):
        assert len(text) == {"NL": 4, "GM": 6, "WK": 8, "BU": 10}[text[:2]]
