"""Verification names what was changed, whatever was changed."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.engines.evidence import (
    commitment_of,
    draw_bundle,
    parse_source,
    pick,
    seal,
    trail_bundle,
)
from samenspel.engines.verification import KINDS, verify_bundle


def people(count: int) -> list[dict]:
    return [
        {
            "id": f"p{number}",
            "features": {"age": "young" if number % 2 else "old", "street": "A" if number < 6 else "B"},
            "household": f"h{number // 2}" if number < 4 else None,
        }
        for number in range(count)
    ]


def committed() -> dict:
    panels = [[f"p{a}", f"p{a + 3}", f"p{(a + 5) % 12}"] for a in range(0, 9, 2)]
    return draw_bundle(
        algorithm="leximin",
        seats=3,
        targets=[
            {"feature": "age", "value": "young", "min": 1, "max": 2},
            {"feature": "age", "value": "old", "min": 1, "max": 2},
        ],
        pool=people(12),
        panels=panels,
        one_per_household=True,
        software="samenspel 0.1.0",
    )


def picked() -> dict:
    return pick(committed(), parse_source("balls:003"))


def failing(document: dict, commitment: str | None = None) -> dict[str, str]:
    report = verify_bundle(seal(document), commitment)
    assert report.ok == all(check.ok for check in report.checks)
    return {check.name: check.detail for check in report.checks if not check.ok}


def test_a_good_bundle_before_and_after():
    for bundle in (committed(), picked()):
        report = verify_bundle(seal(bundle), commitment_of(committed()).upper())
        assert report.ok
        assert report.commitment == commitment_of(committed())
        names = [check.name for check in report.checks]
        assert names == [
            "seal",
            "shape",
            "commitment",
            "pool",
            "panel-members",
            "targets",
            "households",
            "chances",
            "pick",
        ]


def alter(**changes):
    def change(bundle):
        bundle.update(changes)

    return change


def alter_panel(number, members):
    def change(bundle):
        bundle["panels"][number] = members

    return change


def alter_chance(bundle):
    bundle["chances"]["p4"] = "0.999"


def alter_pool(bundle):
    bundle["pool"].append(bundle["pool"][0])


def alter_feature(bundle):
    for person in bundle["pool"]:
        person["features"]["age"] = "old"


@pytest.mark.parametrize(
    ("change", "name", "named"),
    [
        (alter(picked=2), "pick", "panel 003"),
        (alter(panel=["p0", "p1", "p2"]), "pick", "panel 003"),
        (alter(randomness="balls:004"), "pick", "panel 004"),
        (alter(randomness="003"), "pick", "balls:003"),
        (alter(randomness="dice:1"), "pick", "unknown_source"),
        (alter(randomness=None), "pick", "without the randomness"),
        (alter(randomness="drand:7:" + "00" * 48), "pick", "bad_drand_signature"),
        (alter(announced="drand:7"), "pick", "drand:7 was announced"),
        (alter(seats=4), "panel-members", "3 people for 4 seats"),
        (alter_panel(1, ["p2", "p5", "p99"]), "panel-members", "p99"),
        (alter_panel(1, ["p2", "p5", "p5"]), "panel-members", "twice"),
        (alter_panel(1, ["p2", "p4", "p6"]), "targets", "panel 001 has 0 of age young"),
        (alter_panel(1, ["p2", "p3", "p6"]), "households", "panel 001 has 2 people of household 2"),
        (alter_panel(1, ["p4", "p5", "p6"]), "chances", "p2"),
        (alter_feature, "targets", "panel 000 has 0 of age young"),
        (alter_chance, "chances", "p4 is in 0.2 of the panels, the bundle says 0.999"),
        (alter_pool, "pool", "p0 is in the pool 2 times"),
        (alter(version=2), "shape", "version 2"),
        (alter(seats="3"), "shape", "bundle.seats is not a whole number"),
        (alter(seats=True), "shape", "bundle.seats is not a whole number"),
        (alter(extra=1), "shape", "unknown field extra"),
        (alter(kind="samenspel-else"), "kind", "samenspel-else"),
        (alter(panels=[]), "pool", "no panels"),
    ],
)
def test_what_was_changed_is_named(change, name, named):
    bundle = copy.deepcopy(picked())
    change(bundle)
    found = failing(bundle)
    assert named in found[name]


def test_more_people_of_a_household_where_that_was_allowed():
    bundle = copy.deepcopy(picked())
    alter_panel(1, ["p2", "p3", "p6"])(bundle)
    bundle["one_per_household"] = False
    assert "households" not in failing(bundle)


def test_a_long_list_of_differences_is_cut_and_counted():
    bundle = copy.deepcopy(picked())
    bundle["chances"] = {}
    detail = failing(bundle)["chances"]
    assert detail.endswith("; and 7 more")
    assert detail.count(";") == 5


def test_another_commitment_is_noticed():
    assert failing(picked(), "00" * 32) == {"commitment": f"the bundle's commitment is {commitment_of(committed())}"}


def test_a_broken_seal_is_looked_behind():
    data = seal(picked()).replace(b'"p4":"0.2"', b'"p4":"0.6"')
    found = {check.name for check in verify_bundle(data).checks if not check.ok}
    assert found == {"seal", "chances"}


TRAIL = trail_bundle(
    municipality="gm0014",
    contents=[{"sequence": n, "kind": "draw", "payload": {"n": n}} for n in range(1, 8)],
)


def test_a_good_trail():
    report = verify_bundle(seal(TRAIL), TRAIL["root"])
    assert report.ok
    assert report.commitment == TRAIL["root"]
    assert verify_bundle(seal(trail_bundle(municipality="gm0014", contents=[]))).ok


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (lambda b: b["acts"][2]["content"]["payload"].update(n=9), {"leaves", "root"}),
        (lambda b: b["acts"][2].update(leaf="00"), {"leaves"}),
        (lambda b: b["acts"].pop(3), {"sequence", "root"}),
        (lambda b: b.update(size=8), {"sequence"}),
        (lambda b: b.update(root="00"), {"root"}),
        (lambda b: b["acts"].reverse(), {"sequence", "root"}),
    ],
)
def test_a_changed_trail_is_named(change, names):
    bundle = copy.deepcopy(TRAIL)
    change(bundle)
    assert set(failing(bundle)) == names


@settings(derandomize=True, deadline=None, max_examples=1000)
@given(st.data())
def test_any_flipped_byte_is_noticed(data):
    sealed = bytearray(seal(data.draw(st.sampled_from([PICKED, TRAIL]))))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    assert not verify_bundle(bytes(sealed)).ok


PICKED = picked()


@settings(derandomize=True, deadline=None)
@given(st.data())
def test_hostile_documents_are_reported_not_raised(data):
    bundle = copy.deepcopy(data.draw(st.sampled_from([PICKED, TRAIL])))
    name = data.draw(st.sampled_from(sorted(set(bundle) - {"kind"})))
    junk = st.none() | st.integers(-5, 5) | st.text(max_size=3) | st.booleans()
    bundle[name] = data.draw(
        st.recursive(junk, lambda s: st.lists(s, max_size=2) | st.dictionaries(st.text(max_size=2), s))
    )
    verify_bundle(seal(bundle))


@pytest.mark.parametrize("junk", [b"", b"{}", b"[]", b"null", b'{"kind":{}}', b"\xff", b'{"kind":"samenspel-draw"}'])
def test_junk_is_reported(junk):
    assert not verify_bundle(junk).ok


def test_every_kind_names_its_own_kind():
    assert all("kind" in kind.shape and "version" in kind.shape for kind in KINDS.values())
