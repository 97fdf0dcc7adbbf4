"""`make bench`: every comparison with a peer at a size that ends within some minutes, one after the other.

Each bench has its own arguments for larger sizes: `python bench/sortition.py --help` and so on. bench/RESULTS.md keeps
what was measured and how to repeat it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("SAMENSPEL_DATA", HERE.parent.parent / "shared" / "data"))
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def commands() -> list[list[str]]:
    """The benches with their arguments."""
    pools = [DATA / "pools" / name for name in ("synth_200_24",)]
    return [
        *(["sortition.py", str(pool), "--peer-timeout", "240"] for pool in pools if pool.is_dir()),
        ["budgeting.py"],
        ["opinions.py"],
        ["ledger.py"],
    ]


def main() -> int:
    """Exit code 0 when every bench ran."""
    failed = []
    for name, *arguments in commands():
        print(f"\n## {name}", flush=True)
        command = [sys.executable, str(HERE / name), *arguments]
        if subprocess.run(command, env={**os.environ, **ONE_THREAD}, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
