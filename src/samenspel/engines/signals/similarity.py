"""Which texts are alike, by the words and the pieces of words that they share.

A text becomes a list of features: its stems, and the pieces of four letters of each longer word, so that 'parkeerplek'
meets 'parkeren'. A feature weighs more the fewer texts have it (inverse document frequency) and likeness is the cosine
of the angle between two texts (Salton, Wong and Yang, A vector space model for automatic indexing, 1975). The method
understands nothing: it finds shared letters, names them as its reason, and leaves the decision to people.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from samenspel.engines.signals.words import stem, words

PIECE = 4
# A shared piece tells less than a shared word.
PIECE_WEIGHT = 0.35
# Under this likeness two texts share too little to say so.
ALIKE_FROM = 0.13
# A theme is as near as the nearest of its texts, and a little nearer for each further text that is near too.
FURTHER_TEXTS = (1.0, 0.3, 0.15)
REASONS_MAX = 3


@dataclass(frozen=True)
class Match:
    """A text that is like another: its position in the collection, its likeness (0 to 1), the words they share."""

    position: int
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True)
class ThemeMatch:
    """A theme under which a text may belong: how near, and the texts that make it so, the nearest first."""

    theme: str
    score: float
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Collection:
    """Texts made ready to be compared; made once, asked often. Build it with `Collection.of`."""

    size: int
    rarity: Mapping[str, float]
    vectors: tuple[Mapping[str, float], ...] = field(repr=False)
    # feature → which texts have it
    holders: Mapping[str, tuple[int, ...]] = field(repr=False)
    surfaces: tuple[Mapping[str, str], ...] = field(repr=False)

    @classmethod
    def of(cls, texts: Sequence[str]) -> Collection:
        """The collection of these texts, in this order."""
        counted = [_features(text) for text in texts]
        common: Counter[str] = Counter(feature for features, _ in counted for feature in features)
        rarity = {feature: _rarity(number, len(texts)) for feature, number in common.items()}
        holders: dict[str, list[int]] = defaultdict(list)
        for position, (features, _) in enumerate(counted):
            for feature in features:
                holders[feature].append(position)
        vectors = tuple(_vector(features, rarity, len(texts)) for features, _ in counted)
        return cls(
            size=len(texts),
            rarity=rarity,
            vectors=vectors,
            holders={feature: tuple(found) for feature, found in holders.items()},
            surfaces=tuple(surface for _, surface in counted),
        )


def similar_texts(
    text: str, collection: Collection, *, most: int = 5, without: Sequence[int] = (), from_score: float = ALIKE_FROM
) -> list[Match]:
    """The texts of the collection that are most like `text`, the most alike first; `without` are left out."""
    features, surface = _features(text)
    vector = _vector(features, collection.rarity, collection.size)
    scores: dict[int, float] = defaultdict(float)
    for feature, weight in vector.items():
        for position in collection.holders.get(feature, ()):
            scores[position] += weight * collection.vectors[position][feature]
    left_out = set(without)
    found = sorted(
        ((score, position) for position, score in scores.items() if position not in left_out and score >= from_score),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return [
        Match(position, min(score, 1.0), _shared(vector, collection, position, surface))
        for score, position in found[:most]
    ]


def suggest_themes(
    text: str, collection: Collection, themes: Sequence[str | None], *, most: int = 3, without: Sequence[int] = ()
) -> list[ThemeMatch]:
    """Themes under which `text` may belong, the nearest first; `themes[i]` is that of text i, None without one.

    Raises ValueError when there are not as many themes as texts.
    """
    if len(themes) != collection.size:
        raise ValueError("each text has a theme or None")
    loose = [position for position, theme in enumerate(themes) if theme is None]
    near: dict[str, list[Match]] = defaultdict(list)
    for match in similar_texts(text, collection, most=collection.size, without=[*without, *loose]):
        near[str(themes[match.position])].append(match)
    found = [
        ThemeMatch(
            theme,
            min(1.0, sum(share * match.score for share, match in zip(FURTHER_TEXTS, matches, strict=False))),
            tuple(matches[:REASONS_MAX]),
        )
        for theme, matches in near.items()
    ]
    return sorted(found, key=lambda match: (-match.score, match.theme))[:most]


def _features(text: str) -> tuple[Counter[str], dict[str, str]]:
    """How often each feature occurs, and for each stem the word as it was written."""
    features: Counter[str] = Counter()
    surface: dict[str, str] = {}
    for word in words(text):
        root = stem(word)
        features[f"w:{root}"] += 1
        surface.setdefault(f"w:{root}", word)
        for start in range(len(word) - PIECE + 1):
            piece = f"p:{word[start : start + PIECE]}"
            features[piece] += 1
            surface.setdefault(piece, word)
    return features, surface


def _rarity(number: int, size: int) -> float:
    """Smoothed inverse document frequency: a feature of all texts still counts a little."""
    return math.log((1 + size) / (1 + number)) + 1


def _vector(features: Mapping[str, int], rarity: Mapping[str, float], size: int) -> dict[str, float]:
    """Weights of length one; a feature that no text of the collection has weighs as the rarest."""
    unknown = _rarity(0, size)
    weights = {
        feature: (1 + math.log(count)) * rarity.get(feature, unknown) * (PIECE_WEIGHT if feature[0] == "p" else 1.0)
        for feature, count in features.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {feature: weight / length for feature, weight in weights.items()} if length else {}


def _shared(
    vector: Mapping[str, float], collection: Collection, position: int, surface: Mapping[str, str]
) -> tuple[str, ...]:
    """The words of the text that make the likeness, the heaviest first."""
    other = collection.vectors[position]
    weight_of: dict[str, float] = defaultdict(float)
    for feature, weight in vector.items():
        if feature in other:
            weight_of[surface[feature]] += weight * other[feature]
    heaviest = sorted(weight_of.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(word for word, _weight in heaviest[:REASONS_MAX])
