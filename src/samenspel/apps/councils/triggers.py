"""What the database refuses: rules, votes and decided decisions are never edited."""

from samenspel.foundation.triggers import append_only, refusing

TRIGGERS = [
    *append_only("councils_rulesofplay"),
    *append_only("councils_decisionvote"),
    refusing(
        "councils_decision_decided_stays",
        "councils_decision",
        "UPDATE",
        "a decided decision is never edited: a new decision corrects it",
        when="OLD.status <> 'proposed'",
    ),
    refusing("councils_decision_no_delete", "councils_decision", "DELETE", "a decision is never removed"),
]
