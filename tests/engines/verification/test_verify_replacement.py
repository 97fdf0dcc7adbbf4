"""A replacement's bundle: genuine before and after, and whatever was changed is named."""

import copy

import pytest

from mutated_bundles import draw_document, replacement_document
from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import commitment_of, parse_source, pick, replacement_bundle, seal
from samenspel.engines.verification import verify_bundle


def failing(change) -> dict[str, str]:
    bundle = copy.deepcopy(replacement_document("balls:002"))
    change(bundle)
    return {check.name: check.detail for check in verify_bundle(seal(bundle)).checks if not check.ok}


def test_the_commitment_is_the_same_before_and_after():
    before, after = replacement_document(None), replacement_document("balls:002")
    assert commitment_of(before) == commitment_of(after)
    for bundle in (before, after):
        report = verify_bundle(seal(bundle), commitment_of(before))
        assert report.ok, report
        assert report.kind == "samenspel-replacement"
    assert after["panel"] == ["008", "009"]
    with pytest.raises(EngineError, match="already_picked"):
        pick(after, parse_source("balls:001"))


@pytest.mark.parametrize(
    ("change", "name", "named"),
    [
        (lambda b: b["panels"][0].__setitem__(0, "004"), "candidates", "000 names 004, who could not come in"),
        (lambda b: b["panels"][0].__setitem__(0, "001"), "candidates", "000 names 001, who could not come in"),
        (lambda b: b["panels"][1].append("011"), "candidates", "001 has 3 people, the first has 2"),
        (lambda b: b["panels"][1].__setitem__(0, "008"), "candidates", "001 names someone twice"),
        (lambda b: b["staying"].append("004"), "candidates", "004 is named 2 times"),
        (lambda b: b["left_out"].append("099"), "candidates", "099 is not in the pool"),
        (lambda b: b.update(seats=2), "candidates", "2 people come in beside 1 for 2 seats"),
        (lambda b: b.update(deviation=1), "mending", "000 misses the targets by 0, the bundle says 1"),
        (lambda b: b["targets"][0].update(min=3), "mending", "misses the targets by"),
        (lambda b: b["pool"][6].update(household=1), "households", "000 brings a second person of household 1"),
        (lambda b: b["chances"].update({"006": "0.25"}), "chances", "006 is in 0.5 of the panels"),
        (lambda b: b["chances"].update({"001": "0"}), "chances", "001 has a chance but is not in the pool"),
        (lambda b: b.update(picked=1), "pick", "points to panel 002"),
        (lambda b: b.update(panel=["006", "007"]), "pick", "not panel 002"),
    ],
)
def test_what_was_changed_is_named(change, name, named):
    assert named in failing(change)[name]


def test_a_replacement_without_completions_or_with_strangers_is_refused():
    follows = {**draw_document(None), "commitment": "ab" * 32}
    facts = {"follows": follows, "staying": ["001"], "left_out": [], "software": "samenspel 0.1.0"}
    with pytest.raises(EngineError, match="no_panels"):
        replacement_bundle(**facts, completions=[])
    with pytest.raises(EngineError, match="unknown_id"):
        replacement_bundle(**facts, completions=[["099"]])
