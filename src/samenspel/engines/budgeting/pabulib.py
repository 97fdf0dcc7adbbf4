"""Reading and writing `.pb`, the file format of the public collection of participatory budgets.

Format: META, PROJECTS and VOTES, each with a header, fields separated by `;` with CSV quoting
(Faliszewski et al., "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023). The newer
column `beneficiaries` and the older `target` mean the same. A file with one fault is refused whole,
with all its faults.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from samenspel.engines.budgeting.amounts import as_decimal, common_scale, parse_amount
from samenspel.engines.budgeting.election import (
    BALLOT_TYPES,
    POINT_TYPES,
    WITHDRAWN_COST,
    Election,
    Project,
)
from samenspel.engines.budgeting.pabulib_votes import VoteRows, read_votes
from samenspel.engines.errors import EngineError, Fault, FaultsError

SECTIONS = ("META", "PROJECTS", "VOTES")
_DERIVED_META = ("num_projects", "num_votes", "budget", "vote_type")
_CATEGORY_COLUMNS = ("category", "categories")
_BENEFICIARY_COLUMNS = ("beneficiaries", "target", "targets")


@dataclass
class _Draft:
    """What was read so far, and every fault on the way."""

    faults: list[Fault] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    meta_rows: dict[str, int] = field(default_factory=dict)
    project_header: list[str] = field(default_factory=list)
    project_rows: list[tuple[int, list[str]]] = field(default_factory=list)

    def fault(self, code: str, message: str, remedy: str, row: int | None = None, column: str | None = None) -> None:
        self.faults.append(Fault(code, message, remedy, row, column))


def read_pabulib(source: str | Path | bytes) -> Election:
    """The election in a `.pb` file (a path, or the file's bytes).

    Raises FaultsError with every fault and its line; a missing file raises OSError.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    text = _decode(data)
    lines = text.split("\n")
    draft = _Draft()
    votes = _read_sections(lines, draft)
    ballot_type = _ballot_type(draft)
    projects, budget, scale = _projects_and_budget(draft)
    if votes is None:
        raise FaultsError(draft.faults)
    ballots, voter_ids, group_of_voter = read_votes(
        votes, {project.id: place for place, project in enumerate(projects)}, ballot_type, draft.faults
    )
    _check_count(draft, "num_projects", len(draft.project_rows), "projects")
    _check_count(draft, "num_votes", votes.count, "votes")
    if draft.faults or ballots is None:
        raise FaultsError(sorted(draft.faults, key=lambda fault: fault.row or 0))
    return Election(
        projects=tuple(projects),
        budget=budget,
        ballots=ballots,
        ballot_type=ballot_type,
        scale=scale,
        meta={key: value for key, value in draft.meta.items() if key not in _DERIVED_META},
        voter_ids=voter_ids,
        group_of_voter=group_of_voter,
    )


def _decode(data: bytes) -> str:
    """Text with `\\n` line ends, from UTF-8 with or without a byte order mark."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8: byte {data[error.start]:#04x} cannot be read"
        raise FaultsError([Fault("not_utf8", message, "save the file as CSV UTF-8", row, None)]) from error
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _rows(lines: list[str]) -> Iterator[tuple[int, int, list[str]]]:
    """CSV records with the line they start on and the number of lines read, blank ones left out."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=";")
    start = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield start, reader.line_num, row
        start = reader.line_num + 1


def _section_of(row: list[str]) -> str | None:
    name = row[0].strip().upper()
    return name if name in SECTIONS and not any(cell.strip() for cell in row[1:]) else None


def _read_sections(lines: list[str], draft: _Draft) -> VoteRows | None:
    """Fill the draft from META and PROJECTS; the votes are returned unread, None if there are none."""
    expected = iter(SECTIONS)
    section: str | None = None
    header: list[str] = []
    rows = _rows(lines)
    try:
        for row_number, lines_read, row in rows:
            found = _section_of(row)
            if found is None:
                _take_row(draft, section, header, row_number, row)
                continue
            if found != next(expected, None):
                message = f"{found} stands where it should not"
                draft.fault("section_order", message, "give META, PROJECTS and VOTES once, in that order", row_number)
                return None
            section = found
            row_number, lines_read, row = next(rows, (row_number, lines_read, []))
            header = [cell.strip() for cell in row]
            _check_header(draft, section, header, row_number)
            if section == "PROJECTS":
                draft.project_header = header
            if section == "VOTES":
                return VoteRows(header, lines, lines_read)
    except csv.Error as error:
        draft.fault("quoting", f"the file cannot be split into fields: {error}", "check the quotes")
        return None
    missing = ", ".join(SECTIONS if section is None else SECTIONS[SECTIONS.index(section) + 1 :])
    draft.fault("section_missing", f"missing: {missing}", "give META, PROJECTS and VOTES, in that order")
    return None


def _check_header(draft: _Draft, section: str, header: list[str], row: int) -> None:
    needed = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("vote",)}[section]
    for column in needed:
        if column not in header:
            message = f"{section} has no column {column}"
            draft.fault("column_missing", message, f"add a column {column}", row, column)


def _take_row(draft: _Draft, section: str | None, header: list[str], number: int, row: list[str]) -> None:
    if section is None:
        draft.fault("before_meta", "text before META", "begin the file with META", number)
    elif section == "PROJECTS":
        draft.project_rows.append((number, row))
    elif len(row) < 2 or any(cell.strip() for cell in row[2:]):
        message = f"{len(row)} fields where a key and a value belong"
        draft.fault("row_length", message, "put quotes around a value that contains ;", number)
    elif (key := row[0].strip()) in draft.meta:
        draft.fault("meta_twice", f"{key} is given twice", "keep one of them", number, key)
    else:
        draft.meta[key] = row[1].strip()
        draft.meta_rows[key] = number


def _ballot_type(draft: _Draft) -> str:
    given = draft.meta.get("vote_type", "").strip().lower()
    if given in BALLOT_TYPES:
        return given
    types = ", ".join(BALLOT_TYPES)
    if given:
        message, code = f"unknown vote_type {given}", "vote_type_unknown"
    else:
        message, code = "META has no vote_type", "meta_missing"
    draft.fault(code, message, f"give one of {types}", draft.meta_rows.get("vote_type"), "vote_type")
    return "approval"


def _check_count(draft: _Draft, key: str, found: int, what: str) -> None:
    """A file cut short shows itself here."""
    given = draft.meta.get(key)
    if given is not None and given != str(found):
        message = f"META says {given} {what}, the file holds {found}"
        draft.fault("count_differs", message, "send the whole file, or correct META", draft.meta_rows[key], key)


def _projects_and_budget(draft: _Draft) -> tuple[list[Project], int, int]:
    """Projects with integer costs, the integer budget, and their scale."""
    budget = parse_amount(draft.meta.get("budget", ""))
    if budget is None:
        given = draft.meta.get("budget")
        code = "meta_missing" if given is None else "budget_not_amount"
        message = "META has no budget" if given is None else f"the budget is not an amount: {given}"
        draft.fault(code, message, "give a number such as 250000", draft.meta_rows.get("budget"), "budget")
    header = draft.project_header
    if "project_id" not in header or "cost" not in header:
        return [], 0, 1
    read = [
        _project(draft, dict(zip(header, row, strict=False)), len(row), number) for number, row in draft.project_rows
    ]
    _check_twice(draft)
    costs = [cost for cost, _ in read]
    scale = common_scale([*costs, budget or Fraction(0)])
    projects = [Project(**facts, cost=int(cost * scale), withdrawn=cost == WITHDRAWN_COST) for cost, facts in read]
    return projects, int((budget or 0) * scale), scale


def _project(draft: _Draft, cells: dict[str, str], width: int, row: int) -> tuple[Fraction, dict]:
    """The cost and the other facts of one project; faults go to the draft."""
    header = draft.project_header
    if width != len(header):
        message = f"{width} fields where the header has {len(header)}"
        draft.fault("row_length", message, "put quotes around a value that contains ;", row)
    cells = {key: value.strip() for key, value in cells.items()}
    project_id = cells.pop("project_id", "")
    if not project_id or "," in project_id:
        message = "a project without an id" if not project_id else f"a comma in the project id {project_id}"
        draft.fault("project_id", message, "give every project an id without commas", row, "project_id")
    given = cells.pop("cost", "")
    cost = parse_amount(given)
    if cost is None:
        message = f"the cost of project {project_id} is not an amount: {given or 'empty'}"
        draft.fault("cost_not_amount", message, "give a number such as 12000", row, "cost")
    facts: dict = {"id": project_id, "categories": (), "beneficiaries": ()}
    for columns, name in ((_CATEGORY_COLUMNS, "categories"), (_BENEFICIARY_COLUMNS, "beneficiaries")):
        for column in columns:
            value = cells.pop(column, "")
            if value and value.lower() != "none":
                facts[name] = tuple(part.strip() for part in value.split(",") if part.strip())
    facts["details"] = {key: value for key, value in cells.items() if value}
    return cost or Fraction(0), facts


def _check_twice(draft: _Draft) -> None:
    place = draft.project_header.index("project_id")
    first: dict[str, int] = {}
    for number, row in draft.project_rows:
        project_id = row[place].strip() if place < len(row) else ""
        if project_id in first:
            message = f"project {project_id} is also on line {first[project_id]}"
            draft.fault("project_twice", message, "give every project its own id", number, "project_id")
        first.setdefault(project_id, number)


def write_pabulib(election: Election) -> bytes:
    """The election as a `.pb` file, UTF-8, `\\n` line ends; reading it back gives the same election.

    Voters keep their ids and order; where an election has none they are numbered from 1 in the order
    of its groups. Raises EngineError `not_decimal` for an amount with no finite decimal,
    `project_id` for an id that the format cannot hold.
    """
    for project in election.projects:
        if not project.id or "," in project.id or project.id != project.id.strip():
            raise EngineError("project_id", project_id=project.id)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([["META"], ["key", "value"], *election.meta.items()])
    writer.writerow(["num_projects", len(election.projects)])
    writer.writerow(["num_votes", election.voters])
    writer.writerow(["budget", _decimal(election.budget, election.scale)])
    writer.writerow(["vote_type", election.ballot_type])
    _write_projects(writer, election)
    _write_votes(writer, election)
    return out.getvalue().encode()


def _decimal(value: int, scale: int) -> str:
    text = as_decimal(value, scale)
    if text is None:
        raise EngineError("not_decimal", value=value, scale=scale)
    return text


def _write_projects(writer: Any, election: Election) -> None:
    details = list(dict.fromkeys(key for project in election.projects for key in project.details))
    lists = [name for name in ("categories", "beneficiaries") if any(getattr(p, name) for p in election.projects)]
    columns = ["category" if name == "categories" else name for name in lists]
    writer.writerows([["PROJECTS"], ["project_id", "cost", *columns, *details]])
    for project in election.projects:
        writer.writerow(
            [
                project.id,
                str(WITHDRAWN_COST) if project.withdrawn else _decimal(project.cost, election.scale),
                *(",".join(getattr(project, name)) for name in lists),
                *(project.details.get(key, "") for key in details),
            ]
        )


def _write_votes(writer: Any, election: Election) -> None:
    ballots, pointed = election.ballots, election.ballot_type in POINT_TYPES
    ids = [project.id for project in election.projects]
    cells: list[list[str]] = []
    for group in range(len(ballots)):
        cell = [",".join(ids[place] for place in ballots.choices_of(group).tolist())]
        points = ballots.points_of(group)
        if pointed:
            given = [] if points is None else points.tolist()
            cell.append(",".join(_decimal(value, ballots.points_scale) for value in given))
        cells.append(cell)
    writer.writerows([["VOTES"], ["voter_id", "vote", *(["points"] if pointed else [])]])
    if election.voter_ids:
        pairs = zip(election.voter_ids, election.group_of_voter, strict=True)
        writer.writerows([voter, *cells[group]] for voter, group in pairs)
    else:
        each = (group for group, weight in enumerate(ballots.weights.tolist()) for _ in range(weight))
        writer.writerows([number, *cells[group]] for number, group in enumerate(each, start=1))
