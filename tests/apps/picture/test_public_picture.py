"""The neighbourhood picture for everyone: energy first, figures after, over the years, never over a moved boundary."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Any

import pytest

from apps.factories import municipality, neighbourhood
from samenspel.apps.picture import services
from samenspel.apps.picture.figures import selectors
from samenspel.apps.picture.figures.searching import search_figures
from samenspel.apps.places.services import save_neighbourhood
from samenspel_testing import shared_data

from . import made_up

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}


@pytest.fixture
def where() -> Any:
    for year in made_up.TABLES:
        services.import_figures(data=made_up.document(year), name="x.json")
    return neighbourhood()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_energy_comes_before_signals_and_figures_after(client, where):
    answer = client.get(f"/{where.slug}/wijkbeeld/", headers=EN)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.index('id="kracht"') < page.index('id="cijfers"')
    text = text_of(answer)
    assert "2,500 people live in Tuinwijk" in text
    assert "That is 24 of every 100 inhabitants of Voorbeeldstad" in text
    assert "40 of every 100 inhabitants are 15 to 25 years old: more than in Voorbeeldstad" in text
    assert "In 2022 the boundary moved" in text
    dutch = text_of(client.get(f"/{where.slug}/wijkbeeld/", headers={"accept-language": "nl"}))
    assert "2.500" in dutch


def test_the_page_of_a_topic_breaks_its_line_where_the_boundary_moved(client, where):
    page = client.get(f"/{where.slug}/wijkbeeld/cijfers/age_15_to_25/", headers=EN)
    text = text_of(page)
    assert "It went up: from 37 in 2022 to 40 in 2023." in text
    assert "In 2022 the boundary moved. Do not compare with the years before." in text
    own_line = re.search(r'<path d="(M[^"]+)" class="ink-lijn-bewoner"', page.content.decode())
    assert own_line
    # 2021 stands alone: the pen is lifted before 2022.
    assert own_line[1].count("M") == 2
    assert "Havenkwartier" in text
    assert "People of 15 to 25 years on 1 January" in text


def test_a_secret_figure_is_called_secret_and_an_impossible_one_is_not_shown(client, where):
    village = save_neighbourhood(municipality=where.municipality, cbs_code="WK999902", name="Dorp", takes_part=True)
    years = selectors.topic_page(village, "distance_doctor").rows
    assert [(row.year, row.own.shown) for row in years][1][1] != "0"
    page = text_of(client.get(f"/{village.slug}/wijkbeeld/cijfers/distance_doctor/", headers=EN))
    assert "secret" in page
    haven = save_neighbourhood(municipality=where.municipality, cbs_code="WK9999A3", name="Haven", takes_part=True)
    assert client.get(f"/{haven.slug}/wijkbeeld/cijfers/homes_rented/").status_code == 404
    begins = text_of(client.get(f"/{haven.slug}/wijkbeeld/", headers=EN))
    assert "This code begins in 2023" in begins
    assert "In 2023 this neighbourhood got a new code" in begins


def test_a_code_that_ends_says_so(client, where):
    rows = [row for row in made_up.rows_of(2022) if not row["WijkenEnBuurten"].startswith("WK999901")]
    infos = [{"Identifier": "86165NED", "Period": "2024"}]
    services.import_figures(data=made_up.document(2022, value=rows, TableInfos=infos), name="x.json")
    assert "This code ends in 2023" in text_of(client.get(f"/{where.slug}/wijkbeeld/", headers=EN))


def test_without_figures_the_page_stands_and_says_so(client):
    where = neighbourhood()
    assert "There are no figures here yet" in text_of(client.get(f"/{where.slug}/wijkbeeld/", headers=EN))
    assert client.get(f"/{where.slug}/wijkbeeld/cijfers/density/").status_code == 404
    assert client.get(f"/{where.slug}/wijkbeeld/cijfers.csv").status_code == 200


def test_nobody_finds_a_neighbourhood_or_topic_that_is_not_there(client, where):
    for address in ("nergens/wijkbeeld/", "nergens/wijkbeeld/cijfers.csv", "nergens/wijkbeeld/cijfers/density/",
                    f"{where.slug}/wijkbeeld/cijfers/onzin/"):  # fmt: skip
        assert client.get(f"/{address}").status_code == 404


def test_all_figures_can_be_downloaded(client, where):
    answer = client.get(f"/{where.slug}/wijkbeeld/cijfers.csv", headers=EN)
    rows = list(csv.DictReader(StringIO(answer.content.decode())))
    assert {row["region_code"] for row in rows} == {"WK999901", "GM9999", "NL00"}
    assert {row["year"] for row in rows} == {"2021", "2022", "2023"}
    one = next(r for r in rows if (r["region_code"], r["year"], r["topic"]) == ("WK999901", "2022", "distance_doctor"))
    assert (one["value"], one["boundary_change"], one["secret"]) == ("0.7", "3", "")
    assert "85318NED" in one["source"]


def test_figures_are_found_by_their_names(client, where):
    found = search_figures(where, ["doctor"])
    assert [one.url for one in found] == [f"/{where.slug}/wijkbeeld/cijfers/distance_doctor/"]
    assert search_figures(where, ["zeppelin"]) == []
    text = text_of(client.get(f"/{where.slug}/zoeken/?q=doctor", headers=EN))
    assert "To the doctor" in text


def test_the_page_is_reached_from_the_front_page_and_the_foot(client, where):
    page = client.get(f"/{where.slug}/", headers=EN).content.decode()
    assert page.count(f'href="/{where.slug}/wijkbeeld/') >= 2


@pytest.mark.parametrize(
    ("town", "code", "name"),
    [("GM0363", "WK0363AA", "Amsterdam"), ("GM0599", "WK059901", "Rotterdam"), ("GM1680", "WK168000", "Aa en Hunze")],
)
def test_real_neighbourhoods_elsewhere_in_the_country(client, town, code, name):
    data = shared_data("cbs", "kwb_2024_gemeenten_wijken.json").read_bytes()
    services.import_figures(
        data=data, name="kwb_2024.json", wanted=lambda one: one.startswith("GM") or one[2:6] == town[2:]
    )
    where = neighbourhood("Proefwijk", code, of=municipality(name, town))
    page = selectors.figures_page(where)
    assert page.years == (2024,)
    assert {group.key for group in page.groups} == {"people", "homes", "land"}
    assert all(group.picture and group.title for group in page.groups)
    assert len(selectors.topic_page(where, "density").others) > 3
    assert client.get(f"/{where.slug}/wijkbeeld/").status_code == 200


def test_a_page_asks_the_database_little(client, where, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        selectors.figures_page(where)
    with django_assert_max_num_queries(9):
        selectors.topic_page(where, "density")


def test_a_place_where_nobody_lives_has_a_page(client):
    services.import_figures(
        data=b'{"WK999901": {"AantalInwoners_5": 0, "Mannen_6": 0, "OppervlakteTotaal_9": 5, "OppervlakteWater_8": 5}}',
        name="x.json",
        year=2024,
    )
    where = neighbourhood()
    text = text_of(client.get(f"/{where.slug}/wijkbeeld/", headers=EN))
    assert "0 people live in Tuinwijk" in text
    assert client.get(f"/{where.slug}/wijkbeeld/cijfers/men/").status_code == 200
