"""Grants come in by hand and from a file, with their colour."""

import pytest

from samenspel.apps.household import services
from samenspel.apps.household.models import Estimate, Fund, TaskField, Transfer
from samenspel.engines.errors import FaultsError
from samenspel.foundation.errors import Outsider, Refusal

from . import factories

pytestmark = pytest.mark.django_db
HEAD = "potje;eigenaar;soort eigenaar;taakveld;jaar;vrijheid;bedrag;categorie;einddatum;besluit\n"
GOOD = "Wijkbudget;Gemeenteraad;gemeenteraad;6.1;2026;vrij;200.000,00;4.3.8;31-12-2026;Raadsbesluit 12\n"


@pytest.fixture
def scene():
    return factories.scene()


def test_the_task_fields_of_2025_are_all_there(scene):
    assert services.task_field(code="6.1", year=2026).year == 2025
    assert TaskField.objects.count() == 69
    with pytest.raises(Refusal) as refused:
        services.task_field(code="99", year=2025)
    assert refused.value.code == "task_field_unknown"


def test_the_same_grant_is_booked_once(scene):
    one = factories.fund(scene, idempotency_key="k")
    assert factories.fund(scene, idempotency_key="k") == one
    with pytest.raises(Refusal) as refused:
        factories.fund(scene, idempotency_key="k", amount_cents=5)
    assert refused.value.code == "idempotency_conflict"
    with pytest.raises(Refusal) as refused:
        factories.fund(scene)
    assert refused.value.code == "fund_exists"
    assert Transfer.objects.count() == 1


def test_a_grant_without_a_paper_is_refused(scene):
    with pytest.raises(Refusal) as refused:
        factories.fund(scene, grant_letter=" ")
    assert refused.value.code == "document_missing"
    with pytest.raises(Refusal) as refused:
        factories.fund(scene, earmark_codes=["5.7"])
    assert refused.value.code == "earmark_untold"
    assert not Fund.objects.exists()


def test_grants_from_a_dutch_file(scene):
    source = (HEAD + GOOD).encode()
    (fund,) = services.import_grants(neighbourhood=scene.neighbourhood, source=source, by=scene.alice)
    assert (fund.freedom, fund.owner_kind, fund.transfers.get().amount_cents) == ("free", "city_council", 20_000_000)
    with pytest.raises(Outsider):
        services.import_grants(neighbourhood=scene.neighbourhood, source=source, by=scene.carol)


def test_a_file_with_faults_loads_nothing_and_names_each_row(scene):
    bad = HEAD + GOOD + GOOD + "X;Y;gemeenteraad;6.1;2026;soms;1.234;4.3.8;31-12-2026;B\n"
    with pytest.raises(FaultsError) as refused:
        services.import_grants(neighbourhood=scene.neighbourhood, source=bad.encode(), by=scene.alice)
    found = [(f.row, f.column, f.code) for f in refused.value.faults]
    assert found == [(4, "vrijheid", "not_a_choice"), (4, "bedrag", "ambiguous_amount")]
    twice = HEAD + GOOD + GOOD + GOOD.replace("6.1", "99").replace("Wijkbudget", "Ander")
    with pytest.raises(FaultsError) as refused:
        services.import_grants(neighbourhood=scene.neighbourhood, source=twice.encode(), by=scene.alice)
    assert [(f.row, f.code) for f in refused.value.faults] == [(3, "fund_exists"), (4, "task_field_unknown")]
    assert not Fund.objects.exists()
    assert not Transfer.objects.exists()


def test_an_estimate_says_what_fixes_it(scene):
    facts = {
        "neighbourhood": scene.neighbourhood,
        "domain": "Zorg",
        "owner_name": "Maatschappelijke ontwikkeling",
        "owner_kind": "department",
        "title": "Hulp thuis",
        "year": 2026,
        "task_field_code": "6.711",
        "amount_cents": 100,
        "allocation_key": "per inwoner",
        "uncertainty_percent": 10,
        "freedom": "fixed",
    }
    with pytest.raises(Refusal) as refused:
        services.save_estimate(**facts)
    assert refused.value.code == "estimate_incomplete"
    services.save_estimate(**facts, basis="Wmo 2015")
    services.save_estimate(**facts | {"amount_cents": 200}, basis="Wmo 2015")
    assert Estimate.objects.get().amount_cents == 200


def test_estimates_from_a_file(scene):
    text = (
        "omschrijving,eigenaar,soort eigenaar,taakveld,jaar,vrijheid,bedrag,domein,verdeelsleutel,onzekerheid,basis\n"
        'Hulp thuis,Zorg,afdeling,6.711,2026,vast,"1.000,50",Zorg,per inwoner,10%,Wmo\n'
    )
    (estimate,) = services.import_estimates(neighbourhood=scene.neighbourhood, source=text.encode())
    assert (estimate.amount_cents, estimate.uncertainty_percent) == (100_050, 10)
