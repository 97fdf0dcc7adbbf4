"""Fetch tables from a server on this machine: nothing by itself, page by page, never another host."""

import json
from decimal import Decimal

import pytest

from samenspel.apps.picture import selectors, services
from samenspel.apps.picture.figures import odata, pdok
from samenspel.apps.picture.models import Figure, Region
from samenspel.engines.errors import EngineError

from . import made_up


def fetched(year, **kwargs):
    with made_up.served(**kwargs) as server:
        document = services.fetch_figures(base=server.base, year=year, regions="GM9999")
    return json.dumps(document).encode(), server.asked


def test_without_an_address_nothing_is_asked(monkeypatch):
    monkeypatch.setattr(odata, "urlopen", lambda *_a, **_k: pytest.fail("a call went out"))
    for base in ("", "file:///etc/passwd"):
        with pytest.raises(EngineError) as refusal:
            services.fetch_figures(base=base, year=2023)
        assert refusal.value.code in ("fetch_off", "fetch_failed")


@pytest.mark.django_db
def test_a_table_comes_in_pages_with_its_own_year_and_names():
    data, asked = fetched(2023, page_rows=2)
    done = services.import_figures(data=data, name="x.json")
    assert (done.year, done.regions) == (2023, 5)
    assert done.source == "CBS, Kerncijfers wijken en buurten 2023 (85618NED), CC BY 4.0"
    rows = [one for one in asked if "UntypedDataSet" in one]
    assert len(rows) == 3
    assert "substringof('WK9999',WijkenEnBuurten)" in rows[0]
    assert "AantalInwoners_7" in rows[0]
    assert Region.objects.get(region_code="WK9999A3", year=2023).name == "Havenkwartier"
    assert selectors.latest_values("WK9999A3")["inhabitants"] == 300


@pytest.mark.django_db
def test_years_lie_beside_each_other_and_a_second_run_changes_nothing():
    for year in made_up.TABLES:
        assert services.import_figures(data=fetched(year)[0], name="x.json").changed > 0
    assert [row.year for row in selectors.loaded_years()] == [2023, 2022, 2021]
    before = set(Figure.objects.values_list("pk", "value"))
    for year in made_up.TABLES:
        assert services.import_figures(data=fetched(year)[0], name="x.json").changed == 0
    assert set(Figure.objects.values_list("pk", "value")) == before
    secret = Figure.objects.get(region_code="WK999902", year=2022, topic="distance_doctor")
    assert secret.value is None


@pytest.mark.django_db
def test_what_the_source_empties_is_no_figure_any_more():
    services.import_figures(data=made_up.document(2023), name="x.json")
    rows = made_up.rows_of(2023)
    rows[2][made_up.columns_of(2023)[0]] = "   "
    assert services.import_figures(data=made_up.document(2023, value=rows), name="x.json").changed == 1
    assert not Figure.objects.filter(region_code="WK999901", topic="inhabitants").exists()
    assert Figure.objects.get(region_code="WK999901", topic="dwellings").value == Decimal(1560)


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"UntypedDataSet": "<html>"}, "Expecting value"),
        ({"UntypedDataSet": "[1]"}, "no JSON object"),
        ({"UntypedDataSet": '{"value": [], "odata.nextLink": "http://192.0.2.1/x"}'}, "another host"),
    ],
)
def test_an_answer_that_is_no_table_is_refused(broken, why):
    with pytest.raises(EngineError) as refusal:
        fetched(2023, broken=broken)
    assert refusal.value.code == "fetch_failed"
    assert why in refusal.value.params["why"]


def test_a_server_that_sends_us_on_to_another_host_is_not_followed():
    with made_up.served() as other, pytest.raises(EngineError) as refusal:
        fetched(2023, sent_on=f"{other.base}/85618NED/TableInfos")
    assert "another host" in refusal.value.params["why"]
    assert other.asked == []


def test_a_server_that_knows_no_such_table_and_a_year_that_we_do_not_know():
    with pytest.raises(EngineError) as refusal:
        fetched(2020)
    assert refusal.value.code == "fetch_failed"
    with pytest.raises(EngineError) as refusal:
        fetched(1999)
    assert refusal.value.code == "table_unknown"
    with pytest.raises(EngineError) as refusal:
        fetched(2023, broken={"UntypedDataSet": '{"value": []}'})
    assert refusal.value.code == "fetch_empty"


def test_outlines_come_from_a_feature_service():
    with made_up.served() as server:
        data = pdok.fetch_outlines(server.base, year=2023, municipality_code="GM9999")
        with pytest.raises(EngineError) as refusal:
            pdok.fetch_outlines(server.base, year=2023, municipality_code="GM0014")
    assert len(json.loads(data)["features"]) == 2
    assert "<Literal>GM9999</Literal>" in server.asked[0]
    assert refusal.value.code == "fetch_empty"
