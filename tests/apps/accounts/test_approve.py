"""What needs two people: ask, approve, use once, for exactly what was approved."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from apps.factories import municipality, person
from samenspel.apps.accounts.models import Approval
from samenspel.apps.accounts.selectors import waiting_approvals
from samenspel.apps.accounts.services import approve, refuse, request_approval, use_approval
from samenspel.foundation.errors import Outsider, Refusal
from samenspel_testing import drop_triggers

WHAT = {"kind": "book.pay", "subject_kind": "invoice", "subject_id": "f1", "payload": {"amount_cents": 1000}}


def _asked(by=None):
    return request_approval(municipality=municipality(), requested_by=by or person("Alice"), **WHAT)


@pytest.mark.django_db
def test_a_second_person_approves_and_the_act_uses_it_once():
    approval = approve(approval=_asked(), by=person("Bob"))
    assert use_approval(approval=approval, **WHAT).status == "used"
    with pytest.raises(Outsider) as refusal:
        use_approval(approval=approval, **WHAT)
    assert refusal.value.code == "approval_missing"


@pytest.mark.django_db
def test_nobody_approves_an_own_request():
    approval = _asked(person("Alice"))
    with pytest.raises(Outsider) as refusal:
        approve(approval=approval, by=person("Alice"))
    assert refusal.value.code == "own_request"
    # And not behind the service's back either.
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(decided_by=person("Alice"), status="approved")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other", [{"payload": {"amount_cents": 1001}}, {"subject_id": "f2"}, {"kind": "book.refund"}, {"subject_kind": "x"}]
)
def test_an_approval_covers_exactly_what_was_approved(other):
    approval = approve(approval=_asked(), by=person("Bob"))
    with pytest.raises(Outsider):
        use_approval(approval=approval, **(WHAT | other))


@pytest.mark.django_db
def test_without_an_approval_nothing_happens():
    with pytest.raises(Outsider):
        use_approval(approval=None, **WHAT)
    with pytest.raises(Outsider):
        use_approval(approval=_asked(), **WHAT)


@pytest.mark.django_db
def test_a_refusal_needs_a_reason_and_ends_it():
    approval = _asked()
    with pytest.raises(Refusal) as refusal:
        refuse(approval=approval, by=person("Bob"), reason=" ")
    assert refusal.value.code == "reason_missing"
    refuse(approval=approval, by=person("Bob"), reason="De bon ontbreekt.")
    with pytest.raises(Refusal) as refusal:
        approve(approval=approval, by=person("Carol"))
    assert refusal.value.code == "not_waiting"


@pytest.mark.django_db
def test_asking_twice_gives_the_first_request_and_others_see_it_wait():
    first = _asked()
    assert _asked() == first
    assert list(waiting_approvals(first.municipality, for_person=person("Bob"))) == [first]
    assert list(waiting_approvals(first.municipality, for_person=person("Alice"))) == []


@pytest.mark.django_db
def test_what_was_approved_cannot_be_changed_in_the_database():
    approval = approve(approval=_asked(), by=person("Bob"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(payload_hash="0" * 64)
    drop_triggers("accounts_approval_frozen_columns")
    assert Approval.objects.filter(pk=approval.pk).update(payload_hash="0" * 64) == 1


@pytest.mark.django_db(transaction=True)
def test_of_parallel_uses_one_succeeds():
    approval = approve(approval=_asked(), by=person("Bob"))

    def use(_number):
        try:
            use_approval(approval=approval, **WHAT)
        except Outsider:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(use, range(12))) == 1
