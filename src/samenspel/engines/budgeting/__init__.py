"""Counting a participatory budget: ballots, rules, explanations and the `.pb` file format."""

from samenspel.engines.budgeting.election import Election, Project, identical_ballots, make_election
from samenspel.engines.budgeting.explanation import Explanation, ProjectFigures, Round, explain
from samenspel.engines.budgeting.measures import Measures, measure
from samenspel.engines.budgeting.pabulib import read_pabulib, write_pabulib
from samenspel.engines.budgeting.rules import Count, count, recount

__all__ = [
    "Count",
    "Election",
    "Explanation",
    "Measures",
    "Project",
    "ProjectFigures",
    "Round",
    "count",
    "explain",
    "identical_ballots",
    "make_election",
    "measure",
    "read_pabulib",
    "recount",
    "write_pabulib",
]
