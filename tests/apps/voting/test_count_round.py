"""The count is done once, from the published bytes; anyone gets the same winners from the file."""

import json
import subprocess
import sys

import pytest
from django.db import DatabaseError, transaction

from samenspel.apps.jobs.services import run_job, start_job
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.apps.voting import engine, services
from samenspel.apps.voting.models import RoundCount
from samenspel.foundation.errors import Outsider, Refusal
from samenspel_testing import drop_triggers

from .factories import AFTER, closed, counted, ids, scene, voted

pytestmark = pytest.mark.django_db


def test_equal_shares_elect_what_its_voters_can_pay() -> None:
    budget_round = counted(scene())
    result = budget_round.count.result
    # Ten people have 5,000 euro each. Benches: seven pay 1,429 each. Trees: six have 3,571 left, and need 5,000.
    assert result["winners"] == ids(budget_round, "Bankjes")
    assert result["voters"] == 10
    assert result["share_cents"] == 500_000
    assert result["with_a_winner"] == 7
    assert set(result["greedy"]["winners"]) == set(ids(budget_round, "Bankjes", "Bomen"))
    titles = dict(budget_round.projects.values_list("public_id", "title"))
    named = {titles[public_id]: figures["votes"] for public_id, figures in result["projects"].items()}
    assert named == {"Bomen": 6, "Bankjes": 7, "Lampen": 3, "Tuintjes": 1}


def test_the_published_file_gives_anyone_the_same_winners(tmp_path) -> None:
    budget_round = counted(scene())
    path = tmp_path / "wijkbegroting.pb"
    path.write_bytes(bytes(budget_round.count.ballots_file))
    # As a citizen does it: with the command, on the file alone.
    done = subprocess.run(
        [sys.executable, "-m", "samenspel.cli", "count", path, "--json"], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["winners"] == budget_round.count.result["winners"]


def test_the_file_names_no_voter_and_stands_sorted() -> None:
    budget_round = counted(scene())
    text = bytes(budget_round.count.ballots_file).decode()
    votes = text.split("VOTES\n")[1].splitlines()
    assert votes[0] == "voter_id;vote"
    assert [line.split(";")[0] for line in votes[1:]] == [str(number) for number in range(1, 11)]
    named = [line.split(";")[1].split(",") for line in votes[1:]]
    assert [sorted(one) for one in named] == sorted(sorted(one) for one in named)


def test_the_trail_opens_the_lot_and_names_the_winners() -> None:
    there = scene()
    budget_round = counted(there)
    told = payload_of(acts_of(there.municipality).first())
    assert told["winners"] == ids(budget_round, "Bankjes")
    assert engine.lot_commitment(told["tie_order"], told["tie_salt"]) == budget_round.tie_commitment
    assert told["ballots_sha256"] == budget_round.ballots_commitment


def test_an_open_vote_is_not_counted_and_a_count_is_once() -> None:
    there = scene()
    budget_round = voted(there)
    with pytest.raises(Refusal) as refused:
        services.count_round(budget_round=budget_round, at=AFTER)
    assert refused.value.code == "round_not_closed"


def test_a_second_count_is_refused() -> None:
    budget_round = counted(scene())
    with pytest.raises(Refusal) as refused:
        services.count_round(budget_round=budget_round, at=AFTER)
    assert refused.value.code == "round_not_closed"


def test_ballots_changed_after_the_close_are_noticed() -> None:
    budget_round = closed(scene())
    drop_triggers("voting_ballot_no_update")
    budget_round.ballots.update(choices=ids(budget_round, "Lampen"))
    with pytest.raises(Outsider) as refused:
        services.count_round(budget_round=budget_round, at=AFTER)
    assert refused.value.code == "ballots_changed"
    assert not RoundCount.objects.exists()


def test_the_database_keeps_the_count() -> None:
    counted(scene())
    for attempt in (
        lambda: RoundCount.objects.update(result={}),
        lambda: RoundCount.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_the_job_counts_too(django_capture_on_commit_callbacks) -> None:
    there = scene()
    budget_round = closed(there)
    with django_capture_on_commit_callbacks():
        job = start_job(municipality=there.municipality, kind="voting.count", payload={"round": budget_round.public_id})
    assert run_job(public_id=job.public_id).status == "done"
    budget_round.refresh_from_db()
    assert budget_round.phase == "counted"
