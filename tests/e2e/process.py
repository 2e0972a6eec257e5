"""The real program as a process of its own: started, watched, stopped, killed.

Its environment holds nothing but what a test gives it; it reaches nothing but servers on 127.0.0.1.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

START_TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 60.0
"""How long a test waits for what should take a second: a busy machine may need it."""

ROOT = Path(__file__).resolve().parents[2]

Found = TypeVar("Found")


def clean_environment(**variables: str) -> dict[str, str]:
    """What a process needs to run at all, and the given variables."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "TZ": "UTC", **variables}


def run_command(
    *arguments: str, home: Path, timeout_s: float = 120.0, stdin: str | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """One command on the data folder `home`, with its output as text."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=home,
        env=clean_environment(BRIEFBOT_HOME=str(home / "data"), **variables),
        capture_output=True,
        text=True,
        input=stdin,
        timeout=timeout_s,
        check=False,
    )


class Bot:
    """`briefbot run` as a context manager. `url` is the address of its pages; `program` starts the command."""

    def __init__(
        self,
        home: Path,
        settings: str,
        *,
        role: str = "all",
        program: Sequence[str] = (sys.executable, "-m", "bot"),
        **variables: str,
    ) -> None:
        self.home = home
        (home / "briefbot.toml").write_text(settings, encoding="utf-8")
        self._variables = {"BRIEFBOT_HTTP": "127.0.0.1:0", "BRIEFBOT_HOME": str(home / "data"), **variables}
        self._role = role
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def __enter__(self) -> Bot:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self, **variables: str) -> None:
        """Start it and wait until it says that it runs."""
        log = self.log_path.open("ab")
        seen = self.log_path.stat().st_size
        self._process = subprocess.Popen(
            [*self._program, "run", "--role", self._role],
            cwd=self.home,
            env=clean_environment(**{**self._variables, **variables}),
            stdout=log,
            stderr=log,
        )
        log.close()
        self.url = wait_until(lambda: self._find_address(seen), timeout_s=START_TIMEOUT_S, what=self.read_log)

    @property
    def log_path(self) -> Path:
        """What it wrote to its standard streams."""
        return self.home / "run.log"

    @property
    def process_id(self) -> int:
        """Of the running process."""
        assert self._process is not None
        return self._process.pid

    def read_log(self) -> str:
        """Everything it wrote so far."""
        return self.log_path.read_text("utf-8", "replace")

    def stop(self) -> int:
        """SIGTERM; returns the exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(STOP_TIMEOUT_S)

    def kill(self) -> None:
        """kill -9, if it still runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait(STOP_TIMEOUT_S)

    def wait_for_end(self, *, timeout_s: float = 90.0) -> int:
        """Its exit status, once it has ended by itself."""
        assert self._process is not None
        return self._process.wait(timeout_s)

    def _read_log_from(self, place: int) -> str:
        """What it wrote from this byte on: characters would be counted differently."""
        return self.log_path.read_bytes()[place:].decode("utf-8", "replace")

    def _find_address(self, seen: int) -> str | None:
        assert self._process is not None
        found = re.search(r"pages on (http://\S+?)/?,", self._read_log_from(seen))
        if found is None and self._process.poll() is not None:
            raise AssertionError(f"it ended with status {self._process.returncode}:\n{self.read_log()}")
        return found.group(1) if found else None


def wait_until(
    look: Callable[[], Found | None], *, timeout_s: float = 100.0, what: Callable[[], object] | None = None
) -> Found:
    """The first thing found; fails with what `what` shows."""
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {timeout_s:g} s\n{what() if what else ''}")


def settings_for(feeds: Mapping[str, str], *, watch: str = "", more: str = "") -> str:
    """A settings file with these feeds (name → URL), one watch and whatever else."""
    blocks = [f'[[feeds]]\nname = "{name}"\nurl = "{url}"\ntags = ["strait"]\n' for name, url in feeds.items()]
    return "\n".join([more, *blocks, watch])
