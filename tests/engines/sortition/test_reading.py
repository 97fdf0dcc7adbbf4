"""The field's files as they are, and every fault with its row and column."""

import pytest

from samenspel.engines.errors import FaultsError
from samenspel.engines.sortition import read_pool, read_targets, targets_from_population


def faults_of(call, *args, **kwargs) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(FaultsError) as refusal:
        call(*args, **kwargs)
    assert all(fault.message and fault.remedy for fault in refusal.value.faults)
    return [(fault.code, fault.row, fault.column) for fault in refusal.value.faults]


GOOD = b"feature,value,min,max\ngender,f,1,2\ngender,m,1,2\n"


@pytest.mark.parametrize(
    "text",
    [
        "feature,value,min,max\ngender,f,1,2\n",
        "category,name,min,max\ngender,f,1,2\n",
        "category,feature,min,max\ngender,f,1,2\n",
        "\ufefffeature;value;min;max\r\ngender;f;1;2\r\n",
        "category,name,min,max,min_flex,max_flex\ngender,f,1,2,,\n",
    ],
)
def test_targets_in_every_dialect(text: str) -> None:
    (quota,) = read_targets(text.encode()).quotas
    assert (quota.feature, quota.value, quota.min, quota.max) == ("gender", "f", 1, 2)


def test_flex_bounds_are_read() -> None:
    (quota,) = read_targets(b"category,name,min,max,min_flex,max_flex\ng,f,1,2,0,3\n").quotas
    assert (quota.min_flex, quota.max_flex) == (0, 3)


def test_every_fault_of_targets() -> None:
    text = b"feature,value,min,max,min_flex,max_flex\ng,f,3,2,,\ng,f,1,2,,\ng,,1,x,,\nh,a,-1,2,,\nh,b,1,2,2,1\n"
    assert faults_of(read_targets, text) == [
        ("min_above_max", 2, "min"),
        ("duplicate_quota", 3, "value"),
        ("empty_cell", 4, "value"),
        ("not_an_integer", 4, "max"),
        ("out_of_range", 5, "min"),
        ("flex_inside_bounds", 6, "min_flex"),
        ("flex_inside_bounds", 6, "max_flex"),
    ]


def test_missing_columns_of_targets() -> None:
    assert faults_of(read_targets, b"feature,maximum\ng,2\n") == [
        ("missing_column", 1, "value"),
        ("missing_column", 1, "min"),
        ("missing_column", 1, "max"),
    ]
    assert faults_of(read_targets, b"feature,value,min,max\n") == [("no_quotas", None, None)]


def test_every_fault_of_a_pool() -> None:
    text = b"id,gender\np1,f\np1,m\n,x\np3,\n"
    assert faults_of(read_pool, text, read_targets(GOOD)) == [
        ("duplicate_id", 3, "id"),
        ("empty_cell", 4, "id"),
        ("unknown_value", 4, "gender"),
        ("empty_cell", 5, "gender"),
    ]


def test_missing_columns_of_a_pool() -> None:
    found = faults_of(read_pool, b"id\np1\n", read_targets(GOOD), id_column="code", household_column="home")
    assert found == [
        ("missing_column", 1, "gender"),
        ("missing_column", 1, "code"),
        ("missing_column", 1, "home"),
    ]
    assert faults_of(read_pool, b"id,gender\n", read_targets(GOOD)) == [("no_people", None, None)]


@pytest.mark.parametrize(
    ("text", "asked", "ids"),
    [
        ("nationbuilder_id,gender\n7,f\n", None, ["7"]),
        ("pool_member_identifier,nationbuilder_id,gender\n8,9,f\n", None, ["9"]),
        ("id,code,gender\n1,c1,f\n", "code", ["c1"]),
        ("gender\nf\n\nm\n", None, ["2", "4"]),
    ],
)
def test_ids_by_column_or_row_number(text: str, asked: str | None, ids: list[str]) -> None:
    pool = read_pool(text.encode(), read_targets(GOOD), id_column=asked)
    assert [person.id for person in pool.people] == ids


def test_an_empty_household_is_nobody_else() -> None:
    pool = read_pool(b"id,gender,home\n1,f,A\n2,m,\n", read_targets(GOOD), household_column="home")
    assert [person.household for person in pool.people] == ["A", None]


def test_targets_from_population() -> None:
    targets = targets_from_population({"gender": {"f": 6400, "m": 6570}, "age": {"young": 0.25, "old": 0.75}}, 12)
    assert [(q.value, q.min, q.max) for q in targets.quotas] == [
        ("f", 5, 6),
        ("m", 6, 7),
        ("young", 3, 3),
        ("old", 9, 9),
    ]
    assert faults_of(targets_from_population, {"a": {"x": 0}, "b": {"y": -1, "z": 3}}, 0) == [
        ("seats_not_positive", None, None),
        ("no_shares", None, "a"),
        ("negative_share", None, "b"),
    ]
