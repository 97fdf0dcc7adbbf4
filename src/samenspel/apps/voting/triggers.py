"""What the database refuses: rules that change after the vote opened, ballots that come late or are touched."""

from samenspel.foundation.triggers import Trigger, append_only, refusing

FROZEN_RULES = [
    "neighbourhood_id",
    "title",
    "criteria",
    "budget_cents",
    "choices_min",
    "choices_max",
    "choices_advised",
    "utility",
    "completion",
    "age_min",
    "eligibility_source",
    "ideas_from",
    "vote_from_at",
    "vote_until_at",
    "tie_order",
    "tie_salt",
    "tie_commitment",
]
FROZEN_PROJECT = ["budget_round_id", "title", "text", "cost_cents", "feasibility", "feasibility_reason", "feasible_if"]
# A phase never goes back; 'closing' may be entered once and left once.
PHASES = ["ideas", "voting", "closing", "closed", "counted", "adopted"]


def _changed(columns: list[str], operator: str) -> str:
    return " OR ".join(f'OLD."{column}" {operator} NEW."{column}"' for column in columns)


def _refuse_update(name: str, table: str, condition: str, message: str) -> Trigger:
    """Refuse an update for which `condition` holds; {differs} in it is each database's way to compare."""
    sqlite = condition.replace("{differs}", "IS NOT")
    postgresql = condition.replace("{differs}", "IS DISTINCT FROM")
    return Trigger(
        name=name,
        table=table,
        event="UPDATE",
        sqlite=f"SELECT RAISE(ABORT, '{message}') WHERE {sqlite};",
        postgresql=(
            f"IF {postgresql} THEN RAISE EXCEPTION USING MESSAGE = '{message}', "
            "ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;"
        ),
    )


def _only_in_phases(table: str, event: str, phases: list[str], message: str) -> Trigger:
    """Refuse an insert or delete unless the row's round is in one of `phases`.

    On PostgreSQL the round's row is locked against closing until the caller's transaction ends: whoever
    comes first, a ballot is either stored before the close or refused.
    """
    row = "NEW" if event == "INSERT" else "OLD"
    listed = ", ".join(f"'{phase}'" for phase in phases)
    found = f'1 FROM "voting_budgetround" WHERE "id" = {row}."budget_round_id" AND "phase" IN ({listed})'
    return Trigger(
        name=f"{table}_{event.lower()}_in_phase",
        table=table,
        event=event,
        sqlite=f"SELECT RAISE(ABORT, '{message}') WHERE NOT EXISTS (SELECT {found});",
        postgresql=(
            f"PERFORM {found} FOR SHARE; "
            f"IF NOT FOUND THEN RAISE EXCEPTION USING MESSAGE = '{message}', "
            f"ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row};"
        ),
    )


def _secret_table(table: str) -> list[Trigger]:
    return [
        refusing(f"{table}_no_update", table, "UPDATE", f"{table}: no row is ever changed"),
        _only_in_phases(table, "INSERT", ["voting", "closing"], f"{table}: the vote is not open"),
        _only_in_phases(table, "DELETE", ["closing"], f"{table}: no row is ever removed"),
        refusing(f"{table}_no_truncate", table, "TRUNCATE", f"{table}: no row is ever removed"),
    ]


_BACK = " OR ".join(
    f"(OLD.\"phase\" = '{later}' AND NEW.\"phase\" = '{earlier}')"
    for number, later in enumerate(PHASES)
    for earlier in PHASES[:number]
)
_ROUND_IS_OPENED = (
    'EXISTS (SELECT 1 FROM "voting_budgetround" WHERE "id" = OLD."budget_round_id" AND "phase" <> \'ideas\')'
)

TRIGGERS = [
    *_secret_table("voting_ballot"),
    *_secret_table("voting_receipt"),
    *append_only("voting_roundcount"),
    _refuse_update(
        "voting_budgetround_frozen_rules",
        "voting_budgetround",
        f"OLD.\"phase\" <> 'ideas' AND ({_changed(FROZEN_RULES, '{differs}')})",
        "voting_budgetround: the rules are frozen once the vote is open",
    ),
    _refuse_update(
        "voting_budgetround_no_way_back",
        "voting_budgetround",
        _BACK,
        "voting_budgetround: a phase never goes back",
    ),
    _refuse_update(
        "voting_project_frozen",
        "voting_project",
        f"{_ROUND_IS_OPENED} AND ({_changed(FROZEN_PROJECT, '{differs}')})",
        "voting_project: a project stays as it is once the vote is open",
    ),
    refusing("voting_budgetround_no_delete", "voting_budgetround", "DELETE", "a round is never removed"),
    refusing("voting_project_no_delete", "voting_project", "DELETE", "a project is withdrawn, never removed"),
    _only_in_phases("voting_project", "INSERT", ["ideas"], "voting_project: the vote is open, no project can be added"),
]
