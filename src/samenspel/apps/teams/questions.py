"""Is this an open question? One that helps someone think, and not advice in disguise.

A rule of thumb for Dutch, after what trainers of peer consultation (intervisie) ask for: an open question begins
with a question word. A question that begins with a verb is answered with yes or no. It says no more than that.
"""

from __future__ import annotations

OPENERS = frozenset(
    {
        *("wat", "wie", "wiens", "waar", "wanneer", "welk", "welke"),
        *("hoe", "hoeveel", "hoelang", "hoezo"),
        *("waarom", "waardoor", "waarmee", "waarvoor", "waaraan", "waarin", "waarop"),
        *("waaruit", "waarover", "waarvan", "waarnaar"),
    }
)
# Words that may stand before the question word: 'En wat', 'Aan wie', 'Maar hoe'.
LEAD_INS = frozenset(
    {
        *("en", "maar", "dus"),
        *("aan", "bij", "door", "in", "met", "naar", "op", "over", "sinds", "tot", "uit", "van", "voor"),
    }
)


def is_open_question(text: str) -> bool:
    """True when the text is one question that begins with a question word and ends with a question mark."""
    plain = text.strip().casefold()
    if not plain.endswith("?") or plain.count("?") > 1:
        return False
    words = "".join(one if one.isalpha() else " " for one in plain).split()
    while words and words[0] in LEAD_INS:
        words = words[1:]
    return bool(words) and words[0] in OPENERS
