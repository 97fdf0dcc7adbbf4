"""Dossiers as open data: what the public pages tell, and nothing before they do."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.dossiers.factories import TITLE, dossier, keeper, place, published
from samenspel.apps.dossiers.services import add_problem, link_subject
from samenspel.apps.matters.services import weigh_values
from samenspel.apps.picture.services import raise_signal

pytestmark = pytest.mark.django_db


def test_published_dossiers_are_open_data(client: Client) -> None:
    where = place()
    alice = keeper(where)
    draft = dossier(where, alice, title="Nog niet?")
    made = published(where, alice)
    add_problem(dossier=made, text="Vol", domain="mobility", solution="Betaald parkeren", by=alice)
    add_problem(dossier=made, text="Niet spelen", domain="youth", by=alice)
    unread = raise_signal(neighbourhood=where, text="Nog niet gelezen.", source="door")
    link_subject(dossier=made, kind="signal", public_id=unread.public_id, by=alice)
    weigh_values(
        municipality=where.municipality, subject_kind="dossier", subject_id=made.public_id, return_score=5,
        return_reason="Geld.", engagement_score=2, engagement_reason="Niemand.", legitimacy_score=4,
        legitimacy_reason="Besluit.",
    )  # fmt: skip
    base = f"/api/v1/{where.slug}/dossiers/"
    assert [one["title"] for one in client.get(base).json()] == [TITLE]
    one = client.get(f"{base}{made.public_id}").json()
    assert one["one_domain_only"] is True
    assert set(one["empty_chairs"]) == {"mobility", "youth"}
    assert one["chances"] == [{"text": "Ineke zet elke zomer een tafel op straat.", "source": "residents"}]
    assert [part["solution"] for part in one["problems"]] == ["Betaald parkeren", ""]
    assert one["links"] == []
    assert [text["audience"] for text in one["texts"]] == ["residents"]
    assert one["weighing"]["scores"] == {"return": 5, "engagement": 2, "legitimacy": 4}
    for missing in (f"{base}{draft.public_id}", f"{base}nothing", "/api/v1/nergens/dossiers/"):
        assert client.get(missing).status_code == 404
