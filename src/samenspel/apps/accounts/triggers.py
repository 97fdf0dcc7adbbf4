"""What the database refuses: an approval's content never changes, and no approval is removed."""

from samenspel.foundation.triggers import frozen_columns, refusing

TRIGGERS = [
    frozen_columns(
        "accounts_approval",
        ["kind", "subject_kind", "subject_id", "payload_hash", "payload", "requested_by_id", "requested_at"],
    ),
    refusing("accounts_approval_no_delete", "accounts_approval", "DELETE", "an approval is never removed"),
    refusing(
        "accounts_lettercode_no_reuse",
        "accounts_lettercode",
        "UPDATE",
        "a used or void code stays so",
        when="OLD.status <> 'issued' AND NEW.status <> OLD.status",
    ),
]
