"""The public log as open data: what it tells, page by page, and what a stranger's address gives."""

from __future__ import annotations

import pytest

from apps import factories
from samenspel.apps.trail.services import record_act

pytestmark = pytest.mark.django_db


def test_newest_first_and_on_from_a_number(client):
    where = factories.neighbourhood()
    for number in range(3):
        record_act(
            municipality=where.municipality,
            kind="council.created",
            subject_kind="council",
            subject_id=f"c{number}",
            payload={"number": number},
            neighbourhood=where.public_id,
        )
    told = client.get(f"/api/v1/{where.slug}/trail/acts?limit=2").json()
    assert told["size"] == 3
    assert [act["payload"]["number"] for act in told["acts"]] == [2, 1]
    older = client.get(f"/api/v1/{where.slug}/trail/acts?before={told['acts'][-1]['sequence']}").json()
    assert [act["payload"]["number"] for act in older["acts"]] == [0]


def test_an_unknown_neighbourhood_is_not_found(client):
    assert client.get("/api/v1/nergens/trail/acts").status_code == 404


def test_bad_questions_are_refused(client):
    where = factories.neighbourhood()
    assert client.get(f"/api/v1/{where.slug}/trail/acts?limit=0").status_code == 422


def test_the_description_names_every_router(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert "/api/v1/{neighbourhood}/trail/acts" in paths


def test_the_page_for_people_names_every_operation(client):
    where = factories.neighbourhood()
    html = client.get("/open-data/", headers={"accept-language": "en"}).content.decode()
    assert f"/api/v1/{where.slug}/trail/acts" in html
    assert "The public log, newest first" in html


def test_no_two_descriptions_bear_one_name():
    """The description is one file: of two schemas with one name it would keep one, and lie about the other."""
    from ninja import Schema

    def below(kind):
        return {below_it for one in kind.__subclasses__() for below_it in (one, *below(one))}

    names = sorted(one.__name__ for one in below(Schema) if one.__module__.startswith("samenspel."))
    assert names == sorted(set(names))
    assert len(names) > 20
