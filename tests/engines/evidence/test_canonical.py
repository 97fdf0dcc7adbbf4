"""One value, one sequence of bytes; a changed byte is noticed."""

import hashlib
import json
import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.engines.errors import EngineError
from samenspel.engines.evidence import canonical_bytes, canonical_text, open_sealed, seal

texts = st.text(st.characters(codec="utf-8"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(texts.map(lambda t: unicodedata.normalize("NFC", t)), inner, max_size=4)
    ),
    max_leaves=12,
)
documents = st.dictionaries(
    texts.map(lambda t: unicodedata.normalize("NFC", t)).filter(lambda t: t != "sha256"), values, max_size=5
)


def test_golden_bytes():
    value = {"b": [1, -2, True, None], "a": 'é"\\\n\u0001\u2028/', "\U0001f600": 1, "\ufb01": 2}
    expected = '{"a":"é\\"\\\\\\n\\u0001\u2028/","b":[1,-2,true,null],"\U0001f600":1,"\ufb01":2}'
    assert canonical_text(value) == expected
    assert canonical_bytes({"x": "e\u0301"}) == '{"x":"é"}'.encode()


def test_golden_seal():
    digest = hashlib.sha256(b'{"kind":"test","n":1}').hexdigest()
    assert seal({"n": 1, "kind": "test"}) == b'{"kind":"test","n":1,"sha256":"%s"}' % digest.encode()
    digest = hashlib.sha256(b"{}").hexdigest()
    assert seal({}) == b'{"sha256":"%s"}' % digest.encode()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.5, "not_representable"),
        ({"a": {1}}, "not_representable"),
        (b"x", "not_representable"),
        (2**53, "integer_too_large"),
        ({1: 2}, "key_not_text"),
        ({"é": 1, "e\u0301": 2}, "duplicate_key"),
        ("\ud800", "lone_surrogate"),
    ],
)
def test_what_has_no_canonical_form_is_refused(value, code):
    with pytest.raises(EngineError) as caught:
        canonical_bytes(value)
    assert caught.value.code == code


def test_depth_is_bounded():
    value: list = []
    for _ in range(100):
        value = [value]
    with pytest.raises(EngineError, match="too_deep"):
        canonical_bytes(value)


@settings(derandomize=True, deadline=None)
@given(documents)
def test_a_sealed_document_opens_to_itself(document):
    opened = open_sealed(seal(document))
    assert canonical_bytes(opened) == canonical_bytes(document)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(documents, st.data())
def test_any_changed_byte_is_refused(document, data):
    sealed = bytearray(seal(document))
    position = data.draw(st.integers(0, len(sealed) - 1))
    sealed[position] ^= data.draw(st.integers(1, 255))
    with pytest.raises(EngineError) as caught:
        open_sealed(bytes(sealed))
    assert caught.value.code in {"not_json", "not_canonical", "seal_missing", "seal_broken"}


def test_every_single_bit_of_a_sealed_document_counts():
    sealed = seal({"kind": "samenspel-draw", "n": 12, "chances": {"a": "0.031"}})
    for position in range(len(sealed)):
        for bit in range(8):
            changed = bytearray(sealed)
            changed[position] ^= 1 << bit
            with pytest.raises(EngineError):
                open_sealed(bytes(changed))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_json"),
        (b"[1]", "not_json"),
        (b"\xff", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"a":' + b"9" * 5000 + b"}", "not_json"),
        (b'{"a":1}', "seal_missing"),
        (b'{"a":1.5,"sha256":""}', "not_canonical"),
        (b'{"a":NaN,"sha256":""}', "not_canonical"),
        (b'{"a":1,"sha256":"00"}', "seal_broken"),
        (b'{"a":1,"a":1,"sha256":"00"}', "not_canonical"),
        (b'{"b":1,"a":1,"sha256":"00"}', "not_canonical"),
        (seal({"a": 1}) + b"\n", "not_canonical"),
        (b"\xef\xbb\xbf" + seal({"a": 1}), "not_json"),
        (seal({"a": 1}).replace(b":1", b": 1"), "not_canonical"),
        (b'{"sha256":"00","z":1}', "not_canonical"),
        ('{"a":"e\u0301","sha256":"00"}'.encode(), "not_canonical"),
        (b'{"a":"\\ud800","sha256":"00"}', "not_canonical"),
        (b'{"a":1,"sha256":"\\ud800"}', "not_canonical"),
    ],
)
def test_what_was_not_sealed_is_refused(data, code):
    with pytest.raises(EngineError) as caught:
        open_sealed(data)
    assert caught.value.code == code


def test_nesting_is_refused_before_it_is_parsed():
    for data in (b"[" * 65, b'{"a":' * 65, b'["]]]]",' * 65):
        assert code_of_opening(data) == "not_json"
    assert code_of_opening(b'{"a":"' + b"[" * 500 + b'","sha256":"x"}') == "seal_broken"
    assert code_of_opening(b'{"a":"\\"[[[","sha256":"x"}') == "seal_broken"


def code_of_opening(data: bytes) -> str:
    with pytest.raises(EngineError) as caught:
        open_sealed(data)
    return caught.value.code


def test_sealing_twice_is_a_mistake():
    with pytest.raises(EngineError, match="seal_present"):
        seal({"sha256": "x"})


JAVASCRIPT = """
const sorted = v => Array.isArray(v) ? v.map(sorted) : v && typeof v === "object"
  ? Object.fromEntries(Object.keys(v).sort().map(k => [k, sorted(v[k])])) : v;
const out = v => Array.isArray(v) ? "[" + v.map(out).join(",") + "]" : v && typeof v === "object"
  ? "{" + Object.keys(v).sort().map(k => JSON.stringify(k) + ":" + out(v[k])).join(",") + "}"
  : JSON.stringify(v);
const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(out)));
"""


def test_a_browser_computes_the_same_bytes():
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here to stand in for a browser")
    cases: list = []

    @settings(derandomize=True, deadline=None, database=None)
    @given(values)
    def gather(value):
        cases.append(json.loads(canonical_bytes(value)))

    gather()
    finished = subprocess.run(
        [node, "-e", JAVASCRIPT], input=json.dumps(cases), capture_output=True, text=True, check=True
    )
    assert json.loads(finished.stdout) == [canonical_text(case) for case in cases]
