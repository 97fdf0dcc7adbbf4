"""A hint for who writes for residents: long sentences and long words. It counts; it does not know whether a text is
clear, let alone true."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The house rule for texts for residents: at most fifteen words in a sentence.
SENTENCE_WORDS_MAX = 15
# Dutch glues words together: from so many letters on a word is worth a second look.
WORD_LETTERS_MAX = 13
# A sentence ends at . ! ? (not in '22.00' or 'o.a.') or at the end of a line.
_END = re.compile(r"(?<=[.!?])[\"'’”)]*\s+(?=[\"'‘“(]*[A-ZÀ-Þ0-9])|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*|\d[\d.,]*")


@dataclass(frozen=True)
class LongSentence:
    """A sentence with more words than the house rule."""

    text: str
    words: int


@dataclass(frozen=True)
class Readability:
    """What was counted. `long_words` are those of more than WORD_LETTERS_MAX letters, each once, as written."""

    sentences: int
    words: int
    long_sentences: tuple[LongSentence, ...]
    long_words: tuple[str, ...]

    @property
    def words_per_sentence(self) -> int:
        """Rounded to whole words, half up; 0 for an empty text."""
        return (2 * self.words + self.sentences) // (2 * self.sentences) if self.sentences else 0

    @property
    def is_light(self) -> bool:
        """True when nothing stands out."""
        return not self.long_sentences and not self.long_words


def readability_of(text: str) -> Readability:
    """Count the sentences and words of a text, and name those that stand out."""
    sentences = [part.strip() for part in _END.split(text) if _WORD.search(part)]
    counted = [(one, len(_WORD.findall(one))) for one in sentences]
    words = [word for one in sentences for word in _WORD.findall(one)]
    long_words = dict.fromkeys(w for w in words if _letters(w) > WORD_LETTERS_MAX)
    return Readability(
        sentences=len(sentences),
        words=len(words),
        long_sentences=tuple(LongSentence(one, number) for one, number in counted if number > SENTENCE_WORDS_MAX),
        long_words=tuple(long_words),
    )


def _letters(word: str) -> int:
    """The letters of the longest part: a hyphen shows where a word may be taken apart."""
    return max(sum(character.isalpha() for character in part) for part in re.split("[-.]", word))
