"""Signals: which texts are alike, under which theme a text may belong, and which themes rise.

`similar_texts` and `suggest_themes` suggest with their reasons; people decide. `rising` compares two windows of time,
source by source, and says so when there is too little to say anything.
"""

from samenspel.engines.signals.rising import Movement, SourceCount, rising
from samenspel.engines.signals.similarity import Collection, Match, ThemeMatch, similar_texts, suggest_themes
from samenspel.engines.signals.words import STOP_WORDS, stem, words

__all__ = [
    "STOP_WORDS",
    "Collection",
    "Match",
    "Movement",
    "SourceCount",
    "ThemeMatch",
    "rising",
    "similar_texts",
    "stem",
    "suggest_themes",
    "words",
]
