"""What the database refuses: a given answer is never edited."""

from samenspel.foundation.triggers import refusing

TRIGGERS = [
    refusing(
        "advice_answered_stays",
        "advice_advicerequest",
        "UPDATE",
        "an answered request is never edited: ask again",
        when="OLD.status = 'answered'",
    ),
    refusing("advice_no_delete", "advice_advicerequest", "DELETE", "a request for advice is never removed"),
]
