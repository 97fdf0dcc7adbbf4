"""What the database refuses: a published account and its texts are never edited."""

from samenspel.foundation.triggers import Trigger, refusing

_PUBLISHED = "EXISTS (SELECT 1 FROM accounting_yearaccount WHERE id IN ({accounts}) AND status = 'published')"
_MESSAGE = "the texts of a published account are never edited"


def _text_guard(event: str, *rows: str) -> Trigger:
    """Refuse the event where the account of any of `rows` (OLD, NEW) is published: moving a text away counts too."""
    condition = _PUBLISHED.format(accounts=", ".join(f"{row}.account_id" for row in rows))
    return Trigger(
        name=f"accounting_accounttext_published_{event.lower()}",
        table="accounting_accounttext",
        event=event,
        sqlite=f"SELECT RAISE(ABORT, '{_MESSAGE}') WHERE {condition};",
        postgresql=(
            f"IF {condition} THEN RAISE EXCEPTION USING MESSAGE = '{_MESSAGE}', "
            f"ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {rows[-1]};"
        ),
    )


TRIGGERS = [
    refusing(
        "accounting_yearaccount_published_stays",
        "accounting_yearaccount",
        "UPDATE",
        "a published account is never edited",
        when="OLD.status = 'published'",
    ),
    refusing(
        "accounting_yearaccount_no_delete", "accounting_yearaccount", "DELETE", "a yearly account is never removed"
    ),
    _text_guard("INSERT", "NEW"),
    _text_guard("UPDATE", "OLD", "NEW"),
    _text_guard("DELETE", "OLD"),
]
