"""Runs the web workers and the task worker side by side, and ends them together."""

from __future__ import annotations

import errno
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from samenspel.cli.django_setup import refuse_without_guards
from samenspel.cli.output import progress
from samenspel.engines.errors import Fault, FaultsError

STOP_SECONDS = 10
# Each task runs once a day; asking often makes up soon for what failed or was missed.
DAILY_EVERY_SECONDS = 15 * 60


def serve(*, host: str, port: int, workers: int) -> int:
    """Serve until a signal comes or one of the two ends. Returns the exit code: 0 when asked to stop.

    Raises FaultsError when the guards of public records are not in place or the port is taken.
    """
    refuse_without_guards()
    _refuse_taken_port(host, port)
    # Before the first child: a signal that comes meanwhile must not leave one behind.
    stopping = _stop_on_signals()
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes.append(_start_web(host, port, workers))
        processes.append(_start_tasks())
        progress(f"Samenspel is at http://{'localhost' if host == '127.0.0.1' else host}:{port}/ (stop with Ctrl+C)")
        next_daily = time.monotonic()
        daily: subprocess.Popen[bytes] | None = None
        while not stopping and all(process.poll() is None for process in processes):
            if time.monotonic() >= next_daily and (daily is None or daily.poll() is not None):
                next_daily = time.monotonic() + DAILY_EVERY_SECONDS
                daily = _start_daily()
            time.sleep(0.2)
        if daily is not None:
            processes.append(daily)
        if not stopping:
            progress("A worker ended by itself: Samenspel stops.")
        return 0 if stopping else 1
    finally:
        _end(processes)


def _start_web(host: str, port: int, workers: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        [
            *(sys.executable, "-m", "gunicorn", "samenspel.site.wsgi:application"),
            *("--bind", f"{host}:{port}", "--workers", str(workers), "--preload"),
            *("--max-requests", "5000", "--max-requests-jitter", "500", "--log-level", "warning"),
        ]
    )


def _start_tasks() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "samenspel.site.manage", "db_worker", "--queue-name", "*"])


def _start_daily() -> subprocess.Popen[bytes]:
    """What runs once a day, in a process of its own that ends: its failure stops nothing."""
    return subprocess.Popen([sys.executable, "-m", "samenspel.site.manage", "daily"], stdout=subprocess.DEVNULL)


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                fault = Fault(
                    "port_taken", f"Port {port} is in use.", "Choose another --port, or stop what runs there."
                )
            else:
                reason = error.strerror or str(error)
                fault = Fault(
                    "port_refused", f"{host}:{port} can't be used: {reason}.", "Choose another --host or --port."
                )
            raise FaultsError([fault]) from error


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
