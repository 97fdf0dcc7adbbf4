"""Municipalities and neighbourhoods by their CBS codes; who takes part; the mark of a demonstration."""

import pytest
from django.db import IntegrityError, transaction

from samenspel.apps.places import selectors, services
from samenspel.apps.places.models import Municipality, Neighbourhood

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return services.save_municipality(cbs_code="GM9999", name="Voorbeeldstad")


def save(city, code="WK999901", name="Tuinwijk", **extra):
    return services.save_neighbourhood(municipality=city, cbs_code=code, name=name, **extra)


def test_a_municipality_is_known_by_its_code_and_keeps_its_address(city):
    again = services.save_municipality(cbs_code=" GM9999 ", name="Voorbeeldstad aan Zee")
    assert again == city
    assert (again.name, again.slug) == ("Voorbeeldstad aan Zee", "voorbeeldstad")
    assert Municipality.objects.count() == 1


def test_the_mark_of_a_demonstration_is_set_at_birth_only(city):
    services.save_municipality(cbs_code="GM9999", name="Voorbeeldstad", is_demonstration=True)
    assert not selectors.is_demonstration()
    services.save_municipality(cbs_code="GM0001", name="Proefstad", is_demonstration=True)
    services.save_municipality(cbs_code="GM0001", name="Proefstad")
    assert selectors.is_demonstration()


def test_what_is_not_given_of_a_neighbourhood_stays(city):
    outline = {"type": "Polygon", "coordinates": []}
    save(city, outline=outline, takes_part=True)
    again = save(city, name="Tuinwijk-Oost")
    assert (again.outline, again.takes_part, again.name, again.slug) == (outline, True, "Tuinwijk-Oost", "tuinwijk")
    assert save(city, takes_part=False).takes_part is False
    assert Neighbourhood.objects.count() == 1


def test_a_neighbourhood_starts_without_taking_part(city):
    assert save(city).takes_part is False
    assert selectors.neighbourhood_by_slug("tuinwijk") is None
    assert list(selectors.participating_neighbourhoods()) == []
    assert [where.name for where in selectors.neighbourhoods_of(city)] == ["Tuinwijk"]


def test_participants_stand_by_name(city):
    for code, name in (("WK999903", "Zuid"), ("WK999902", "Noord")):
        save(city, code, name, takes_part=True)
    assert [where.name for where in selectors.participating_neighbourhoods()] == ["Noord", "Zuid"]
    assert selectors.neighbourhood_by_slug("zuid").cbs_code == "WK999903"


def test_two_neighbourhoods_of_one_name_get_two_addresses(city):
    other = services.save_municipality(cbs_code="GM8888", name="Elders")
    assert save(city, "WK999901", "Centrum").slug == "centrum"
    assert save(other, "WK888801", "Centrum").slug == "centrum-elders"
    # Bringing either up to date moves no address.
    assert save(other, "WK888801", "Centrum").slug == "centrum-elders"
    assert save(city, "WK999901", "Centrum").slug == "centrum"


def test_the_database_keeps_codes_and_addresses_apart(city):
    save(city)
    for extra in ({"cbs_code": "WK999901", "slug": "x"}, {"cbs_code": "WK999909", "slug": "tuinwijk"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Neighbourhood.objects.create(municipality=city, name="Tuinwijk", **extra)
