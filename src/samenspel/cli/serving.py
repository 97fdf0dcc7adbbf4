"""Runs the web workers and the task worker side by side, and ends them together."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from samenspel.cli.output import progress
from samenspel.engines.errors import Fault, FaultsError

STOP_SECONDS = 10


def serve(*, host: str, port: int, workers: int) -> int:
    """Serve until a signal comes or one of the two ends. Returns the exit code: 0 when asked to stop.

    Raises FaultsError when the guards of public records are not in place or the port is taken.
    """
    _refuse_without_guards()
    _refuse_taken_port(host, port)
    web = subprocess.Popen(  # noqa: S603
        [
            *(sys.executable, "-m", "gunicorn", "samenspel.site.wsgi:application"),
            *("--bind", f"{host}:{port}", "--workers", str(workers), "--preload"),
            *("--max-requests", "5000", "--max-requests-jitter", "500", "--log-level", "warning"),
        ]
    )
    tasks = subprocess.Popen([sys.executable, "-m", "samenspel.site.manage", "db_worker", "--queue-name", "*"])
    stopping = _stop_on_signals()
    progress(f"Samenspel is at http://{'localhost' if host == '127.0.0.1' else host}:{port}/ (stop with Ctrl+C)")
    try:
        while not stopping and web.poll() is None and tasks.poll() is None:
            time.sleep(0.2)
        return 0 if stopping else 1
    finally:
        _end([web, tasks])


def _refuse_without_guards() -> None:
    from samenspel.foundation.triggers import faulty_triggers

    if faults := faulty_triggers():
        raise FaultsError(
            [
                Fault("guard_not_in_place", f"The guard {name} is {state}.", "Run `samenspel migrate`.")
                for name, state in faults
            ]
        )


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise FaultsError(
                [Fault("port_taken", f"Port {port} is in use.", f"Add --port {port + 1}, or stop what runs there.")]
            ) from error


def _stop_on_signals() -> list[int]:
    """A list that is filled when a stop signal comes."""
    received: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        received.append(number)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    return received


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
