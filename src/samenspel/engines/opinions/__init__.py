"""Opinions: from reactions to statements to a map, groups, common ground and the next statement to show.

`VoteMatrix` holds the votes, `opinion_map` hears what they say, `next_statement` asks on. Whoever shows
counts of people passes them through `suppress`, `suppress_parts` or `suppress_table`.
"""

from samenspel.engines.opinions.groups import Guard
from samenspel.engines.opinions.mapping import (
    BridgingScore,
    Group,
    Memory,
    OpinionMap,
    SecondOpinion,
    opinion_map,
)
from samenspel.engines.opinions.privacy import SMALLEST_COUNT, suppress, suppress_parts, suppress_table
from samenspel.engines.opinions.projection import Projection, project
from samenspel.engines.opinions.reading import read_votes
from samenspel.engines.opinions.representative import CommonGround, Difference, Representative, Uncertain
from samenspel.engines.opinions.routing import StatementTally, next_statement, statement_tallies
from samenspel.engines.opinions.votes import AGREE, DISAGREE, PASS, VoteMatrix

__all__ = [
    "AGREE",
    "DISAGREE",
    "PASS",
    "SMALLEST_COUNT",
    "BridgingScore",
    "CommonGround",
    "Difference",
    "Group",
    "Guard",
    "Memory",
    "OpinionMap",
    "Projection",
    "Representative",
    "SecondOpinion",
    "StatementTally",
    "Uncertain",
    "VoteMatrix",
    "next_statement",
    "opinion_map",
    "project",
    "read_votes",
    "statement_tallies",
    "suppress",
    "suppress_parts",
    "suppress_table",
]
