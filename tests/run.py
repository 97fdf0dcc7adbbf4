"""The whole suite: everything on SQLite, then what touches the database on PostgreSQL.

A missing PostgreSQL or Chromium skips its tests loudly; with SAMENSPEL_CI=1 it fails.
"""

from __future__ import annotations

import os
import subprocess
import sys

from with_postgresql import NOT_HERE

PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
# Engines and journeys do not differ by database; apps do.
DATABASE_TESTS = ["tests/apps", "tests/foundation", "tests/demo"]
# The long journey runs on SQLite always, and on PostgreSQL in CI and with --deep: five minutes are soon full.
JOURNEY = ["tests/journeys/test_council_cycle.py"]


def main(arguments: list[str]) -> int:
    """Exit code 0 when both runs pass."""
    first = subprocess.run([*PYTEST, *arguments], check=False).returncode
    print("\n=== the same apps on PostgreSQL ===", flush=True)
    both = [*DATABASE_TESTS, *(JOURNEY if os.environ.get("SAMENSPEL_CI") or "--deep" in arguments else [])]
    second = subprocess.run(
        [sys.executable, "tests/with_postgresql.py", "--", *PYTEST, *arguments, *both], check=False
    ).returncode
    if second == NOT_HERE and not os.environ.get("SAMENSPEL_CI"):
        print("SKIPPED: no PostgreSQL on this machine, so its half of the tests did not run.", file=sys.stderr)
        second = 0
    return first or second


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
