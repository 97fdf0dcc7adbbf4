"""Reads of the household book."""

from .planning import (
    AllocationPlan,
    PlannedPart,
    accounts_with_money,
    available_by_fund,
    plan_allocation,
    plan_over,
)
from .verification import BookFault, BookReport, verify_book

__all__ = [
    "AllocationPlan",
    "BookFault",
    "BookReport",
    "PlannedPart",
    "accounts_with_money",
    "available_by_fund",
    "plan_allocation",
    "plan_over",
    "verify_book",
]
