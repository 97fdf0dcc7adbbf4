"""What the database refuses: moderation is added to, never rewritten; a map is published once, as computed."""

from samenspel.foundation.triggers import append_only, frozen_columns, refusing

TRIGGERS = [
    *append_only("deliberation_moderationstep"),
    frozen_columns(
        "deliberation_opinionmap",
        [
            "public_id",
            "question_id",
            "computed_at",
            "participant_count",
            "statement_count",
            "vote_count",
            "parameters",
            "figures",
            "memory",
        ],
    ),
    refusing(
        "deliberation_opinionmap_published_once",
        "deliberation_opinionmap",
        "UPDATE",
        "what was published stays as it was",
        when="OLD.published_at IS NOT NULL",
    ),
    refusing("deliberation_opinionmap_no_delete", "deliberation_opinionmap", "DELETE", "a map is never removed"),
    refusing(
        "deliberation_statement_no_delete",
        "deliberation_statement",
        "DELETE",
        "nothing that was said is deleted: decline it with a reason",
    ),
    frozen_columns("deliberation_statement", ["question_id", "text", "origin", "author_id", "proposed_at"]),
]
