"""Writes of the household book. Each is one transaction; each posting is all or nothing."""

from .allocations import Allocation, allocate, allocate_several, deallocate
from .commitments import (
    commit,
    pay_invoice,
    receive_invoice,
    release,
    request_commit_approval,
    request_payment_approval,
    request_release_approval,
)
from .corrections import refund_payment, reverse_transfer
from .funds import amend_fund, close_period, give_back, open_fund, save_estimate, task_field
from .imports import import_estimates, import_grants

__all__ = [
    "Allocation",
    "allocate",
    "allocate_several",
    "amend_fund",
    "close_period",
    "commit",
    "deallocate",
    "give_back",
    "import_estimates",
    "import_grants",
    "open_fund",
    "pay_invoice",
    "receive_invoice",
    "refund_payment",
    "release",
    "request_commit_approval",
    "request_payment_approval",
    "request_release_approval",
    "reverse_transfer",
    "save_estimate",
    "task_field",
]
