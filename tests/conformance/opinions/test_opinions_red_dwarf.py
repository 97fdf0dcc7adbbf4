"""The map equals red-dwarf's, the independent implementation of Polis, on real and generated conversations."""

import numpy as np
import pytest

from samenspel.engines.opinions import VoteMatrix, project, read_votes
from samenspel.engines.opinions.representative import group_statistics, group_tallies
from samenspel_testing import shared_data

CONVERSATIONS = (
    "15-per-hour-seattle",
    "bg2050-volunteers",
    "brexit-consensus",
    "canadian-electoral-reform",
    "london.youth.policing",
    "scoop-hivemind.biodiversity",
    "vtaiwan.uberx",
)


def dense(matrix):
    full = np.full(matrix.shape, np.nan)
    for row in range(matrix.shape[0]):
        span = slice(matrix.cells.indptr[row], matrix.cells.indptr[row + 1])
        full[row, matrix.cells.indices[span]] = matrix.cells.data[span]
    return full


def generated(people, statements, seed):
    """Votes of people on a line, with an average of sixty per cent of the statements seen."""
    rng = np.random.default_rng(seed)
    stance, slope, base = rng.normal(size=people), rng.normal(size=statements), rng.normal(size=statements)
    lean = 1 / (1 + np.exp(-(base + np.outer(stance, slope))))
    draw = rng.random((people, statements))
    values = np.where(draw < 0.1, 0, np.where(rng.random((people, statements)) < lean, 1, -1))
    seen = rng.random((people, statements)) < 0.6
    return VoteMatrix.from_votes(
        (str(who), str(what), int(values[who, what])) for who, what in zip(*np.nonzero(seen), strict=True)
    )


def assert_same_map(matrix):
    reducer = pytest.importorskip("reddwarf.utils.reducer.base", reason="red-dwarf is not installed")
    people, statements, _ = reducer.run_reducer(dense(matrix), reducer="pca", svd_solver="full")
    ours = project(matrix)
    for axis in range(2):
        sign = np.sign(people[:, axis] @ ours.participants[:, axis])
        assert np.abs(sign * people[:, axis] - ours.participants[:, axis]).max() < 1e-6
        assert np.abs(sign * statements[:, axis] - ours.statements[:, axis]).max() < 1e-6


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_projection_of_real_conversations(name):
    assert_same_map(read_votes(shared_data("polis", name, "participants-votes.csv")))


@pytest.mark.parametrize(
    ("people", "statements"), [(30, 12), (80, 200), (400, 60), pytest.param(1200, 300, marks=pytest.mark.deep)]
)
def test_projection_of_generated_conversations(people, statements):
    for seed in range(3):
        assert_same_map(generated(people, statements, seed))


def test_group_statistics():
    """p, pt, r, rt and the repness metrics, per group, statement and direction."""
    stats = pytest.importorskip("reddwarf.utils.stats", reason="red-dwarf is not installed")
    pandas = pytest.importorskip("pandas")
    matrix = generated(120, 25, 5)
    labels = np.random.default_rng(1).integers(0, 3, 120)
    frame = pandas.DataFrame(dense(matrix), index=matrix.participants, columns=matrix.statements)
    theirs, consensus = stats.calculate_comment_statistics_dataframes(frame, labels)
    tallies = group_tallies(matrix, labels, 3)
    ours = group_statistics(tallies)
    for group in range(3):
        rows = theirs.loc[group]
        for direction, letter in enumerate("ad"):
            assert np.allclose(rows[f"p{letter}"], ours.p[group, direction])
            assert np.allclose(rows[f"p{letter}t"], ours.pt[group, direction])
            assert np.allclose(rows[f"r{letter}"], ours.r[group, direction])
            assert np.allclose(rows[f"r{letter}t"], ours.rt[group, direction])
    product = ours.p[:, 0, :].prod(axis=0)
    assert np.allclose(consensus["group-aware-consensus-agree"], product)


def test_priority():
    stats = pytest.importorskip("reddwarf.utils.stats", reason="red-dwarf is not installed")
    from samenspel.engines.opinions import StatementTally

    for agrees, disagrees, passes, extremity in ((0, 0, 0, 0.0), (6, 3, 1, 1.5), (40, 60, 20, 0.3)):
        theirs = stats.priority_metric(
            is_meta=False,
            n_agree=agrees,
            n_disagree=disagrees,
            n_total=agrees + disagrees + passes,
            extremity=extremity,
        )
        ours = StatementTally("s", agrees, disagrees, passes, extremity).priority
        assert ours == pytest.approx(float(np.ravel(theirs)[0]))


def test_scores_of_clustering():
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is not installed")
    from samenspel.engines.opinions.clustering import adjusted_rand, silhouettes

    rng = np.random.default_rng(3)
    points, first, second = rng.normal(size=(60, 2)), rng.integers(0, 3, 60), rng.integers(0, 4, 60)
    assert silhouettes(points, first, 3, np.ones(60)) == pytest.approx(metrics.silhouette_score(points, first))
    assert adjusted_rand(first, second) == pytest.approx(metrics.adjusted_rand_score(first, second))
