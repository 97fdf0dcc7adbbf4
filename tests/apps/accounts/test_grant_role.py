"""Roles per neighbourhood."""

import pytest

from apps.factories import neighbourhood, person
from samenspel.apps.accounts.models import RoleGrant
from samenspel.apps.accounts.selectors import has_role, people_with_role
from samenspel.apps.accounts.services import end_role, grant_role

pytestmark = pytest.mark.django_db


def test_a_role_holds_in_its_neighbourhood_only():
    here, there = neighbourhood(), neighbourhood("Havenwijk", "WK999902")
    alice = person("Alice", "controller", where=here)
    assert has_role(alice, "controller", municipality=here.municipality, neighbourhood=here)
    assert not has_role(alice, "controller", municipality=here.municipality, neighbourhood=there)
    assert not has_role(alice, "controller", municipality=here.municipality)
    assert list(people_with_role("controller", municipality=here.municipality, neighbourhood=here)) == [alice]


def test_a_role_in_the_whole_municipality_holds_everywhere():
    here = neighbourhood()
    alice = person("Alice")
    grant_role(person=alice, role="administrator", municipality=here.municipality)
    assert has_role(alice, "administrator", municipality=here.municipality, neighbourhood=here)


def test_granting_twice_changes_nothing_and_an_ended_role_is_gone():
    here = neighbourhood()
    alice = person("Alice", "expert", where=here)
    grant = grant_role(person=alice, role="expert", municipality=here.municipality, neighbourhood=here)
    assert RoleGrant.objects.count() == 1
    end_role(grant=grant)
    assert not has_role(alice, "expert", municipality=here.municipality, neighbourhood=here)
    assert RoleGrant.objects.count() == 1
