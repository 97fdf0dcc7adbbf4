"""A ballot and the use of its code stand or fall together: one code, one ballot, no link between them."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from samenspel.apps.accounts.models import LetterCode
from samenspel.apps.voting import services
from samenspel.apps.voting.models import Ballot, Receipt
from samenspel.foundation.errors import Refusal

from .factories import AFTER, AT, DURING, VOTE_FROM_AT, VOTE_UNTIL_AT, code, ids, opened, scene, vote


def used_codes() -> int:
    return LetterCode.objects.filter(status="used").count()


@pytest.mark.django_db
def test_a_ballot_is_stored_and_its_code_used() -> None:
    budget_round = opened(scene())
    (receipt,) = vote(budget_round, "Bomen", "Bankjes")
    assert Ballot.objects.get().choices == sorted(ids(budget_round, "Bomen", "Bankjes"))
    assert Receipt.objects.get().number == receipt.replace("-", "").lower()
    assert used_codes() == 1


@pytest.mark.django_db
def test_a_code_works_once() -> None:
    budget_round = opened(scene())
    own = code(budget_round)
    services.cast_ballot(budget_round=budget_round, code=own, choices=ids(budget_round, "Bomen"), at=DURING)
    with pytest.raises(Refusal) as refused:
        services.cast_ballot(budget_round=budget_round, code=own, choices=ids(budget_round, "Bankjes"), at=DURING)
    assert refused.value.code == "code_used"
    assert Ballot.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("at", [VOTE_FROM_AT - timedelta(seconds=1), VOTE_UNTIL_AT, AFTER, AT])
def test_outside_the_announced_hours_nothing_is_stored(at) -> None:
    budget_round = opened(scene())
    own = code(budget_round)
    with pytest.raises(Refusal) as refused:
        services.cast_ballot(budget_round=budget_round, code=own, choices=ids(budget_round, "Bomen"), at=at)
    assert refused.value.code == "round_closed"
    assert (Ballot.objects.count(), used_codes()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("titles", "code_of_refusal"),
    [(["Bomen"], "too_few_choices"), (["Bomen", "Bankjes", "Lampen", "Tuintjes"], "too_many_choices")],
)
def test_too_few_and_too_many_choices_leave_the_code_good(titles, code_of_refusal) -> None:
    budget_round = opened(scene(), choices_min=2, choices_max=3)
    own = code(budget_round)
    with pytest.raises(Refusal) as refused:
        services.cast_ballot(budget_round=budget_round, code=own, choices=ids(budget_round, *titles), at=DURING)
    assert refused.value.code == code_of_refusal
    services.cast_ballot(budget_round=budget_round, code=own, choices=ids(budget_round, "Bomen", "Bankjes"), at=DURING)


@pytest.mark.django_db
def test_naming_a_plan_twice_counts_once() -> None:
    budget_round = opened(scene(), choices_min=2)
    twice = ids(budget_round, "Bomen") * 2
    with pytest.raises(Refusal) as refused:
        services.cast_ballot(budget_round=budget_round, code=code(budget_round), choices=twice, at=DURING)
    assert refused.value.code == "too_few_choices"


@pytest.mark.django_db
def test_an_unknown_or_withdrawn_plan_is_refused() -> None:
    there = scene()
    budget_round = opened(there)
    plan = budget_round.projects.get(title="Lampen")
    services.withdraw_project(project=plan, reason="De indiener stopt.", by=there.alice, at=AT)
    for choice in ("bestaatniet", plan.public_id):
        with pytest.raises(Refusal) as refused:
            services.cast_ballot(budget_round=budget_round, code=code(budget_round), choices=[choice], at=DURING)
        assert refused.value.code == "project_unknown"
    assert (Ballot.objects.count(), used_codes()) == (0, 0)


@pytest.mark.django_db
def test_a_guessed_code_a_code_of_another_round_and_a_void_one_are_refused() -> None:
    there = scene()
    budget_round, other = opened(there), opened(there, title="Wijkbegroting 2027")
    issued = services.issue_voting_codes(budget_round=budget_round, count=1)[0]
    fresh = services.replace_voting_code(budget_round=budget_round, ticket=issued.ticket)
    bomen = ids(budget_round, "Bomen")
    for text, expected in (
        ("ABCD-EFGH-JKMN", "code_unknown"),
        (code(other), "code_unknown"),
        (issued.code, "code_void"),
    ):
        with pytest.raises(Refusal) as refused:
            services.cast_ballot(budget_round=budget_round, code=text, choices=bomen, at=DURING)
        assert refused.value.code == expected
    assert used_codes() == 0
    services.cast_ballot(budget_round=budget_round, code=fresh.code, choices=bomen, at=DURING)
    with pytest.raises(Refusal) as refused:
        services.replace_voting_code(budget_round=budget_round, ticket=issued.ticket)
    assert refused.value.code == "code_not_open"


@pytest.mark.django_db
def test_a_ballot_keeps_no_moment_and_no_code() -> None:
    kept = {field.name for field in Ballot._meta.get_fields()}
    assert kept == {"id", "municipality", "budget_round", "choices"}
    assert {f.name for f in Receipt._meta.get_fields()} == {"id", "municipality", "budget_round", "number"}


@pytest.mark.django_db
def test_the_database_refuses_ballots_outside_the_vote_and_any_change() -> None:
    there = scene()
    budget_round = opened(there)
    vote(budget_round, "Bomen")
    stored = Ballot.objects.all()
    planned_only = services.create_round(
        neighbourhood=there.neighbourhood,
        title="Later",
        criteria="Voor de wijk.",
        budget_cents=1,
        ideas_from=AT.date(),
        vote_from_at=VOTE_FROM_AT,
        vote_until_at=VOTE_UNTIL_AT,
        result_on=AT.date(),
        by=there.alice,
        at=AT,
    )
    for attempt in (
        lambda: stored.update(choices=[]),
        lambda: stored._raw_delete("default"),
        lambda: Receipt.objects.all()._raw_delete("default"),
        lambda: Ballot.objects.create(municipality=there.municipality, budget_round=planned_only, choices=[]),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


@pytest.mark.django_db(transaction=True)
def test_fifty_requests_at_once_with_one_code_give_one_ballot() -> None:
    budget_round = opened(scene())
    own = code(budget_round)
    bomen = ids(budget_round, "Bomen")
    start = threading.Barrier(50)
    receipts: list[str] = []
    refusals: list[str] = []

    def send() -> None:
        start.wait()
        try:
            receipts.append(services.cast_ballot(budget_round=budget_round, code=own, choices=bomen, at=DURING))
        except Refusal as refused:
            refusals.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts) == 1
    assert refusals == ["code_used"] * 49
    assert (Ballot.objects.count(), Receipt.objects.count(), used_codes()) == (1, 1, 1)
