"""Reading the field's common files: respondents and categories. All faults are listed; nothing half loads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from samenspel.engines.errors import EngineError, Fault, FaultsError
from samenspel.engines.sortition.pool import Person, Pool, Quota, Targets
from samenspel.engines.tabular import FaultList, Table, parse_integer, read_table

ID_COLUMNS = ("id", "nationbuilder_id", "pool_member_identifier")
BOUND_COLUMNS = ("min", "max", "min_flex", "max_flex")


def read_targets(source: Path | bytes, *, name: str | None = None) -> Targets:
    """Quotas from a table with `feature,value` (or `category,name`, or `category,feature`, where
    `feature` is the value), then min, max and optionally min_flex, max_flex, in persons.

    Raises FaultsError: missing_column, empty_cell, duplicate_quota, min_above_max, flex_inside_bounds,
    not_an_integer, out_of_range, no_quotas, and those of `read_table`.
    """
    table = read_table(source, name=name)
    faults = FaultList()
    heads = {column.strip().lower(): column for column in table.columns}
    feature_column, value_column = _name_columns(heads)
    missing = [column for column, head in (("feature", feature_column), ("value", value_column)) if head is None] + [
        column for column in ("min", "max") if column not in heads
    ]
    for column in missing:
        faults.add(_missing_column(column, table))
    faults.raise_if_any()
    seen: dict[tuple[str, str], int] = {}
    quotas: list[Quota] = []
    for cells, row in zip(table.dicts(), table.row_numbers, strict=True):
        feature, value = cells[str(feature_column)], cells[str(value_column)]
        for head, text in ((feature_column, feature), (value_column, value)):
            if not text:
                faults.add(Fault("empty_cell", "This cell is empty.", "Fill it in.", row=row, column=head))
        if (feature, value) in seen:
            faults.add(
                Fault(
                    "duplicate_quota",
                    f"'{value}' of '{feature}' already has a quota, in row {seen[feature, value]}.",
                    "Leave one of the two out.",
                    row=row,
                    column=value_column,
                    params={"feature": feature, "value": value, "first_row": seen[feature, value]},
                )
            )
        seen.setdefault((feature, value), row)
        quota = _quota(feature, value, cells, heads, row, faults)
        if quota is not None:
            quotas.append(quota)
    if not table.rows:
        faults.add(Fault("no_quotas", "There are no quotas.", "Give one row per value of each feature."))
    faults.raise_if_any()
    return Targets(tuple(quotas))


def _name_columns(heads: dict[str, str]) -> tuple[str | None, str | None]:
    """The headers of the feature and of the value, by the three dialects."""
    if "category" in heads:
        return heads["category"], heads.get("name", heads.get("value", heads.get("feature")))
    return heads.get("feature"), heads.get("value", heads.get("name"))


def _missing_column(column: str, table: Table) -> Fault:
    return Fault(
        "missing_column",
        f"There is no column '{column}' (found: {', '.join(table.columns)}).",
        "Add the column, or correct its header.",
        row=1,
        column=column,
        params={"column": column, "found": list(table.columns)},
    )


def _quota(
    feature: str,
    value: str,
    cells: dict[str, str],
    heads: dict[str, str],
    row: int,
    faults: FaultList,
) -> Quota | None:
    bounds: dict[str, int | None] = dict.fromkeys(BOUND_COLUMNS)
    bad = False
    for column in BOUND_COLUMNS:
        head = heads.get(column)
        if head is None or (column.endswith("flex") and not cells[head]):
            continue
        bounds[column] = faults.collect(parse_integer, cells[head], row=row, column=head, minimum=0)
        bad = bad or bounds[column] is None
    if bad:
        return None
    low, high = bounds["min"], bounds["max"]
    if low is None or high is None:
        return None
    if low > high:
        faults.add(
            Fault(
                "min_above_max",
                f"The minimum {low} of '{value}' is above its maximum {high}.",
                "Lower the minimum or raise the maximum.",
                row=row,
                column=heads["min"],
                params={"feature": feature, "value": value, "min": low, "max": high},
            )
        )
        return None
    low_flex, high_flex = bounds["min_flex"], bounds["max_flex"]
    for column, flex, inside in (
        ("min_flex", low_flex, low_flex is not None and low_flex > low),
        ("max_flex", high_flex, high_flex is not None and high_flex < high),
    ):
        if inside:
            faults.add(
                Fault(
                    "flex_inside_bounds",
                    f"The {column} {flex} of '{value}' is stricter than the bound that it may widen.",
                    f"Give a {column} outside {low} to {high}, or leave it empty.",
                    row=row,
                    column=heads[column],
                    params={"feature": feature, "value": value, "flex": flex},
                )
            )
    return Quota(feature, value, low, high, low_flex, high_flex)


def read_pool(
    source: Path | bytes,
    targets: Targets,
    *,
    id_column: str | None = None,
    household_column: str | None = None,
    name: str | None = None,
) -> Pool:
    """People from a table with one column per feature of the targets.

    Ids come from `id_column`, else from the first of id, nationbuilder_id, pool_member_identifier, else
    they are the row numbers of the file. An empty household cell: lives with nobody in the pool.
    Raises FaultsError: missing_column, duplicate_id, empty_cell, unknown_value, no_people, and those of
    `read_table`.
    """
    table = read_table(source, name=name)
    faults = FaultList()
    wanted: Sequence[str] = [
        *targets.features,
        *([id_column] if id_column else []),
        *([household_column] if household_column else []),
    ]
    for column in wanted:
        if column not in table.columns:
            faults.add(_missing_column(column, table))
    faults.raise_if_any()
    id_head = id_column or next((column for column in ID_COLUMNS if column in table.columns), None)
    known: dict[str, set[str]] = {}
    for quota in targets.quotas:
        known.setdefault(quota.feature, set()).add(quota.value)
    seen: dict[str, int] = {}
    people: list[Person] = []
    for cells, row in zip(table.dicts(), table.row_numbers, strict=True):
        person_id = cells[id_head] if id_head else str(row)
        _check_id(person_id, id_head, row, seen, faults)
        values = {feature: cells[feature] for feature in targets.features}
        for feature, value in values.items():
            if value not in known[feature]:
                faults.add(_unknown_value(feature, value, known[feature], row))
        household = cells[household_column] or None if household_column else None
        people.append(Person(person_id, values, household))
    if not people:
        faults.add(Fault("no_people", "There are no people in the pool.", "Give one row per person."))
    faults.raise_if_any()
    return Pool(tuple(people))


def _check_id(person_id: str, head: str | None, row: int, seen: dict[str, int], faults: FaultList) -> None:
    if not person_id:
        faults.add(Fault("empty_cell", "This person has no id.", "Give every person an id.", row=row, column=head))
    elif person_id in seen:
        faults.add(
            Fault(
                "duplicate_id",
                f"The id '{person_id}' also stands in row {seen[person_id]}.",
                "Give every person one row and an id of their own.",
                row=row,
                column=head,
                params={"id": person_id, "first_row": seen[person_id]},
            )
        )
    seen.setdefault(person_id, row)


def _unknown_value(feature: str, value: str, known: set[str], row: int) -> Fault:
    if not value:
        return Fault(
            "empty_cell",
            f"'{feature}' is empty.",
            "Fill it in, or leave this person out.",
            row=row,
            column=feature,
        )
    return Fault(
        "unknown_value",
        f"'{value}' is not a value of '{feature}' in the targets ({', '.join(sorted(known))}).",
        "Correct the value, or give it a quota.",
        row=row,
        column=feature,
        params={"feature": feature, "value": value, "known": sorted(known)},
    )


def check_feasible_at_sight(pool: Pool, targets: Targets, seats: int) -> None:
    """Refuse what simple sums show to be impossible, feature by feature, all faults at once.

    Raises FaultsError: seats_not_positive, too_few_people, quotas_below_seats, quotas_above_seats,
    too_few_with_value; and EngineError unknown_value if a person has a value without a quota.
    """
    if seats < 1:
        raise FaultsError([Fault("seats_not_positive", f"There are {seats} seats to fill.", "Give at least one seat.")])
    faults: list[Fault] = []
    if len(pool.people) < seats:
        faults.append(
            Fault(
                "too_few_people",
                f"There are {len(pool.people)} people for {seats} seats.",
                "Find more people, or draw fewer seats.",
                params={"people": len(pool.people), "seats": seats},
            )
        )
    known = {(quota.feature, quota.value) for quota in targets.quotas}
    having = dict.fromkeys(known, 0)
    for person in pool.people:
        for feature in targets.features:
            value = person.values.get(feature, "")
            if (feature, value) not in known:
                raise EngineError("unknown_value", id=person.id, feature=feature, value=value)
            having[feature, value] += 1
    for feature in targets.features:
        faults += _sum_faults(feature, targets, seats)
    for quota in targets.quotas:
        if having[quota.feature, quota.value] < quota.min:
            faults.append(
                Fault(
                    "too_few_with_value",
                    f"'{quota.value}' of '{quota.feature}' needs {quota.min} people; the pool has "
                    f"{having[quota.feature, quota.value]}.",
                    "Find more of them, or lower the minimum.",
                    column=quota.feature,
                    params={
                        "feature": quota.feature,
                        "value": quota.value,
                        "min": quota.min,
                        "people": having[quota.feature, quota.value],
                    },
                )
            )
    if faults:
        raise FaultsError(faults)


def _sum_faults(feature: str, targets: Targets, seats: int) -> list[Fault]:
    quotas = [quota for quota in targets.quotas if quota.feature == feature]
    low, high = sum(quota.min for quota in quotas), sum(quota.max for quota in quotas)
    params = {"feature": feature, "min": low, "max": high, "seats": seats}
    if low > seats:
        return [
            Fault(
                "quotas_above_seats",
                f"The minimums of '{feature}' add up to {low}, more than the {seats} seats.",
                "Lower a minimum.",
                column=feature,
                params=params,
            )
        ]
    if high < seats:
        return [
            Fault(
                "quotas_below_seats",
                f"The maximums of '{feature}' add up to {high}, fewer than the {seats} seats.",
                "Raise a maximum.",
                column=feature,
                params=params,
            )
        ]
    return []
