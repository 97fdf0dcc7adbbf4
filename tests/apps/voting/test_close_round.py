"""Two people close a round, at the announced end, and nothing is left that tells who cast which ballot."""

import json
import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from samenspel.apps.accounts.models import LetterCode
from samenspel.apps.accounts.services import approve
from samenspel.apps.trail.selectors import acts_of, payload_of
from samenspel.apps.voting import engine, services
from samenspel.apps.voting.models import Ballot, BudgetRound, Receipt
from samenspel.foundation.errors import Outsider, Refusal

from .factories import AFTER, DURING, approved_close, closed, code, ids, opened, scene, vote, voted


@pytest.mark.django_db
def test_closing_commits_to_the_ballots() -> None:
    there = scene()
    budget_round = closed(there)
    assert budget_round.phase == "closed"
    assert budget_round.ballots_commitment == engine.file_commitment(engine.ballots_file(budget_round))
    act = acts_of(there.municipality).first()
    assert act.kind == "round.closed"
    assert payload_of(act) == {"ballots": 10, "ballots_sha256": budget_round.ballots_commitment}


@pytest.mark.django_db
def test_one_person_is_not_enough() -> None:
    there = scene()
    budget_round = voted(there)
    asked = services.request_close_approval(budget_round=budget_round, requested_by=there.alice)
    for approval in (None, asked):
        with pytest.raises(Outsider) as refused:
            services.close_round(budget_round=budget_round, approval=approval, at=AFTER)
        assert refused.value.code == "approval_missing"
    with pytest.raises(Outsider):
        approve(approval=asked, by=there.alice)
    with pytest.raises(Outsider):
        services.request_close_approval(budget_round=budget_round, requested_by=there.carol)


@pytest.mark.django_db
def test_an_approval_for_another_round_does_not_close_this_one() -> None:
    there = scene()
    first, second = opened(there), opened(there, title="Wijkbegroting 2027")
    with pytest.raises(Outsider):
        services.close_round(budget_round=second, approval=approved_close(there, first), at=AFTER)


@pytest.mark.django_db
def test_before_the_announced_end_it_stays_open_and_twice_is_once() -> None:
    there = scene()
    budget_round = voted(there)
    approval = approved_close(there, budget_round)
    with pytest.raises(Refusal) as refused:
        services.close_round(budget_round=budget_round, approval=approval, at=DURING)
    assert refused.value.code == "still_open"
    services.close_round(budget_round=budget_round, approval=approval, at=AFTER)
    with pytest.raises(Refusal) as refused:
        services.close_round(budget_round=budget_round, approval=approval, at=AFTER)
    assert refused.value.code == "round_not_open"
    with pytest.raises(Refusal) as refused:
        services.resume_closing(budget_round=budget_round, at=AFTER)
    assert refused.value.code == "not_closing"


@pytest.mark.django_db
def test_a_clock_that_jumps_back_reopens_nothing() -> None:
    budget_round = closed(scene())
    with pytest.raises(Refusal) as refused:
        services.cast_ballot(
            budget_round=budget_round, code=code(budget_round), choices=ids(budget_round, "Bomen"), at=DURING
        )
    assert refused.value.code == "round_closed"


@pytest.mark.django_db
def test_an_interrupted_closing_is_finished_later(monkeypatch) -> None:
    there = scene()
    budget_round = voted(there)

    def no_disk(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(engine, "ballots_file", no_disk)
        with pytest.raises(OSError, match="no space"):
            services.close_round(budget_round=budget_round, approval=approved_close(there, budget_round), at=AFTER)
    assert BudgetRound.objects.get(pk=budget_round.pk).phase == "closing"
    assert services.resume_closing(budget_round=budget_round, at=AFTER).phase == "closed"
    assert Ballot.objects.count() == Receipt.objects.count() == 10


@pytest.mark.django_db
def test_after_the_close_the_database_refuses_ballots_and_removal() -> None:
    there = scene()
    budget_round = closed(there)
    for attempt in (
        lambda: Ballot.objects.create(municipality=there.municipality, budget_round=budget_round, choices=[]),
        lambda: Ballot.objects.all()._raw_delete("default"),
        lambda: BudgetRound.objects.filter(pk=budget_round.pk).update(phase="voting"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def _traces(model: type[Model], column: str) -> list[tuple]:
    """What the database itself keeps of the order of rows, beside one telling column."""
    traces = ["xmin::text", "ctid::text"] if connection.vendor == "postgresql" else ["rowid"]
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    query = f'SELECT {", ".join(traces)}, "{column}" FROM "{model._meta.db_table}" ORDER BY {place}'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_no_trace_of_a_transaction_links_roll_receipts_and_ballots() -> None:
    """Forty people vote in a known order, half of them for trees. After the close the rows' order, and on
    PostgreSQL the transaction that wrote them, tell nothing about who voted for what."""
    there = scene()
    budget_round = opened(there)
    codes = services.issue_voting_codes(budget_round=budget_round, count=40)
    order_of_voting, receipts, choices = [], [], []
    for number, own in enumerate(codes):
        plan = ids(budget_round, "Bomen" if number % 2 else "Lampen")
        receipts.append(services.cast_ballot(budget_round=budget_round, code=own.code, choices=plan, at=DURING))
        order_of_voting.append(f"{budget_round.public_id}/{own.ticket}")
        choices.append(plan)
    services.close_round(budget_round=budget_round, approval=approved_close(there, budget_round), at=AFTER)
    roll = _traces(LetterCode, "subject_id")
    kept_receipts = _traces(Receipt, "number")
    ballots = _traces(Ballot, "choices")
    assert [row[-1] for row in roll] != order_of_voting
    assert [row[-1] for row in kept_receipts] != [r.replace("-", "").lower() for r in receipts]
    parsed = [json.loads(row[-1]) for row in ballots]
    assert parsed != choices
    assert sorted(parsed) == sorted(choices)
    if connection.vendor == "postgresql":
        # One transaction wrote each table, and not the same one.
        writers = [{row[0] for row in rows} for rows in (roll, kept_receipts, ballots)]
        assert all(len(writer) == 1 for writer in writers)
        assert len(set.union(*writers)) == 3
    else:
        assert len({row[0] for row in ballots} & {row[0] for row in kept_receipts}) == 0


@pytest.mark.django_db
def test_rows_lie_in_a_random_order_before_the_close_too() -> None:
    budget_round = opened(scene())
    vote(budget_round, "Bomen", times=15)
    vote(budget_round, "Lampen", times=15)
    by_key = list(Ballot.objects.order_by("pk").values_list("choices", flat=True))
    assert by_key != sorted(by_key)
    assert by_key != sorted(by_key, reverse=True)
    assert LetterCode.objects.filter(status="used").values("closed_on").distinct().count() == 1


@pytest.mark.django_db(transaction=True)
def test_while_the_round_closes_a_ballot_is_counted_or_refused() -> None:
    """Ballots come in from ten threads while the round is closed: what was acknowledged is in the count."""
    there = scene()
    budget_round = opened(there)
    codes = services.issue_voting_codes(budget_round=budget_round, count=40)
    approval = approved_close(there, budget_round)
    bomen = ids(budget_round, "Bomen")
    receipts: list[str] = []
    refusals: list[str] = []
    errors: list[BaseException] = []
    begun = threading.Event()

    def voter(own: list) -> None:
        try:
            for one in own:
                try:
                    receipts.append(
                        services.cast_ballot(budget_round=budget_round, code=one.code, choices=bomen, at=DURING)
                    )
                    begun.set()
                except Refusal as refused:
                    refusals.append(refused.code)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=voter, args=(codes[n::10],)) for n in range(10)]
    for thread in threads:
        thread.start()
    begun.wait(20)
    services.close_round(budget_round=budget_round, approval=approval, at=AFTER)
    for thread in threads:
        thread.join()
    assert not errors
    assert set(refusals) <= {"round_closed"}
    assert len(receipts) + len(refusals) == 40
    assert Ballot.objects.count() == len(receipts) > 0
    services.count_round(budget_round=budget_round, at=AFTER)
    assert budget_round.count.result["voters"] == len(receipts)
