"""Load CBS key figures: from the real file, from OData, from CSV; refused whole with row and column."""

import json
from decimal import Decimal

import pytest

from samenspel.apps.picture import selectors, services
from samenspel.apps.picture.models import Figure
from samenspel.apps.places.selectors import all_municipalities, neighbourhoods_of, participating_neighbourhoods
from samenspel.engines.errors import FaultsError
from samenspel_testing import shared_data

pytestmark = pytest.mark.django_db
SOURCE = {"year": 2024, "source": "CBS 85984NED"}


def _import(data, name="figures.json", **kwargs):
    return services.import_figures(data=data, name=name, **(SOURCE | kwargs))


def test_the_real_file_loads_and_a_second_run_changes_nothing():
    data = shared_data("cbs", "kwb_2024_gemeenten_wijken.json").read_bytes()
    first = _import(data)
    assert first.changed == first.read == 29_848
    assert selectors.latest_values("WK001404")["inhabitants"] == 12_970
    assert _import(data).changed == 0


def test_odata_pads_codes_and_shifts_suffixes():
    rows = {"value": [{"WijkenEnBuurten": "WK001404  ", "AantalInwoners_7": 12970, "Mannen_9": None, "Onbekend_3": 1}]}
    _import(json.dumps(rows).encode())
    assert selectors.latest_values("WK001404") == {"inhabitants": Decimal(12970)}


def test_csv_with_secret_and_empty_cells():
    csv = "WijkenEnBuurten;AantalInwoners_5;Woningvoorraad_35;Mannen_6\nWK001404;12970;.;\nBU0014AB12;70;40;35\n"
    _import(csv.encode(), "kwb.csv")
    assert selectors.latest_values("WK001404") == {"inhabitants": Decimal(12970), "dwellings": None}
    assert selectors.latest_values("BU0014AB12")["men"] == 35


def test_every_fault_is_named_and_nothing_is_loaded():
    csv = "WijkenEnBuurten;AantalInwoners_5\nWK001404;veel\n1404;5\nWK001405;3\n"
    with pytest.raises(FaultsError) as refusal:
        _import(csv.encode(), "kwb.csv")
    assert [(f.row, f.column, f.code) for f in refusal.value.faults] == [
        (2, "AantalInwoners_5", "not_a_number"),
        (3, "WijkenEnBuurten", "region_unknown"),
    ]
    assert all(fault.remedy for fault in refusal.value.faults)
    assert Figure.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"{", "not_json"), (b"[]", "no_rows"), (b'{"GM0014": {"Iets_1": 3}}', "no_known_columns")],
)
def test_other_files_are_refused(data, code):
    with pytest.raises(FaultsError) as refusal:
        _import(data)
    assert refusal.value.faults[0].code == code


def test_a_correction_replaces_the_figure():
    _import(b'{"WK001404": {"AantalInwoners_5": 1}}')
    assert _import(b'{"WK001404": {"AantalInwoners_5": 2}}').changed == 1
    assert selectors.latest_figure("WK001404", "inhabitants").value == 2


def test_groningen_ships_with_twenty_neighbourhoods():
    municipality = services.load_groningen()
    services.load_groningen()
    assert neighbourhoods_of(municipality).count() == 20
    assert all_municipalities().count() == 1
    assert participating_neighbourhoods().count() == 0
    values = selectors.latest_values("WK001404")
    assert (values["inhabitants"], values["dwellings"]) == (12_970, 7_766)
    assert all(n.outline["type"] == "Polygon" for n in neighbourhoods_of(municipality))


def test_the_shipped_figures_are_those_of_the_real_file():
    services.load_groningen()
    shipped = set(Figure.objects.values_list("region_code", "topic", "value"))
    Figure.objects.all().delete()
    _import(shared_data("cbs", "kwb_2024_gemeenten_wijken.json").read_bytes())
    assert shipped <= set(Figure.objects.values_list("region_code", "topic", "value"))
