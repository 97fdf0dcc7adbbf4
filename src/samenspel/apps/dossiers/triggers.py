"""What the database refuses: told texts and steps are added, never changed; what is over or public stays so."""

from samenspel.foundation.triggers import append_only, frozen_columns, refusing

TRIGGERS = [
    *append_only("dossiers_facetext"),
    *append_only("dossiers_step"),
    frozen_columns("dossiers_dossier", ["public_id", "neighbourhood_id", "opened_at", "opened_by_id"]),
    refusing(
        "dossiers_dossier_over_stays",
        "dossiers_dossier",
        "UPDATE",
        "a dossier that is over is never edited: a new one takes up the thread",
        # Making it public afterwards is all that can still happen.
        when="OLD.closed_at IS NOT NULL AND (NEW.closed_at IS NULL OR OLD.phase <> NEW.phase "
        "OR OLD.outcome <> NEW.outcome OR OLD.title <> NEW.title OR OLD.horizon <> NEW.horizon)",
    ),
    refusing(
        "dossiers_dossier_stays_public",
        "dossiers_dossier",
        "UPDATE",
        "a published dossier stays public",
        when="OLD.published_at IS NOT NULL AND NEW.published_at IS NULL",
    ),
    refusing("dossiers_dossier_no_delete", "dossiers_dossier", "DELETE", "a dossier is never removed"),
]
