"""What the database itself refuses of the household book, whoever asks.

Each message ends with a code in brackets; `posting.refusal_of` turns it into a sentence for people.
"""
# ruff: noqa: S608 - all SQL here is made of constants of this file

from samenspel.foundation.triggers import Trigger, append_only, frozen_columns, refusing

# Which kinds of accounts a kind of transfer joins, as (from, to); a reversal swaps those of its original.
ROUTES = {
    "grant": [("source", "available")],
    "amend": [("source", "available"), ("available", "source")],
    "allocate": [("available", "allocated")],
    "deallocate": [("allocated", "available")],
    "commit": [("allocated", "committed")],
    "release": [("committed", "allocated")],
    "invoice": [("committed", "payable")],
    "pay": [("payable", "spent")],
    "refund": [("spent", "allocated"), ("spent", "available")],
    "give_back": [("available", "returned")],
}


def refusing_if(name: str, table: str, event: str, code: str, condition: str) -> Trigger:
    """A trigger that refuses the event where `condition` (SQL of both databases, with NEW and OLD) holds."""
    message = f"{table} refuses [{code}]"
    return Trigger(
        name=name,
        table=table,
        event=event,
        sqlite=f"SELECT RAISE(ABORT, '{message}') WHERE {condition};",
        postgresql=(
            f"IF {condition} THEN RAISE EXCEPTION USING MESSAGE = '{message}', "
            "ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;"
        ),
    )


def _refusing_transfer(code: str, condition: str) -> Trigger:
    return refusing_if(f"household_transfer_{code}", "household_transfer", "INSERT", code, condition)


def _net_between(lower: str, upper: str, column: str) -> str:
    """SQL: what went from accounts of kind `lower` to `upper` for NEW's `column`, less what came back."""
    return (
        "(SELECT COALESCE(SUM(CASE "
        f"WHEN d.kind = '{lower}' AND c.kind = '{upper}' THEN t.amount_cents "
        f"WHEN d.kind = '{upper}' AND c.kind = '{lower}' THEN -t.amount_cents ELSE 0 END), 0) "
        "FROM household_transfer t JOIN household_account d ON d.id = t.debit_id "
        f"JOIN household_account c ON c.id = t.credit_id WHERE t.{column} = NEW.{column})"
    )


def _routes() -> str:
    """SQL: true where NEW's accounts are of the kinds that its kind joins."""
    listed = " OR ".join(
        f"(NEW.kind = '{kind}' AND d.kind = '{debit}' AND c.kind = '{credit}')"
        for kind, pairs in ROUTES.items()
        for debit, credit in pairs
    )
    return (
        "EXISTS (SELECT 1 FROM household_account d, household_account c "
        f"WHERE d.id = NEW.debit_id AND c.id = NEW.credit_id AND (NEW.kind = 'reverse' OR {listed}))"
    )


_MIRRORS = (
    "EXISTS (SELECT 1 FROM household_transfer o WHERE o.id = NEW.reverses_id AND o.kind <> 'reverse' "
    "AND o.debit_id = NEW.credit_id AND o.credit_id = NEW.debit_id AND o.amount_cents = NEW.amount_cents)"
)
_STANDS_ADOPTED = (
    "EXISTS (SELECT 1 FROM councils_decision b WHERE b.id = NEW.decision_id AND b.status = 'adopted' "
    f"AND NEW.amount_cents + {_net_between('available', 'allocated', 'decision_id')} <= b.amount_cents)"
)
_WITHIN_AGREEMENT = (
    "EXISTS (SELECT 1 FROM household_commitment m WHERE m.id = NEW.commitment_id "
    f"AND NEW.amount_cents + {_net_between('allocated', 'committed', 'commitment_id')} <= m.amount_cents)"
)
_INVOICED_WITHIN_AGREEMENT = (
    "EXISTS (SELECT 1 FROM household_commitment m WHERE m.id = NEW.commitment_id "
    f"AND NEW.amount_cents + {_net_between('committed', 'payable', 'commitment_id')} <= m.amount_cents)"
)
_ON_TRAIL = (
    "EXISTS (SELECT 1 FROM trail_act a WHERE a.municipality_id = NEW.municipality_id "
    "AND a.sequence = NEW.act_sequence AND a.kind = 'money.moved' "
    "AND a.subject_kind = 'transfer' AND a.subject_id = CAST(NEW.sequence AS VARCHAR(20)))"
)
_MOVED_BY_TRANSFER = (
    "EXISTS (SELECT 1 FROM household_transfer t WHERE t.municipality_id = OLD.municipality_id "
    "AND t.sequence = NEW.last_sequence AND NEW.last_sequence > OLD.last_sequence AND ("
    "(t.credit_id = OLD.id AND NEW.balance_cents = OLD.balance_cents + t.amount_cents) OR "
    "(t.debit_id = OLD.id AND NEW.balance_cents = OLD.balance_cents - t.amount_cents)))"
)
_MOVE_BALANCES = (
    "UPDATE household_account SET balance_cents = balance_cents - NEW.amount_cents, "
    "last_sequence = NEW.sequence WHERE id = NEW.debit_id; "
    "UPDATE household_account SET balance_cents = balance_cents + NEW.amount_cents, "
    "last_sequence = NEW.sequence WHERE id = NEW.credit_id; "
    "UPDATE household_book SET size = NEW.sequence WHERE municipality_id = NEW.municipality_id;"
)

# A trigger that looks at other rows is safe under concurrency because of the first one: of two writers that
# do not see each other's transfers, both number on from the same one, and the UNIQUE sequence refuses one.
TRIGGERS = [
    *append_only("household_transfer"),
    _refusing_transfer(
        "sequence_gap",
        "NEW.sequence <> (SELECT COALESCE(MAX(t.sequence), 0) + 1 FROM household_transfer t "
        "WHERE t.municipality_id = NEW.municipality_id)",
    ),
    _refusing_transfer(
        "period_closed",
        "EXISTS (SELECT 1 FROM household_period p WHERE p.municipality_id = NEW.municipality_id "
        "AND p.period = NEW.period)",
    ),
    _refusing_transfer("accounts_wrong", f"NOT {_routes()}"),
    _refusing_transfer("decision_exceeded", f"NEW.kind = 'allocate' AND NOT {_STANDS_ADOPTED}"),
    _refusing_transfer("commitment_exceeded", f"NEW.kind = 'commit' AND NOT {_WITHIN_AGREEMENT}"),
    _refusing_transfer("invoice_exceeded", f"NEW.kind = 'invoice' AND NOT {_INVOICED_WITHIN_AGREEMENT}"),
    _refusing_transfer(
        "bank_line_used",
        # One line may pay an invoice out of several funds at once; after a reversal it is free again.
        "NEW.bank_line <> '' AND EXISTS (SELECT 1 FROM household_transfer t "
        "WHERE t.municipality_id = NEW.municipality_id AND t.bank_line = NEW.bank_line AND t.bank_line <> '' "
        "AND (t.posting <> NEW.posting OR t.fund_id = NEW.fund_id) "
        "AND NOT EXISTS (SELECT 1 FROM household_transfer r WHERE r.reverses_id = t.id))",
    ),
    _refusing_transfer("reverse_differs", f"NEW.kind = 'reverse' AND NOT {_MIRRORS}"),
    _refusing_transfer("not_on_trail", f"NOT {_ON_TRAIL}"),
    Trigger(
        name="household_transfer_moves_balances",
        table="household_transfer",
        event="INSERT",
        timing="AFTER",
        sqlite=_MOVE_BALANCES,
        postgresql=f"{_MOVE_BALANCES} RETURN NULL;",
    ),
    refusing_if(
        "household_account_opens_empty",
        "household_account",
        "INSERT",
        "balance_given",
        "NEW.balance_cents <> 0 OR NEW.last_sequence <> 0",
    ),
    refusing_if(
        "household_account_moved_by_transfer",
        "household_account",
        "UPDATE",
        "balance_edited",
        "(NEW.balance_cents <> OLD.balance_cents OR NEW.last_sequence <> OLD.last_sequence) "
        f"AND NOT {_MOVED_BY_TRANSFER}",
    ),
    frozen_columns(
        "household_account", ["municipality_id", "fund_id", "kind", "subject", "task_field_id", "floor_cents"]
    ),
    refusing("household_account_no_delete", "household_account", "DELETE", "an account is never removed"),
    frozen_columns(
        "household_fund",
        [
            "municipality_id",
            "public_id",
            "neighbourhood_id",
            "owner_name",
            "owner_kind",
            "task_field_id",
            "economic_category",
            "year",
            "earmark",
            "earmark_codes",
            "freedom",
        ],
    ),
    refusing("household_fund_no_delete", "household_fund", "DELETE", "a fund is never removed"),
    *append_only("household_commitment"),
    *append_only("household_invoice"),
    *append_only("household_period"),
    refusing(
        "household_book_no_shrink",
        "household_book",
        "UPDATE",
        "a book never becomes shorter",
        when="NEW.size < OLD.size",
    ),
]
