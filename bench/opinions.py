"""Opinion maps side by side with red-dwarf: same votes, same machine, one run, each in its own process.

    python bench/opinions.py [--sizes 2000x500x50,10000x500x50] [--limit 300] [--deep]

A size is participants × statements × votes per participant. 'like for like' is the map, groups and
representative statements, which is what red-dwarf does; 'whole' adds the guard, bootstrap intervals and
the groupless opinion; 'update' is the map again after 100 new votes; 'file' reads the votes and makes the
whole map, as `samenspel map` does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
from common import header, in_subprocess, peak_megabytes, row, timed  # noqa: E402


def generate(people: int, statements: int, each: int, seed: int = 0) -> tuple[np.ndarray, ...]:
    """Rows, columns and values of votes: three groups, each statement about equally often seen."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, people)
    lean = rng.beta(0.8, 0.8, (3, statements)).astype(np.float32)
    parts = []
    step = max(1, 20_000_000 // statements)
    for start in range(0, people, step):
        rows, columns = np.nonzero(
            rng.random((min(step, people - start), statements), dtype=np.float32) < each / statements
        )
        rows += start
        draw = rng.random(len(rows), dtype=np.float32)
        agree = (draw - 0.1) / 0.9 < lean[group[rows], columns]
        values = np.where(draw < 0.1, 0, np.where(agree, 1, -1)).astype(np.int8)
        parts.append((rows.astype(np.int32), columns.astype(np.int32), values))
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))


def run_samenspel(people: int, statements: int, each: int) -> dict[str, object]:
    from samenspel.engines.opinions import Guard, VoteMatrix, opinion_map

    rows, columns, values = generate(people, statements, each)
    names = [str(i) for i in range(people)], [str(i) for i in range(statements)]
    matrix, build = timed(lambda: VoteMatrix.from_arrays(rows, columns, values, *names))
    trusted = Guard(1.0, 0.0, 1.0, people)
    _, bare = timed(lambda: opinion_map(matrix, seed=1, guard=trusted, second_opinion=False))
    bare_mb = peak_megabytes()
    found, whole = timed(lambda: opinion_map(matrix, seed=1))
    whole_mb = peak_megabytes()
    newer = [(str(i * 7 % people), str(i % statements), 1) for i in range(100)]
    _, update = timed(
        lambda: opinion_map(
            matrix.with_votes(newer), seed=1, previous=found.memory, guard=found.guard, second_opinion=False
        )
    )
    return {
        "votes": int(matrix.cells.nnz),
        "like": build + bare,
        "like_mb": bare_mb,
        "whole": build + whole,
        "whole_mb": whole_mb,
        "update": update,
        "groups": len(found.groups),
    }


def run_file(people: int, statements: int, each: int) -> dict[str, object]:
    from samenspel.engines.opinions import opinion_map, read_votes

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "votes.csv"
        write_file(path, *generate(people, statements, each))
        size_mb = path.stat().st_size / 1e6
        matrix, read = timed(lambda: read_votes(path))
        _, rest = timed(lambda: opinion_map(matrix, seed=1))
    return {"file_mb": size_mb, "read": read, "file": read + rest, "file_peak_mb": peak_megabytes()}


def write_file(path: Path, rows: np.ndarray, columns: np.ndarray, values: np.ndarray) -> None:
    with path.open("w") as stream:
        stream.write("timestamp,comment-id,voter-id,vote\n")
        for start in range(0, len(rows), 1_000_000):
            part = slice(start, start + 1_000_000)
            cells = zip(columns[part].tolist(), rows[part].tolist(), values[part].tolist(), strict=True)
            lines = [f"{1_700_000_000_000 + start + i},{c},{r},{v}" for i, (c, r, v) in enumerate(cells)]
            stream.write("\n".join(lines) + "\n")


def run_red_dwarf(people: int, statements: int, each: int) -> dict[str, object]:
    from reddwarf.implementations.base import run_pipeline

    rows, columns, values = generate(people, statements, each)
    votes = [
        {"participant_id": r, "statement_id": c, "vote": v}
        for r, c, v in zip(rows.tolist(), columns.tolist(), values.tolist(), strict=True)
    ]
    _, seconds = timed(lambda: run_pipeline(votes=votes, random_state=1))
    return {"peer": seconds, "peer_mb": peak_megabytes()}


def compare(size: str, limit_seconds: float, with_file: bool, with_peer: bool) -> str:
    people, statements, _ = map(int, size.split("x"))
    ours = in_subprocess(__file__, ["--one", "samenspel", size], limit_seconds)
    peer = in_subprocess(__file__, ["--one", "red_dwarf", size], limit_seconds) if with_peer else {}
    file = in_subprocess(__file__, ["--one", "file", size], limit_seconds) if with_file else {}
    if ours is None:
        return row([size, "", f"stopped at {limit_seconds:.0f} s", "", "", "", ""])
    theirs, ratio = "not run", ""
    if peer is None:
        theirs = f"stopped at {limit_seconds:.0f} s"
        ratio = f"over {limit_seconds / ours['like']:.0f}× / {limit_seconds / ours['whole']:.0f}×"
    elif peer:
        theirs = f"{peer['peer']:.2f} s, {peer['peer_mb']:.0f} MB"
        ratio = f"{peer['peer'] / ours['like']:.0f}× / {peer['peer'] / ours['whole']:.1f}×"
    from_file = "not run"
    if file:
        from_file = f"{file['file']:.1f} s (reading {file['read']:.1f} s), {file['file_peak_mb']:.0f} MB"
    return row(
        [
            f"{people:,} × {statements:,}, {ours['votes']:,} votes",
            theirs,
            f"{ours['like']:.2f} s, {ours['like_mb']:.0f} MB",
            f"{ours['whole']:.2f} s, {ours['whole_mb']:.0f} MB",
            f"{ours['update']:.2f} s",
            ratio,
            from_file,
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="2000x500x50,10000x500x50")
    parser.add_argument("--limit", type=float, default=300)
    parser.add_argument("--file", action="store_true", help="also write, read and map a file")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--deep", action="store_true", help="a million participants too, without the peer")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        run = {"samenspel": run_samenspel, "red_dwarf": run_red_dwarf, "file": run_file}[options.one[0]]
        print(json.dumps(run(*map(int, options.one[1].split("x")))))
        return
    print(header(["size", "red-dwarf", "like for like", "whole", "update", "faster: like / whole", "from a file"]))
    for size in options.sizes.split(","):
        print(compare(size, options.limit, options.file, not options.no_peer), flush=True)
    if options.deep:
        print(compare("1000000x1000x50", 600, options.file, False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
