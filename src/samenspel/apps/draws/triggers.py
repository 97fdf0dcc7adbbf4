"""What the database refuses: what was laid down before the lot fell stays, and so does what fell."""

from samenspel.foundation.triggers import append_only, frozen_columns, refusing

TRIGGERS = [
    frozen_columns(
        "draws_lot", ["register_id", "count", "ticket_count", "announced", "commitment", "filling", "seats"]
    ),
    refusing(
        "draws_lot_outcome_stays",
        "draws_lot",
        "UPDATE",
        "a lot falls once",
        when="OLD.randomness <> '' AND (NEW.randomness <> OLD.randomness OR NEW.bundle <> OLD.bundle)",
    ),
    refusing("draws_lot_no_delete", "draws_lot", "DELETE", "a lot is never removed"),
    frozen_columns("draws_lotticket", ["lot_id", "number", "commitment"]),
    refusing(
        "draws_lotticket_position_stays",
        "draws_lotticket",
        "UPDATE",
        "the order of the lot never changes",
        when="OLD.position IS NOT NULL AND (NEW.position IS NULL OR NEW.position <> OLD.position)",
    ),
    refusing("draws_lotticket_no_delete", "draws_lotticket", "DELETE", "a ticket is never removed"),
    *append_only("draws_wave"),
    *append_only("draws_seatgiving"),
    *append_only("draws_alternateset"),
    refusing(
        "draws_volunteer_ticket_stays",
        "draws_volunteer",
        "UPDATE",
        "a ticket number is given once",
        when=(
            "OLD.ticket IS NOT NULL AND "
            "(NEW.ticket IS NULL OR NEW.ticket <> OLD.ticket OR NEW.commitment <> OLD.commitment)"
        ),
    ),
    refusing(
        "draws_paneldraw_commitment_stays",
        "draws_paneldraw",
        "UPDATE",
        "what was laid down before the draw stays",
        when=(
            "OLD.commitment <> '' AND (NEW.commitment <> OLD.commitment OR NEW.seats <> OLD.seats "
            "OR NEW.announced <> OLD.announced OR NEW.tickets_hash <> OLD.tickets_hash "
            "OR NEW.pool_id <> OLD.pool_id OR NEW.purpose <> OLD.purpose "
            "OR NEW.staying <> OLD.staying OR NEW.left_out <> OLD.left_out)"
        ),
    ),
    refusing(
        "draws_paneldraw_outcome_stays",
        "draws_paneldraw",
        "UPDATE",
        "a panel is picked once",
        when=(
            "OLD.picked IS NOT NULL AND (NEW.picked IS NULL OR NEW.picked <> OLD.picked "
            "OR NEW.randomness <> OLD.randomness OR NEW.bundle <> OLD.bundle)"
        ),
    ),
    refusing("draws_paneldraw_no_delete", "draws_paneldraw", "DELETE", "a draw is never removed"),
]
