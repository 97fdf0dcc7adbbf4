"""Long work: start it, leave it, find it again with its progress and its result."""

import pytest

from apps.factories import municipality
from samenspel.apps.jobs import registry
from samenspel.apps.jobs.models import Job
from samenspel.apps.jobs.selectors import job_by_id
from samenspel.apps.jobs.services import run_job, start_job
from samenspel.engines.errors import Fault, FaultsError
from samenspel.foundation.errors import Refusal


@pytest.fixture
def kinds(monkeypatch):
    monkeypatch.setattr(registry, "_handlers", {})
    return registry.register


def _start(kind, payload=None):
    return start_job(municipality=municipality(), kind=kind, payload=payload or {})


@pytest.mark.django_db
def test_a_job_does_its_work_once_and_keeps_its_result(kinds):
    seen = []

    def add(payload, progress):
        progress("Adding", 1, 2)
        seen.append(job_by_id(job.public_id).step)
        progress("Adding", 2, 2)
        return {"sum": sum(payload["numbers"])}

    kinds("add", add)
    job = _start("add", {"numbers": [1, 2]})
    done = run_job(public_id=job.public_id)
    assert (done.status, done.result, done.done_count, done.total_count) == ("done", {"sum": 3}, 2, 2)
    assert seen == ["Adding"]
    assert run_job(public_id=job.public_id).result == {"sum": 3}
    assert len(seen) == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_goes_to_the_queue_when_its_transaction_stands(kinds):
    kinds("add", lambda payload, progress: None)
    _start("add")
    from django_tasks_db.models import DBTaskResult

    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (FaultsError([Fault("bad_cell", "No number.", "Write one.", row=3, column="seats")]), "bad_cell"),
        (Refusal("Nee.", code="closed"), "closed"),
        (ZeroDivisionError(), "unexpected"),
    ],
)
def test_a_job_that_fails_says_why(kinds, error, code):
    def fail(payload, progress):
        raise error

    kinds("fail", fail)
    job = run_job(public_id=_start("fail").public_id)
    assert job.status == "failed"
    assert job.faults[0]["code"] == code


@pytest.mark.django_db
def test_an_unknown_kind_is_refused_and_a_kind_has_one_handler(kinds):
    with pytest.raises(KeyError):
        _start("nothing")
    kinds("one", test_an_unknown_kind_is_refused_and_a_kind_has_one_handler)
    with pytest.raises(ValueError, match="has a handler"):
        kinds("one", print)
    assert Job.objects.count() == 0
