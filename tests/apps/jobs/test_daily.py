"""What runs by itself every day: once, for each municipality, whatever else fails; and it is to be seen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from apps.factories import neighbourhood, person
from samenspel.apps.jobs import daily, selectors
from samenspel.apps.jobs.models import DailyRun

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 4, 13, 3, tzinfo=UTC)


@pytest.fixture
def work(monkeypatch):
    """Two pieces of daily work of our own; what they were asked is kept."""
    monkeypatch.setattr(daily, "_tasks", {})
    asked = []

    def fails(municipality, now):
        if now < NOW + timedelta(hours=1):
            raise RuntimeError("the disk is full")
        return 2

    def coming(municipality, today):
        return [daily.Coming(on=date(2026, 4, 20), what="het register", count=24)]

    def works(municipality, now):
        asked.append(now)
        return 24

    daily.register(daily.DailyTask(key="fails", label="Ruimt op", unit="bestanden", run=fails))
    daily.register(daily.DailyTask(key="works", label="Wist", unit="mensen", run=works, coming=coming))
    return asked


def test_each_piece_of_work_runs_once_a_day_and_one_that_fails_keeps_no_other_from_it(work):
    town = neighbourhood().municipality
    first = daily.run_daily(municipalities=[town], now=NOW)
    assert [(run.task, run.status, run.count) for run in first] == [("fails", "failed", 0), ("works", "done", 24)]
    # A quarter of an hour later only what failed is tried again.
    again = daily.run_daily(municipalities=[town], now=NOW + timedelta(minutes=15))
    assert [(run.task, run.status) for run in again] == [("fails", "failed")]
    mended = daily.run_daily(municipalities=[town], now=NOW + timedelta(hours=2))
    assert [(run.task, run.count) for run in mended] == [("fails", 2)]
    assert daily.run_daily(municipalities=[town], now=NOW + timedelta(hours=3)) == []
    assert len(daily.run_daily(municipalities=[town], now=NOW + timedelta(days=1))) == 2
    assert work == [NOW, NOW + timedelta(days=1)]


def test_a_run_that_was_cut_off_is_taken_up_again(work):
    town = neighbourhood().municipality
    DailyRun.objects.create(municipality=town, day=timezone.localdate(NOW), task="works", started_at=NOW)
    later = NOW + timedelta(minutes=30)
    assert "works" not in {run.task for run in daily.run_daily(municipalities=[town], now=later)}
    later = NOW + timedelta(hours=2)
    assert "works" in {run.task for run in daily.run_daily(municipalities=[town], now=later)}


def test_the_desk_sees_what_is_next_what_was_done_and_that_nothing_runs(work, client):
    where = neighbourhood()
    today = timezone.localdate(NOW)
    assert selectors.daily_page(where.municipality, today=today).is_silent
    daily.run_daily(municipalities=[where.municipality], now=NOW)
    page = selectors.daily_page(where.municipality, today=today)
    assert (page.is_silent, page.failed, page.coming[0].count) == (False, 1, 24)
    assert [(run.count, label) for run, label, _unit in page.history] == [(24, "Wist")]
    assert selectors.daily_page(where.municipality, today=today + timedelta(days=2)).is_silent
    address = reverse("jobs:daily", args=[where.slug])
    assert client.get(address).status_code == 302
    client.force_login(person("Carol", "canvasser", where=where))
    assert client.get(address).status_code == 403
    alice = person("Alice", "area_manager", where=where)
    client.force_login(alice)
    assert "het register" in client.get(address).content.decode()
    # Somebody is told when the announced day has passed and nothing happened.
    assert selectors.waiting_for_desk(alice, where)


def test_the_command_does_the_work_of_every_municipality_that_takes_part(work, capsys):
    neighbourhood()
    daily._tasks["fails"] = daily.DailyTask(key="fails", label="x", unit="x", run=lambda m, now: 1 // 0)
    with pytest.raises(SystemExit):
        call_command("daily")
    assert "works: done, 24" in capsys.readouterr().out
    assert DailyRun.objects.filter(status="done").count() == 1


def test_what_is_registered_erases_sweeps_and_ends_terms():
    assert {"draws.erase", "files.sweep", "councils.terms"} <= {task.key for task in daily.tasks()}
