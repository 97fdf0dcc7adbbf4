"""Rows to the opinion engine and back, and files of a conversation to plain records."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samenspel.engines import opinions
from samenspel.engines.errors import Fault
from samenspel.engines.evidence import canonical_bytes
from samenspel.engines.opinions import SMALLEST_COUNT
from samenspel.engines.tabular import FaultList, parse_integer, read_table

__all__ = ["SMALLEST_COUNT", "Conversation", "Heard", "draw_next", "figures_hash", "hear", "read_conversation"]

VOTE_COLUMNS = ("timestamp", "comment-id", "voter-id", "vote")
COMMENT_COLUMNS = ("timestamp", "comment-id", "author-id", "moderated", "comment-body")
MODERATED_OUT = -1
MILLISECONDS_MAX = 4_102_444_800_000  # the year 2100


@dataclass(frozen=True)
class Heard:
    """One computation: what it was asked with, what may be public, what stays inside. All JSON."""

    parameters: dict[str, Any]
    figures: dict[str, Any]
    memory: dict[str, Any]


def hear(
    votes: Sequence[tuple[str, str, int]],
    *,
    statements: Mapping[str, str],
    seed: int,
    previous: Mapping[str, Any] | None = None,
) -> Heard:
    """Votes (participant number, statement number, value), last one last, to what they say together.

    `statements` has the public id of each statement number: figures name statements by it, the memory keeps
    numbers, so that the same conversation gives the same result whatever its random public ids.
    `previous` is the memory of the last computation. Shares and places are decimal strings.
    """
    matrix = opinions.VoteMatrix.from_votes(votes, statements=list(statements))
    found = opinions.opinion_map(matrix, seed=seed, previous=_memory(previous))
    return Heard(
        parameters={"engine": "opinions", "seed": seed, "smallest_count": SMALLEST_COUNT},
        figures=_figures(found, statements),
        memory={
            "grouped": sorted(found.memory.grouped),
            "labels": [list(pair) for pair in found.memory.labels],
            "group_count": found.memory.group_count,
            "pending_count": found.memory.pending_count,
            "pending_updates": found.memory.pending_updates,
            "components": [list(one) for one in found.memory.components],
            "places": {
                who: [_decimal(x), _decimal(y), int(label)]
                for who, (x, y), label in zip(found.participants, found.coordinates.tolist(), found.labels, strict=True)
            },
        },
    )


def draw_next(
    tallies: Iterable[tuple[str, int, int, int, float]], *, voted: Collection[str], chance: random.Random
) -> str | None:
    """The statement to show next, from (id, agrees, disagrees, passes, extremity); None if all were seen."""
    return opinions.next_statement([opinions.StatementTally(*one) for one in tallies], voted, chance)


def _memory(previous: Mapping[str, Any] | None) -> opinions.Memory | None:
    if previous is None:
        return None
    return opinions.Memory(
        grouped=frozenset(previous["grouped"]),
        labels=tuple((who, int(label)) for who, label in previous["labels"]),
        group_count=previous["group_count"],
        pending_count=previous["pending_count"],
        pending_updates=previous["pending_updates"],
        components=tuple((what, float(x), float(y)) for what, x, y in previous["components"]),
    )


def _decimal(value: float) -> str:
    return f"{value:.4f}"


def _figures(found: opinions.OpinionMap, ids: Mapping[str, str]) -> dict[str, Any]:
    labels = found.labels.tolist()
    sizes = [len(group.participants) for group in found.groups]
    ungrouped = opinions.suppress(labels.count(-1)) if sizes else None
    return {
        "groups": [
            {
                **_size(sizes[group.number], exact=ungrouped is not None),
                "representative": [
                    {"statement": ids[one.statement], "direction": one.direction} for one in group.representative
                ],
            }
            for group in found.groups
        ],
        "ungrouped": ungrouped,
        "guard": _guard(found.guard),
        "common_ground": [
            {
                "statement": ids[one.statement],
                "score": _decimal(one.score),
                "low": _decimal(one.low),
                "high": _decimal(one.high),
            }
            for one in found.common_ground
        ],
        "uncertain": [{"statement": ids[one.statement], "reason": one.reason} for one in found.uncertain],
        "differences": [ids[one.statement] for one in found.differences],
        "reactions": _reactions(found, ids),
        "extremity": {
            ids[what]: _decimal(far) for what, far in zip(found.statements, found.extremity.tolist(), strict=True)
        },
        **_second_opinion(found.second_opinion, ids),
        "dots": _dots(found, everyone=ungrouped is not None or not sizes),
    }


def _dots(found: opinions.OpinionMap, *, everyone: bool) -> list[list[Any]]:
    """[x, y, group or −1] without a name, in the order of their place: no order of arrival is left in it.

    Without `everyone` the few people in no group are left out, as their number is.
    """
    return sorted(
        [_decimal(x), _decimal(y), label]
        for (x, y), label in zip(found.coordinates.tolist(), found.labels.tolist(), strict=True)
        if everyone or label >= 0
    )


def _size(count: int, *, exact: bool) -> dict[str, Any]:
    """A group's size; rounded to fives where subtraction would tell how many, under five, are in no group."""
    if exact:
        return {"size": count, "about": False}
    return {"size": max(SMALLEST_COUNT, round(count / SMALLEST_COUNT) * SMALLEST_COUNT), "about": True}


def _second_opinion(found: opinions.SecondOpinion | None, ids: Mapping[str, str]) -> dict[str, list[str]]:
    """The statements on which the groupless score contradicts the common ground by groups."""
    return {
        "only_by_groups": [ids[what] for what in found.only_by_groups] if found else [],
        "only_over_divide": [ids[what] for what in found.only_over_divide] if found else [],
    }


def _guard(guard: opinions.Guard | None) -> dict[str, Any] | None:
    if guard is None:
        return None
    return {
        "silhouette": _decimal(guard.silhouette),
        "silhouette_by_chance": _decimal(guard.silhouette_by_chance),
        "stability": None if guard.stability is None else _decimal(guard.stability),
    }


def _reactions(found: opinions.OpinionMap, ids: Mapping[str, str]) -> dict[str, list[dict[str, Any] | None]]:
    """Per statement and group (or everyone): the share that agrees, as `_share` publishes it."""
    return {
        ids[statement]: [
            _share(agrees, agrees + disagrees + passes)
            for agrees, disagrees, passes in found.tallies[:, :, column].tolist()
        ]
        for column, statement in enumerate(found.statements)
    }


def _share(agrees: int, votes: int) -> dict[str, Any] | None:
    """A whole percentage behind which at least five people agree and at least five do not; None if there are fewer.

    What lies beyond is told as 'at least' or 'at most' (top and bottom coding). Neither counts nor other
    shares of the same votes are published, so nothing can be subtracted.
    """
    if votes < 2 * SMALLEST_COUNT:
        return None
    shown = min(max(agrees, SMALLEST_COUNT), votes - SMALLEST_COUNT)
    bound = "" if shown == agrees else "least" if agrees > shown else "most"
    return {"percent": round(100 * shown / votes), "bound": bound}


@dataclass(frozen=True)
class ImportedStatement:
    """One row of comments.csv."""

    id: str
    text: str
    author: str
    declined: bool
    origin: str
    reason: str
    milliseconds: int


@dataclass(frozen=True)
class ImportedVote:
    """One row of votes.csv."""

    statement: str
    participant: str
    value: int
    milliseconds: int


@dataclass(frozen=True)
class Conversation:
    """A whole conversation from files: statements in file order, votes in the order of their moment."""

    statements: tuple[ImportedStatement, ...]
    votes: tuple[ImportedVote, ...]


def read_conversation(votes: Any, comments: Any, *, characters_max: int) -> Conversation:
    """Read votes.csv and comments.csv (path or bytes), whole or not at all.

    Columns as Polis exports them; comments may also have `origin` (resident, organiser, seed) and
    `reason` (of a statement that was declined). Raises FaultsError with every fault of both files.
    """
    faults = FaultList()
    statements = _read_statements(comments, characters_max, faults)
    cast = _read_votes(votes, {one.id for one in statements}, faults)
    faults.raise_if_any()
    return Conversation(tuple(statements), tuple(sorted(cast, key=lambda vote: vote.milliseconds)))


def _table(source: Any, name: str, columns: Sequence[str], faults: FaultList) -> list[tuple[int, dict[str, str]]]:
    table = faults.collect(lambda text: read_table(source, name=text), name)
    if table is None:
        return []
    missing = [column for column in columns if column not in table.columns]
    for column in missing:
        faults.add(
            Fault(
                "column_missing",
                f"{name} has no column '{column}'.",
                f"Add the column; these are needed: {', '.join(columns)}.",
                row=1,
                column=column,
                params={"file": name, "column": column},
            )
        )
    return [] if missing else list(zip(table.row_numbers, table.dicts(), strict=True))


def _integer(faults: FaultList, cells: Mapping[str, str], row: int, column: str, low: int, high: int) -> int:
    value = faults.collect(parse_integer, cells[column], row=row, column=column, minimum=low, maximum=high)
    return 0 if value is None else value


def _read_statements(source: Any, characters_max: int, faults: FaultList) -> list[ImportedStatement]:
    found: list[ImportedStatement] = []
    ids: set[str] = set()
    texts: set[str] = set()
    for row, cells in _table(source, "comments.csv", COMMENT_COLUMNS, faults):
        text = " ".join(cells["comment-body"].split())
        if not text:
            faults.add(_fault("text_missing", "This statement has no text.", "Write it.", row, "comment-body"))
        elif len(text) > characters_max:
            faults.add(
                _fault(
                    "text_too_long",
                    f"This statement has {len(text)} characters; at most {characters_max} are allowed.",
                    "Make it shorter.",
                    row,
                    "comment-body",
                )
            )
        elif text in texts:
            faults.add(_fault("said_already", "This text stands twice.", "Keep one of them.", row, "comment-body"))
        if not cells["comment-id"] or cells["comment-id"] in ids:
            faults.add(_fault("id_twice", "A statement needs an id of its own.", "Number it anew.", row, "comment-id"))
        origin = cells.get("origin") or "resident"
        if origin not in ("resident", "organiser", "seed"):
            faults.add(
                _fault(
                    "origin_unknown", f"'{origin}' is no origin.", "Write resident, organiser or seed.", row, "origin"
                )
            )
        ids.add(cells["comment-id"])
        texts.add(text)
        found.append(
            ImportedStatement(
                id=cells["comment-id"],
                text=text,
                author=cells["author-id"],
                declined=_integer(faults, cells, row, "moderated", -1, 1) == MODERATED_OUT,
                origin=origin,
                reason=cells.get("reason", ""),
                milliseconds=_integer(faults, cells, row, "timestamp", 0, MILLISECONDS_MAX),
            )
        )
    return found


def _read_votes(source: Any, known: set[str], faults: FaultList) -> list[ImportedVote]:
    found: list[ImportedVote] = []
    for row, cells in _table(source, "votes.csv", VOTE_COLUMNS, faults):
        if not cells["voter-id"]:
            faults.add(_fault("voter_missing", "This vote has no voter.", "Fill in voter-id.", row, "voter-id"))
        if cells["comment-id"] not in known:
            faults.add(
                _fault(
                    "statement_unknown",
                    f"Statement '{cells['comment-id']}' is not in comments.csv.",
                    "Add the statement, or remove the vote.",
                    row,
                    "comment-id",
                )
            )
        found.append(
            ImportedVote(
                statement=cells["comment-id"],
                participant=cells["voter-id"],
                value=_integer(faults, cells, row, "vote", -1, 1),
                milliseconds=_integer(faults, cells, row, "timestamp", 0, MILLISECONDS_MAX),
            )
        )
    return found


def _fault(code: str, message: str, remedy: str, row: int, column: str) -> Fault:
    return Fault(code, message, remedy, row=row, column=column)


def figures_hash(figures: Mapping[str, Any]) -> str:
    """Hex SHA-256 of the figures' canonical bytes, for the trail."""
    return hashlib.sha256(canonical_bytes(figures)).hexdigest()
