"""Run a command against a temporary PostgreSQL server: `python tests/with_postgresql.py -- COMMAND …`.

The server lives in a temporary folder, listens on a Unix socket only, and ends with the command. DATABASE_URL is
set for the command. Exit code 77 when this machine has no PostgreSQL.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NOT_HERE = 77


def server_programs() -> Path | None:
    """The folder with initdb and postgres, the newest version first; None when there is none."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]), reverse=True)
    if versions:
        return versions[0].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def server_user() -> str | None:
    """PostgreSQL refuses to run as root: then another user runs it."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def main(command: list[str]) -> int:
    """Run `command` with DATABASE_URL set; its exit code."""
    programs = server_programs()
    if programs is None:
        print("PostgreSQL is not on this machine: its tests are skipped.", file=sys.stderr)
        return NOT_HERE
    user = server_user()
    with tempfile.TemporaryDirectory(prefix="samenspel-pg-") as folder:
        base, data = Path(folder), Path(folder) / "data"
        if user:
            shutil.chown(base, user)
        base.chmod(0o700 if user is None else 0o755)
        run = {"user": user, "cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "samenspel", "-A", "trust", "-E", "UTF8", "--no-sync"], **run
        )
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=200 -c fsync=off"
        control = [programs / "pg_ctl", "-D", data, "-w", "-l", base / "log"]
        subprocess.run([*control, "-o", options, "start"], **run)
        try:
            environment = {**os.environ, "DATABASE_URL": f"postgres://samenspel@/postgres?host={folder}"}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **run)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(arguments[1:] if arguments[:1] == ["--"] else arguments))
