"""A published vote is counted again; what differs is named."""

import copy

import pytest

from samenspel.engines.budgeting import count, read_pabulib
from samenspel.engines.evidence import seal
from samenspel.engines.verification import verify_bundle, vote_bundle

BALLOTS = b"""META
key;value
budget;110
vote_type;approval
num_projects;3
num_votes;5
PROJECTS
project_id;cost;name
1;60;Trees
2;40;Benches
3;55;Lights
VOTES
voter_id;vote
a;1,2
b;1,2
c;3
d;1
e;2
"""
ELECTION = read_pabulib(BALLOTS)
BUNDLE = vote_bundle(election=ELECTION, counted=count(ELECTION, rule="greedy"))


def failing(**changes) -> dict[str, str]:
    report = verify_bundle(seal({**copy.deepcopy(BUNDLE), **changes}))
    return {check.name: check.detail for check in report.checks if not check.ok}


def test_a_good_vote_verifies():
    report = verify_bundle(seal(BUNDLE))
    assert report.ok
    assert [check.name for check in report.checks] == ["seal", "shape", "ballots", "winners", "spent"]
    assert verify_bundle(seal(BUNDLE), report.commitment).ok
    assert set(BUNDLE["winners"]) == {"1", "2"}


@pytest.mark.parametrize(
    ("changes", "name", "named"),
    [
        ({"winners": ["3"]}, "winners", "project 3 is named and did not win"),
        ({"winners": []}, "winners", "project 1 won and is not named"),
        ({"winners": list(reversed(BUNDLE["winners"]))}, "winners", "another order"),
        ({"winners": [*BUNDLE["winners"], "1"]}, "winners", "named twice"),
        ({"spent": 99}, "spent", "not 99"),
        ({"votes_min": 4}, "winners", "did not win"),
        ({"rule": "coin"}, "ballots", "unknown_rule"),
        ({"lot": ["1"]}, "ballots", "lot_does_not_match"),
        ({"election": "nothing"}, "ballots", "can't be counted"),
        ({"election": BUNDLE["election"].replace("budget;110", "budget;60")}, "winners", ""),
    ],
)
def test_what_was_changed_is_named(changes, name, named):
    assert named in failing(**changes)[name]
