"""The book as a bundle that anyone checks offline."""

import pytest

from apps.household import factories
from samenspel.apps.household.selectors import book_bundle_bytes
from samenspel.engines.verification import verify_bundle


@pytest.mark.django_db
def test_the_downloaded_book_verifies_and_a_changed_cent_does_not(client):
    scene = factories.scene()
    factories.whole_course(scene)
    address = f"/{scene.neighbourhood.slug}/geld/boek.json"
    content = client.get(address).content
    assert content == book_bundle_bytes(scene.neighbourhood.municipality)
    report = verify_bundle(content)
    assert report.ok
    assert report.kind == "samenspel-book"
    changed = content.replace(b'"amount_cents":', b'"amount_cents":1', 1)
    assert changed != content
    assert not verify_bundle(changed).ok
