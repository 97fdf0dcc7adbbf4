"""Every code with which evidence refuses has a sentence for people, and its parameters fit."""

import re

import pytest

from samenspel.cli.messages import MESSAGES, message_of
from samenspel_testing import ROOT

EVIDENCE = ROOT / "src" / "samenspel" / "engines" / "evidence"
RAISED = re.compile(r'EngineError\(\s*"([a-z0-9_]+)"((?:[^()]|\([^()]*\)|\([^()]*\([^()]*\)[^()]*\))*)\)')


def raised() -> list[tuple[str, set[str]]]:
    """(code, names of its parameters) of every refusal in the engine's source."""
    found = []
    for path in sorted(EVIDENCE.glob("*.py")):
        for code, arguments in RAISED.findall(path.read_text(encoding="utf-8")):
            found.append((code, set(re.findall(r"(\w+)=", arguments))))
    return found


@pytest.mark.parametrize(("code", "names"), raised())
def test_a_refusal_is_a_sentence(code, names):
    message, remedy = MESSAGES[code]
    wanted = set(re.findall(r"{(\w+)}", message + remedy))
    assert wanted <= names
    assert message[0] in "'{" or message[0].isupper()
    assert remedy.endswith(".") or remedy.endswith("….")


def test_there_are_refusals():
    assert len(raised()) > 20


def test_a_code_without_a_sentence_is_spelled_out():
    assert message_of("quota_clash", {"feature": "age"}) == ("Quota clash: feature age.", "")
    assert message_of("quota_clash", {}) == ("Quota clash.", "")
