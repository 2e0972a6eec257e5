"""Resident memory of the service over the newsroom hour: the process itself, and with its child processes."""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path

EVERY_S = 5.0
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20


class MemoryWatch:
    """Samples of one process after the other: what is restarted begins a new series."""

    def __init__(self, process_id: Callable[[], int]) -> None:
        self._process_id = process_id
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="memory", daemon=True)
        self.samples: dict[int, list[tuple[float, float, float]]] = {}

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def describe(self) -> str:
        """Of the last series, without its first quarter: while caches fill, memory grows."""
        series = list(self.samples.values())[-1] if self.samples else []
        steady = series[len(series) // 4 :]
        if len(steady) < 8:
            return "memory                      too short to tell"
        times, own = [at / 3600 for at, _, _ in steady], [mb for _, mb, _ in steady]
        slope = statistics.linear_regression(times, own).slope
        part = len(own) // 4
        first, last = statistics.median(own[:part]), statistics.median(own[-part:])
        peak, peak_all = max(mb for _, mb, _ in series), max(mb for _, _, mb in series)
        return (
            f"memory of the last start    {first:.1f} MB in its second, {last:.1f} MB in its last quarter, slope "
            f"{slope:+.1f} MB an hour of ours; at most {peak:.0f} MB, {peak_all:.0f} MB with child processes"
        )

    def _run(self) -> None:
        while not self._stop.wait(EVERY_S):
            process_id = self._process_id()
            try:
                own = _resident_mb(process_id)
                children = sum(_resident_mb(child) for child in _children(process_id))
            except (OSError, ValueError):
                continue  # It ended meanwhile.
            self.samples.setdefault(process_id, []).append((time.monotonic(), own, own + children))


def _resident_mb(process_id: int) -> float:
    return int(Path(f"/proc/{process_id}/statm").read_text().split()[1]) * PAGE_MB


def _children(process_id: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue  # It ended meanwhile.
        if parent == process_id:
            found.append(int(stat.parent.name))
    return found
