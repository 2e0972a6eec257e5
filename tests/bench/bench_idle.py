"""What the service costs while it has nothing to do, and how long commands take before they do anything.

    python -m tests.bench.bench_idle [--seconds N]

Starts `briefbot run` as a process of its own, with SQLite and a Slack server on loopback in Socket Mode: on an empty
database, again on the same one, after the sample feeds were polled, and after a digest of them was written as well.
Prints resident memory (VmRSS), what is not shared with other processes (PSS), and the CPU of each.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.demo.newsroom import load_articles
from bot.demo.server import FeedServer
from tests.e2e.conftest import NEVER, Newsroom
from tests.e2e.process import Bot, run_command
from tests.servers.slack import SlackServer

EVERY_MINUTE = "* * * * *"
WATCH = '[[watches]]\nname = "Quiet"\nchannel = "slack:C0NEWS"\nschedule = "0 0 29 2 *"\n'


def main() -> None:
    """Print one line per case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=8.0, help="how long the service idles before it is measured")
    idle_s = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        quiet = _new_folder(folder, "quiet")
        _measure_command("--help", home=quiet)
        # A new database needs its migrations, whose library stays in memory until the next start.
        _measure_service("database made now", home=quiet, settings=WATCH, idle_s=idle_s)
        _measure_service("database of before", home=quiet, settings=WATCH, idle_s=idle_s)
        articles = load_articles(datetime.now(UTC))
        with FeedServer(articles) as server:
            newsroom = Newsroom(server, articles)
            for name, schedule, wait_s in (("feeds polled", NEVER, 0.0), ("and a digest written", EVERY_MINUTE, 60.0)):
                home, settings = _new_folder(folder, name), newsroom.settings(schedule=schedule)
                run_command("migrate", home=home)
                _measure_service(name, home=home, settings=settings, idle_s=idle_s + wait_s, host=newsroom.host)
        _measure_command("search", "harbour", home=quiet)
        _measure_command("digest", "Strait Watch", home=home)


def _new_folder(parent: str, name: str) -> Path:
    folder = Path(parent, name)
    folder.mkdir()
    return folder


def _measure_service(name: str, *, home: Path, settings: str, idle_s: float, host: str = "") -> None:
    started = time.monotonic()
    with SlackServer(mode="socket") as slack:
        variables = {"BRIEFBOT_ALLOW_HOSTS": host, **slack.environment()}
        with Bot(home, settings, **variables) as bot:
            ready_s = time.monotonic() - started
            slack.wait_for_connection(timeout_s=20)
            start_cpu_s = cpu_s(bot.process_id)
            time.sleep(idle_s)
            idle_cpu_s = cpu_s(bot.process_id) - start_cpu_s
            rss_mb, pss_mb, threads = memory_of(bot.process_id)
            bot.stop()
    print(
        f"run, {name}: {rss_mb:.0f} MB RSS, {pss_mb:.0f} MB PSS, {threads} threads; ready after {ready_s:.2f} s "
        f"and {start_cpu_s:.2f} s of CPU; {idle_cpu_s / idle_s * 1000:.1f} ms of CPU a second after that",
        flush=True,
    )


def _measure_command(*arguments: str, home: Path) -> None:
    run_command(*arguments, home=home)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    run_command(*arguments, home=home)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{' '.join(arguments)}: {time.monotonic() - started:.2f} s, {used_s:.2f} s of CPU", flush=True)


def memory_of(process_id: int) -> tuple[float, float, int]:
    """Resident and proportional memory in megabytes, and the number of threads."""
    status = _fields(Path(f"/proc/{process_id}/status"))
    smaps = _fields(Path(f"/proc/{process_id}/smaps_rollup"))
    return int(status["VmRSS"]) / 1024, int(smaps["Pss"]) / 1024, int(status["Threads"])


def cpu_s(process_id: int) -> float:
    """Processor time used so far."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _fields(path: Path) -> dict[str, str]:
    pairs = (line.partition(":") for line in path.read_text().splitlines())
    return {name: value.split()[0] for name, _, value in pairs if value.split()}


if __name__ == "__main__":
    main()
