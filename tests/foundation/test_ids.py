"""Public identifiers: readable aloud, without a number in them, once each."""

import pytest
from django.apps import apps as registry
from django.db import IntegrityError, transaction

from apps.factories import municipality
from samenspel.apps.places.models import Municipality
from samenspel.foundation.ids import ALPHABET, PUBLIC_ID_LENGTH, new_public_id
from samenspel.foundation.models import PublicIdField


def test_the_alphabet_has_nothing_to_mistake():
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("ilouILOU") & set(ALPHABET)
    assert ALPHABET.lower() == ALPHABET


def test_ids_have_their_length_and_use_the_whole_alphabet():
    ids = [new_public_id() for _ in range(2_000)]
    assert {len(one) for one in ids} == {PUBLIC_ID_LENGTH}
    assert set("".join(ids)) == set(ALPHABET)
    assert len(set(ids)) == len(ids)


def test_every_column_of_them_is_unique_and_is_not_edited():
    found = [
        field
        for model in registry.get_models()
        if model.__module__.startswith("samenspel.")
        for field in model._meta.fields
        if isinstance(field, PublicIdField)
    ]
    assert len(found) > 10
    for field in found:
        assert field.unique
        assert not field.editable
        assert field.max_length == PUBLIC_ID_LENGTH
        assert field.default is new_public_id


@pytest.mark.django_db
def test_a_row_gets_one_and_the_database_refuses_it_twice():
    first = municipality()
    assert set(first.public_id) <= set(ALPHABET)
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.create(cbs_code="GM0001", name="Elders", slug="elders", public_id=first.public_id)
