"""How this app marks its codes in the roll, and how a receipt is made, written and read back."""

from __future__ import annotations

from typing import Any

from samenspel.foundation.ids import random_characters

CODE_PURPOSE = "vote"
CODE_SUBJECT = "budget_round"
RECEIPT_LENGTH = 10


def code_prefix(budget_round: Any) -> str:
    """What the subject ids of this round's codes start with."""
    return f"{budget_round.public_id}/"


def new_receipt() -> str:
    """A fresh receipt number: 50 random bits that say nothing."""
    return random_characters(RECEIPT_LENGTH)


def written_receipt(number: str) -> str:
    """As shown to the voter: 4F2-9QH-7CXK."""
    return f"{number[:3]}-{number[3:6]}-{number[6:]}".upper()
