"""Counting a participatory budget: ballots, rules, explanations and the `pb` file format."""

from samenspel.engines.budgeting.election import Election, Project, identical_ballots, make_election
from samenspel.engines.budgeting.pabulib import read_pabulib, write_pabulib
from samenspel.engines.budgeting.rules import Count, count

__all__ = [
    "Count",
    "Election",
    "Project",
    "count",
    "identical_ballots",
    "make_election",
    "read_pabulib",
    "write_pabulib",
]
