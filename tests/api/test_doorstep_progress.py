"""The doorbells as open data: counts, and small ones hidden."""

import pytest
from django.test import Client

from apps.doorstep.factories import END, canvasser, new_visit, planned_round
from samenspel.apps.doorstep import services

pytestmark = pytest.mark.django_db


def test_progress_counts_doors_once_and_hides_few(client: Client) -> None:
    row = planned_round(doors=8)
    carol = canvasser(row.neighbourhood, "Carol")
    for number, stop in enumerate(row.stops.all()):
        for outcome in ("not_home", "yes" if number < 7 else "no"):
            minutes = 10 if outcome == "not_home" else 60
            services.record_visit(round=row, visit=new_visit(stop, outcome, minutes=minutes), by=carol, at=END)
    told = client.get(f"/api/v1/{row.neighbourhood.slug}/doorstep/progress").json()
    assert (told["rounds"], told["doors_planned"], told["doors_rung"]) == (1, 8, 8)
    doors = {one["outcome"]: one["doors"] for one in told["outcomes"]}
    assert doors["not_home"] == 0 or doors["not_home"] is None
    assert doors["no"] is None
    assert "care_concern" not in doors
    assert client.get("/api/v1/elders/doorstep/progress").status_code == 404
