"""Votes from a file: Polis exports, wide (`participants-votes.csv`) or long (`votes.csv`), whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from samenspel.engines.errors import Fault, FaultsError
from samenspel.engines.opinions.fast_reading import NotPlain, dense_numbers, read_long, read_wide
from samenspel.engines.opinions.votes import VoteMatrix, grid_to_cells, sorted_ids
from samenspel.engines.tabular import Table, read_table

PARTICIPANT_HEADERS = ("voter-id", "voter_id", "participant", "participant-id", "participant_id")
STATEMENT_HEADERS = ("comment-id", "comment_id", "statement", "statement-id", "statement_id")
VOTE_HEADERS = ("vote", "value")
MOMENT_HEADERS = ("timestamp", "modified")
# What a wide export tells about a participant beside the votes; every other column is a statement.
ABOUT_PARTICIPANT = frozenset(
    {"xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *PARTICIPANT_HEADERS}
)
VALUES = {"1": 1, "+1": 1, "0": 0, "-1": -1}
CAREFUL_BYTES_MAX = 500_000_000


def read_votes(path: Path) -> VoteMatrix:
    """Read a long or a wide file of votes, whichever its header tells.

    Long: one vote per row; the last by timestamp counts, of equal moments (or without a timestamp column)
    the later row. Wide: a participant per row, a statement per column; an empty cell is not seen.

    Raises FaultsError with every fault: missing_columns, empty_id, vote_value, timestamp_value,
    repeated_participant, and those of `tabular.read_table`. OSError if the file can't be read.
    """
    try:
        return _read_plain(path)
    except NotPlain:
        table = read_table(path, limit_bytes=CAREFUL_BYTES_MAX)
        names = _long_headers(table.columns)
        return _careful_wide(table) if names is None else _careful_long(table, names)


def _read_plain(path: Path) -> VoteMatrix:
    with path.open("rb") as stream:
        first = stream.readline(10_000_000)
    try:
        line = first.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise NotPlain from error
    separator = max(("\t", ";", ","), key=line.count)
    header = [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]
    if len(set(header)) != len(header) or not all(header):
        raise NotPlain
    mark = separator.encode()
    names = _long_headers(header)
    if names is not None:
        return _from_long(*read_long(path, header, mark, names))
    participant = _first(PARTICIPANT_HEADERS, header)
    statements = [name for name in header if name not in ABOUT_PARTICIPANT]
    if participant is None or not statements:
        raise NotPlain
    people, grid = read_wide(path, header, mark, participant, statements)
    if len(np.unique(people)) != len(people):
        raise NotPlain
    order = np.argsort(people, kind="stable")
    columns = sorted_ids(statements)
    if columns != statements:
        place = {name: number for number, name in enumerate(statements)}
        grid = grid[:, [place[name] for name in columns]]
    if np.any(order[1:] < order[:-1]):
        grid, people = grid[order], people[order]
    return VoteMatrix(tuple(map(str, people.tolist())), tuple(columns), grid_to_cells(grid))


def _from_long(who: np.ndarray, what: np.ndarray, votes: np.ndarray, moments: np.ndarray | None) -> VoteMatrix:
    people, rows = dense_numbers(who)
    texts, columns = dense_numbers(what)
    names = [str(number) for number in people.tolist()], [str(number) for number in texts.tolist()]
    return _last_by_moment(rows, columns, votes, moments, *names)


def _last_by_moment(
    rows: np.ndarray,
    columns: np.ndarray,
    votes: np.ndarray,
    moments: np.ndarray | None,
    people: Sequence[str],
    texts: Sequence[str],
) -> VoteMatrix:
    matrix = VoteMatrix.from_arrays(rows, columns, votes, people, texts)
    voted_once = matrix.cells.nnz == len(votes)
    if voted_once or moments is None or not np.any(moments[1:] < moments[:-1]):
        return matrix
    order = np.argsort(moments, kind="stable")
    return VoteMatrix.from_arrays(rows[order], columns[order], votes[order], people, texts)


def _first(names: Sequence[str], header: Sequence[str]) -> str | None:
    return next((name for name in names if name in header), None)


def _long_headers(header: Sequence[str]) -> tuple[str, str, str, str | None] | None:
    """Headers of participant, statement, vote and moment in a long file; None if it isn't one."""
    participant = _first(PARTICIPANT_HEADERS, header)
    statement = _first(STATEMENT_HEADERS, header)
    vote = _first(VOTE_HEADERS, header)
    if participant is None or statement is None or vote is None:
        return None
    return participant, statement, vote, _first(MOMENT_HEADERS, header)


def _careful_long(table: Table, names: tuple[str, str, str, str | None]) -> VoteMatrix:
    participant, statement, vote, moment = names
    faults: list[Fault] = []
    votes: list[tuple[int, str, str, int]] = []
    columns = [table.column(name) for name in (participant, statement, vote)]
    moments = table.column(moment) if moment else ("0",) * len(table.rows)
    for number, who, what, said, when in zip(table.row_numbers, *columns, moments, strict=True):
        faults += [_empty_id(number, name) for name, cell in ((participant, who), (statement, what)) if not cell]
        if said not in VALUES:
            faults.append(_vote_value(number, vote, said))
        if not when.removeprefix("-").isdecimal():
            faults.append(_timestamp(number, moment, when))
        elif said in VALUES:
            votes.append((int(when), who, what, VALUES[said]))
    if faults:
        raise FaultsError(faults)
    votes.sort(key=lambda one: one[0])
    return VoteMatrix.from_votes((who, what, said) for _, who, what, said in votes)


def _careful_wide(table: Table) -> VoteMatrix:
    participant = _first(PARTICIPANT_HEADERS, table.columns)
    statements = [name for name in table.columns if name not in ABOUT_PARTICIPANT]
    if participant is None or not statements:
        raise FaultsError([_missing_columns(table.columns)])
    places = [(table.columns.index(name), name) for name in statements]
    place = table.columns.index(participant)
    faults: list[Fault] = []
    votes: list[tuple[str, str, int]] = []
    row_of: dict[str, int] = {}
    for number, cells in zip(table.row_numbers, table.rows, strict=True):
        who = cells[place]
        if not who:
            faults.append(_empty_id(number, participant))
        elif who in row_of:
            faults.append(_repeated(number, participant, who, row_of[who]))
        row_of.setdefault(who, number)
        for column, name in places:
            said = cells[column]
            if said in VALUES:
                votes.append((who, name, VALUES[said]))
            elif said:
                faults.append(_vote_value(number, name, said))
    if faults:
        raise FaultsError(faults)
    return VoteMatrix.from_votes(votes, participants=row_of, statements=statements)


def _missing_columns(columns: Sequence[str]) -> Fault:
    return Fault(
        "missing_columns",
        "These headers are not those of a file of votes.",
        "Send a long file with voter-id, comment-id and vote (and timestamp), "
        "or a wide one with participant and a column per statement.",
        row=1,
        params={"columns": tuple(columns)},
    )


def _empty_id(row: int, column: str) -> Fault:
    return Fault("empty_id", "The id is empty.", "Give every participant and statement an id.", row, column)


def _vote_value(row: int, column: str, text: str) -> Fault:
    return Fault(
        "vote_value",
        f"'{text}' is not a vote.",
        "Write 1 for agree, -1 for disagree, 0 for pass; in a wide file leave a cell empty for not seen.",
        row,
        column,
        {"text": text},
    )


def _timestamp(row: int, column: str | None, text: str) -> Fault:
    return Fault(
        "timestamp_value",
        f"'{text}' is not a moment in whole milliseconds or seconds.",
        "Write the moment as a whole number, or leave out the column.",
        row,
        column,
        {"text": text},
    )


def _repeated(row: int, column: str, participant: str, earlier: int) -> Fault:
    return Fault(
        "repeated_participant",
        f"Participant {participant} stands in row {earlier} too.",
        "Keep one row for each participant.",
        row,
        column,
        {"participant": participant, "earlier": earlier},
    )
