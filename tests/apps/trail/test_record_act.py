"""Put an act on the trail."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from apps.factories import AT, municipality, neighbourhood
from samenspel.apps.trail.models import Act, TrailHead
from samenspel.apps.trail.selectors import acts_of, payload_of, trail_root, verify_trail
from samenspel.apps.trail.services import NewAct, record_act, record_acts
from samenspel.engines.errors import EngineError
from samenspel_testing import drop_triggers


@pytest.mark.django_db
def test_acts_are_numbered_without_gaps_and_verify():
    where = neighbourhood()
    for number in range(5):
        record_act(
            municipality=where.municipality,
            kind="draw.committed",
            subject_kind="draw",
            subject_id=f"d{number}",
            payload={"seats": number},
            neighbourhood=where.public_id,
            at=AT,
        )
    acts = list(acts_of(where.municipality, neighbourhood=where.public_id))
    assert [act.sequence for act in acts] == [5, 4, 3, 2, 1]
    assert payload_of(acts[0]) == {"seats": 4}
    report = verify_trail(where.municipality)
    assert report.verifies
    assert (report.size, report.root) == trail_root(where.municipality)


@pytest.mark.django_db
def test_many_at_once_give_the_same_tree_as_one_by_one():
    one, other = municipality("Een", "GM0001"), municipality("Twee", "GM0002")
    acts = [NewAct("k", "s", str(n), {"n": n}) for n in range(7)]
    record_acts(municipality=one, acts=acts, at=AT)
    for act in acts:
        record_act(
            municipality=other, kind="k", subject_kind="s", subject_id=act.subject_id, payload=act.payload, at=AT
        )
    assert verify_trail(one).verifies
    assert verify_trail(other).verifies
    # Another municipality is another tree, even with the same acts.
    assert trail_root(one)[1] != trail_root(other)[1]


@pytest.mark.django_db
def test_an_act_stands_or_falls_with_what_it_tells_of():
    where = municipality()
    with transaction.atomic():
        record_act(municipality=where, kind="k", subject_kind="s", subject_id="1")
        transaction.set_rollback(True)
    assert trail_root(where) == (0, "")
    assert verify_trail(where).verifies


@pytest.mark.django_db
def test_a_payload_with_a_fraction_is_refused():
    with pytest.raises(EngineError), transaction.atomic():
        record_act(municipality=municipality(), kind="k", subject_kind="s", subject_id="1", payload={"share": 0.5})


@pytest.mark.django_db
def test_a_number_is_given_once():
    act = record_act(municipality=municipality(), kind="k", subject_kind="s", subject_id="1")
    act.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        act.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_leave_no_gap():
    where = municipality()

    def write(number):
        try:
            record_act(municipality=where, kind="k", subject_kind="s", subject_id=str(number))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    assert sorted(Act.objects.values_list("sequence", flat=True)) == list(range(1, 25))
    assert verify_trail(where).verifies


def _tamper(sql, *params):
    """Change a stored row behind the guards, as someone with the database file could."""
    drop_triggers()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "sequence"),
    [
        ("UPDATE trail_act SET content = replace(content, '\"n\":2', '\"n\":9') WHERE sequence = 3", 3),
        ("UPDATE trail_act SET kind = 'x' WHERE sequence = 2", 2),
        ("UPDATE trail_act SET subject_id = 'x' WHERE sequence = 4", 4),
        ("UPDATE trail_act SET neighbourhood_id_public = 'x' WHERE sequence = 1", 1),
        ("DELETE FROM trail_act WHERE sequence = 2", 2),
        ("DELETE FROM trail_act WHERE sequence = 5", 5),
        ("UPDATE trail_trailhead SET root = 'x' || substr(root, 2)", 5),
    ],
)
def test_whoever_changes_a_stored_act_is_noticed(sql, sequence):
    where = municipality()
    record_acts(municipality=where, acts=[NewAct("k", "s", str(n), {"n": n}) for n in range(5)], at=AT)
    _tamper(sql)
    report = verify_trail(where)
    assert not report.verifies
    assert sequence in [fault.sequence for fault in report.faults]


@pytest.mark.django_db
def test_rehashing_a_changed_act_does_not_help():
    from samenspel.apps.trail import engine

    where = municipality()
    record_acts(municipality=where, acts=[NewAct("k", "s", str(n), {"n": n}) for n in range(5)], at=AT)
    act = Act.objects.get(sequence=3)
    content = act.content.replace('"n":2', '"n":9')
    _tamper("UPDATE trail_act SET content = %s, leaf_hash = %s WHERE sequence = 3", content, engine.hash_of(content))
    assert [fault.what for fault in verify_trail(where).faults] == ["root"]


@pytest.mark.django_db
def test_the_head_is_never_shortened_or_removed():
    record_act(municipality=municipality(), kind="k", subject_kind="s", subject_id="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        TrailHead.objects.update(size=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrailHead.objects.all()._raw_delete("default")
