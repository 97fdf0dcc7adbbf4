"""What the database refuses: an act is never changed or removed."""

from samenspel.foundation.triggers import append_only, refusing

TRIGGERS = [
    *append_only("trail_act"),
    refusing("trail_trailhead_no_delete", "trail_trailhead", "DELETE", "the head of a trail is never removed"),
    refusing(
        "trail_trailhead_no_shrink",
        "trail_trailhead",
        "UPDATE",
        "a trail never becomes shorter",
        when="NEW.size < OLD.size",
    ),
]
