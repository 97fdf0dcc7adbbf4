"""What the database refuses: what was laid down about roles stays, and a workshop that is closed is only read."""

from samenspel.foundation.triggers import append_only, refusing

TRIGGERS = [
    *append_only("teams_rolestext"),
    refusing(
        "teams_closed_workshop_stays",
        "teams_workshop",
        "UPDATE",
        "a workshop that is closed is only read",
        when="OLD.closed_at IS NOT NULL",
    ),
]
