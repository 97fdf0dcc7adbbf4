"""k-means, silhouette and adjusted Rand index against their definitions."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.engines.opinions.clustering import adjusted_rand, compress, kmeans, silhouettes

labellings = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=25)


@given(labellings)
def test_adjusted_rand_counts_pairs(pairs):
    first, second = (np.array(column) for column in zip(*pairs, strict=True))
    a = b = both = total = 0
    for i, j in itertools.combinations(range(len(pairs)), 2):
        a += first[i] == first[j]
        b += second[i] == second[j]
        both += first[i] == first[j] and second[i] == second[j]
        total += 1
    expected, most = a * b / total, (a + b) / 2
    score = 1.0 if most == expected else (both - expected) / (most - expected)
    assert adjusted_rand(first, second) == pytest.approx(score)
    assert adjusted_rand(first, first) == 1.0


@given(st.integers(2, 4), st.integers(0, 100))
def test_silhouette_by_definition_and_weights_stand_for_people(count, seed):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(12, 2))
    labels = rng.integers(0, count, 12)
    weights = rng.integers(1, 4, 12)
    people, of = np.repeat(points, weights, axis=0), np.repeat(labels, weights)
    scores = []
    for i, person in enumerate(people):
        gaps = np.sqrt(((people - person) ** 2).sum(axis=1))
        same = of == of[i]
        others = [gaps[of == g].mean() for g in set(of.tolist()) - {of[i]}]
        if same.sum() == 1 or not others:
            scores.append(0.0)
            continue
        inside, outside = gaps[same].sum() / (same.sum() - 1), min(others)
        scores.append((outside - inside) / max(inside, outside))
    assert silhouettes(points, labels, count, weights) == pytest.approx(np.mean(scores))


def test_kmeans_finds_what_lies_apart_and_repeats_itself():
    rng = np.random.default_rng(5)
    points = np.concatenate([rng.normal(place, 0.2, (40, 2)) for place in ((0, 0), (5, 0), (0, 5))])
    found = kmeans(points, 3, np.random.default_rng(1))
    again = kmeans(points, 3, np.random.default_rng(1))
    assert adjusted_rand(found.labels, np.repeat([0, 1, 2], 40)) == 1.0
    assert np.array_equal(found.labels, again.labels)


@given(st.integers(0, 50))
def test_weights_stand_for_repeated_points(seed):
    rng = np.random.default_rng(seed)
    points, weights = rng.normal(size=(15, 2)), rng.integers(1, 4, 15)
    weighted = kmeans(points, 3, np.random.default_rng(1), weights=weights, runs=20)
    repeated = kmeans(np.repeat(points, weights, axis=0), 3, np.random.default_rng(1), runs=20)
    assert weighted.inertia == pytest.approx(repeated.inertia, rel=0.03)


def test_cells_are_fine_enough():
    points = np.random.default_rng(3).normal(size=(2000, 2))
    cells = compress(points, 100, np.random.default_rng(1))
    best = kmeans(points, 100, np.random.default_rng(1), runs=3)
    assert cells.inertia < 1.12 * best.inertia


def test_as_many_centres_as_points():
    points = np.arange(8, dtype=float).reshape(4, 2)
    assert kmeans(points, 4, np.random.default_rng(0)).inertia == 0
