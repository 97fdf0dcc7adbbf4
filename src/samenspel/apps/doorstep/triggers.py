"""What the database refuses: a visit is never edited or removed, only its details go when the register goes."""

from samenspel.foundation.triggers import append_only, frozen_columns, refusing

# Facts about the person behind the door: they may become empty, and nothing else.
_DETAILS = ("needs", "compensation", "lighter_role")

TRIGGERS = [
    frozen_columns(
        "doorstep_visit",
        [
            *("key", "round_id", "stop_id", "by_id", "source", "outcome", "visited_at", "received_at"),
            *("corrects", "unapplied", "digest"),
        ],
    ),
    refusing(
        "doorstep_visit_details_only_go",
        "doorstep_visit",
        "UPDATE",
        "a visit is never edited: a later one adds",
        when=" OR ".join(f"(NEW.{name} <> OLD.{name} AND NEW.{name} <> '')" for name in _DETAILS)
        + " OR (NEW.took_part_before IS NOT NULL AND"
        + " (OLD.took_part_before IS NULL OR NEW.took_part_before <> OLD.took_part_before))",
    ),
    refusing("doorstep_visit_no_delete", "doorstep_visit", "DELETE", "a visit is never removed"),
    refusing("doorstep_visit_no_truncate", "doorstep_visit", "TRUNCATE", "a visit is never removed"),
    *append_only("doorstep_careroute"),
]
