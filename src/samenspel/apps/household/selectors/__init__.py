"""Reads of the household book."""

from .book import (
    NOT_YET,
    BookPage,
    MoneyLine,
    book_page,
    book_years,
    fund_rows,
    money_lines,
    neighbourhood_transfers,
    purpose_label,
)
from .following import FollowedSum, followed_sum
from .movements import Moved, moved_in_year
from .planning import (
    AllocationPlan,
    PlannedPart,
    accounts_with_money,
    available_by_fund,
    plan_allocation,
    plan_over,
)
from .statements import FundPage, OwnerStatement, fund_by_id, fund_page, owner_statement
from .touched import TouchedMoney, money_touched
from .verification import BookFault, BookReport, book_bundle_bytes, export_of, verify_book

__all__ = [
    "NOT_YET",
    "AllocationPlan",
    "BookFault",
    "BookPage",
    "BookReport",
    "FollowedSum",
    "FundPage",
    "MoneyLine",
    "Moved",
    "OwnerStatement",
    "PlannedPart",
    "TouchedMoney",
    "accounts_with_money",
    "available_by_fund",
    "book_bundle_bytes",
    "book_page",
    "book_years",
    "export_of",
    "followed_sum",
    "fund_by_id",
    "fund_page",
    "fund_rows",
    "money_lines",
    "money_touched",
    "moved_in_year",
    "neighbourhood_transfers",
    "owner_statement",
    "plan_allocation",
    "plan_over",
    "purpose_label",
    "verify_book",
]
