"""Dutch words cut down to what they are about: no accents, no small words, no endings.

The stemmer is light and our own: it takes off a few common endings so that 'banken' meets 'bank' and 'parkeert'
meets 'parkeren'. It knows no dictionary and now and then takes off too much; for finding likeness that does little
harm, because a wrong stem is wrong in the same way everywhere.
"""

from __future__ import annotations

import re
import unicodedata

# Words that stand in any sentence, and the words in which people wrap what they want to say.
_SMALL_WORDS = """
aan achter af al alle allemaal als altijd ander andere anders ben bent bij bijna binnen boven buiten daar daarom
dan dat de deze dicht die dit doe doen doet door dus echt een eens eerst elk elke en enkel er erg ergens even
gaan gaat gedaan geen geval geweest geworden ging goed graag had hadden heb hebben heeft heel hele helemaal hem
hen het hier hij hoe hoor hun ieder iedere iedereen iemand iets ik in is ja je jij jou jouw jullie kan kom komen
komt kon konden krijgen krijgt kun kunnen kunt laat later liever maak maakt maar maken me mee meer meest men met
mij mijn minder moet moeten mogen na naar naast natuurlijk nee net niemand niet niets niks nodig nog nooit nou
nu of om omdat onder ons onze ook op over overal paar per precies rond samen soms staan staat steeds te tegen
ter terug teveel tijdens toch toe tot tussen uit uw vaak van vanaf vandaag veel ver vind vinden voor vooral waar
waarom wanneer want waren was wat we weer weg wel welke werd wie wij wil willen word worden wordt zal ze zeer
zelf zich zien zij zijn zit zitten zo zoals zonder zou zouden zullen
"""
STOP_WORDS = frozenset(_SMALL_WORDS.split())
SHORTEST_STEM = 3
_VOWELS = "aeiouy"
# Longest first; what stays behind must still be a word of `SHORTEST_STEM` letters with a vowel.
_ENDINGS = ("heden", "etjes", "ingen", "lijke", "heid", "tjes", "etje", "lijk", "tje", "jes", "ing", "je", "en", "e")
_PLURAL_S = re.compile(r"(?:er|el|em|en|[^aeiou][aou])s$")
_VERB_T = re.compile(r"[bfgklmnpr]t$")
_PARTICIPLE = re.compile(r"ge([a-z]{4,})[dt]$")


def words(text: str) -> list[str]:
    """The words of a text that tell what it is about: lower case, without accents, small words left out."""
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one) and one not in "'’"
    )
    found = re.findall(r"[a-z]+|\d+", plain)
    return [word for word in found if word not in STOP_WORDS and (len(word) > 2 or word.isdigit())]


def stem(word: str) -> str:
    """A word without its ending, its double letters written once: 'straten' and 'straat' both become 'strat'."""
    if found := _PARTICIPLE.fullmatch(word):
        word = found[1]
    for ending in _ENDINGS:
        left = word.removesuffix(ending)
        if left != word and _is_word(left):
            word = left
            break
    if len(word) > SHORTEST_STEM and (_PLURAL_S.search(word) or _VERB_T.search(word)) and _is_word(word[:-1]):
        word = word[:-1]
    return _sounded(re.sub(r"(.)\1+", r"\1", word))


def _is_word(left: str) -> bool:
    return len(left) >= SHORTEST_STEM and any(letter in _VOWELS for letter in left)


def _sounded(short: str) -> str:
    """z and v at the end are written s and f when nothing follows: 'huizen', 'huis'."""
    return short[:-1] + {"z": "s", "v": "f"}.get(short[-1], short[-1])
