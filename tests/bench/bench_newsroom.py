"""An hour of a newsroom: two hundred feeds, a fault on a tenth of all requests, the real service, killed now and then.

    python -m tests.bench newsroom --data FOLDER --simulator SCRIPT [--minutes 24] [--rate 2.5] [--seed 1]

Both the service and the simulator live by a hurried clock (`hurried`), so that 24 minutes hold a whole hour: feeds are
looked at, put off and tried again at their ordinary times. The rate stays below 3, because a look at a feed may take
300 s by our clock and its lease must not end before that by theirs.

Half of the articles are there at the start, the others come one by one. At the end the faults stop, the feeds are
polled once, once more a quarter of an hour later and seven hours later (when pages that failed are tried again), and
the archive is held against what was published (`newsroom_tally`). Prints one table; status 1 when an article was lost,
came twice, or the program broke.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import fields
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from tests.bench.newsroom_faults import FaultDriver, Simulator
from tests.bench.newsroom_memory import MemoryWatch
from tests.bench.newsroom_sites import Piece, plan_feeds, write_articles, write_settings
from tests.bench.newsroom_tally import Tally, find_missing, read_archive, read_outcomes, tally
from tests.e2e.process import Bot, clean_environment

KILLS = (0.15, 0.27, 0.4)
"""Shares of the time after which the service is killed and started again; the rest of it shows its memory."""

QUARTER_S, SEVEN_HOURS_S = 900.0, 7 * 3600.0
BROKEN = re.compile(r"Traceback|job broke|failed by a fault of the program|this is a bug|stopped before the work")


def main() -> int:
    options = _read_options()
    if options.simulator is None:
        print("skipped: give the script that plays the news sites with --simulator")
        return 0
    keep = options.keep or Path(tempfile.mkdtemp(prefix="newsroom-"))
    keep.mkdir(parents=True, exist_ok=True)
    hour = _Hour(options, keep)
    try:
        hour.run()
        return hour.report()
    finally:
        hour.close()


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--simulator", type=Path, help="the script that plays the news sites")
    parser.add_argument("--minutes", type=float, default=24.0, help="by our clock")
    parser.add_argument("--rate", type=float, default=2.5, help="how much faster the clock of the hour goes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles-at-most", type=int, help="fewer articles, to try things")
    parser.add_argument("--keep", type=Path, help="folder for database, log and details (default: a new one)")
    return parser.parse_args()


class _Canary(BaseHTTPRequestHandler):
    """A place inside the network that nothing may lead the service to."""

    visits: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.visits.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class _Hour:
    """One run from start to report."""

    def __init__(self, options: argparse.Namespace, home: Path) -> None:
        self._options = options
        self._home = home
        self._random = random.Random(options.seed)
        self._origin = time.time()
        self._canary = ThreadingHTTPServer(("127.0.0.1", 0), _Canary)
        threading.Thread(target=self._canary.serve_forever, daemon=True).start()
        self._simulator_process: subprocess.Popen[str] | None = None
        self._bot: Bot | None = None
        self._missing: dict[str, int] = {}
        self._digests: list[str] = []

    # --- the hour ----------------------------------------------------------------------------------------------------

    def run(self) -> None:
        self._pieces = write_articles(
            self._options.articles,
            self._home / "articles.jsonl",
            random_=self._random,
            most=self._options.articles_at_most,
        )
        self._simulator = Simulator(self._start_simulator(self._pieces))
        rows = self._simulator.get("articles")
        slugs = {source["name"]: source["slug"] for source in rows["sources"]}
        plans = [plan for plan in plan_feeds() if plan.source in slugs]
        self._feeds = Counter(plan.kind for plan in plans)
        self._kind_of = {plan.source: plan.kind for plan in reversed(plans)}
        self._faults = self._make_driver([plan.url("", slugs[plan.source]) for plan in plans])
        settings = write_settings(plans, slugs, self._simulator.url)
        self._bot = self._make_bot(settings)
        self._bot.start()
        self._memory = MemoryWatch(lambda: self._bot.process_id if self._bot else 0)
        self._faults.start()
        self._memory.start()
        self._live_through(self._options.minutes * 60)
        self._faults.stop()
        self._memory.stop()
        self._status = self._bot.stop()
        self._look_once_more()

    def _start_simulator(self, pieces: list[Piece]) -> str:
        initial = len(pieces) // 2
        hour_s = self._options.minutes * 60 * self._options.rate
        drip_s = 0.85 * hour_s / (len(pieces) - initial) / self._options.rate
        command = [*self._hurried(), str(self._options.simulator), str(self._home / "articles.jsonl"), "--shift-to-now"]
        command += ["--drip", f"{drip_s:.3f}", "--initial", str(initial), "--max-seconds", "100000"]
        log = (self._home / "simulator.log").open("w")
        self._simulator_process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self._simulator_process.stdout is not None
        url: str = json.loads(self._simulator_process.stdout.readline())["url"]
        return url

    def _hurried(self, *, skip_s: float = 0.0) -> list[str]:
        clock = ["--origin", f"{self._origin:.3f}", "--rate", str(self._options.rate), "--skip", str(skip_s)]
        return [sys.executable, "-m", "tests.bench.hurried", *clock]

    def _make_driver(self, feed_paths: list[str]) -> FaultDriver:
        canary = f"127.0.0.1:{self._canary.server_address[1]}"
        change_every_s = max(2.0, self._options.minutes * 60 / 120)
        driver = FaultDriver(self._simulator, random_=self._random, canary=canary, change_every_s=change_every_s)
        driver.feed_paths = tuple(feed_paths)
        driver.endings = {piece.id: piece.body.strip()[-80:] for piece in self._pieces}
        return driver

    def _make_bot(self, settings: str) -> Bot:
        return Bot(self._home, settings, program=(*self._hurried(), "bot"), BRIEFBOT_ALLOW_HOSTS=self._host)

    @property
    def _host(self) -> str:
        return self._simulator.url.removeprefix("http://")

    def _live_through(self, seconds: float) -> None:
        """Wait, and kill the service at its times."""
        assert self._bot is not None
        started, kills = time.monotonic(), [share * seconds for share in KILLS]
        while (now := time.monotonic() - started) < seconds:
            if kills and now > kills[0]:
                kills.pop(0)
                self._bot.kill()
                self._bot.start()
            self._show(now, seconds)
            time.sleep(min(10.0, max(0.1, seconds - now)))

    def _show(self, now: float, seconds: float) -> None:
        if sys.stderr.isatty():
            requests = sum(self._faults.requests.values())
            sys.stderr.write(f"\r{now / 60:.1f} of {seconds / 60:.0f} minutes, {requests} requests")

    def _look_once_more(self) -> None:
        self._missing["when the faults stop"] = len(self._find_missing())
        for name, skip_s in (("after one poll", 0.0), ("15 minutes on", QUARTER_S), ("7 hours on", SEVEN_HOURS_S)):
            self._run_command("poll", skip_s=skip_s)
            self._missing[name] = len(self._find_missing())

    def _find_missing(self) -> list[str]:
        return find_missing(self._database, self._public())

    def _public(self) -> list[dict[str, str]]:
        return [row for row in self._simulator.get("articles")["articles"] if row["live"]]

    def _run_command(self, *arguments: str, skip_s: float = 0.0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*self._hurried(skip_s=skip_s), "bot", *arguments],
            cwd=self._home,
            env=clean_environment(BRIEFBOT_HOME=str(self._home / "data"), BRIEFBOT_ALLOW_HOSTS=self._host),
            capture_output=True,
            text=True,
            check=False,
        )
        with (self._home / "run.log").open("a") as log:
            log.write(done.stderr)
        return done

    @property
    def _database(self) -> Path:
        return next((self._home / "data").glob("*.db"))

    # --- the report --------------------------------------------------------------------------------------------------

    def report(self) -> int:
        archive, outcomes = read_archive(self._database), read_outcomes(self._database)
        pieces = {piece.id: piece for piece in self._pieces}
        dated = (piece.id for piece in self._pieces if self._kind_of[piece.source] == "atom")
        self._faults.changes.dated = frozenset(dated)
        result = tally(archive, outcomes, public=self._public(), pieces=pieces, changes=self._faults.changes)
        broken = [line for line in self._log().splitlines() if BROKEN.search(line)]
        self._write_details(result, outcomes, broken)
        self._print_run(len(archive))
        self._print_tally(result)
        print(f"broken lines in the log     {len(broken)}; exit status {self._status}; canary seen {_Canary.visits}")
        print(self._memory.describe())
        print(f"details                     {self._home}")
        return int(bool(result.lost or result.twice or result.same_words_twice or broken or _Canary.visits))

    def _log(self) -> str:
        return (self._home / "run.log").read_text("utf-8", "replace")

    def _print_run(self, stored: int) -> None:
        faults, options = self._faults, self._options
        total, broken = sum(faults.requests.values()), sum(faults.broken.values())
        hour = options.minutes * options.rate
        print(f"the hour                    {hour:.0f} min by its clock in {options.minutes:g}, seed {options.seed}")
        print(f"feeds                       {_list(self._feeds)}")
        print(f"requests                    {total}: {_list(faults.requests)}")
        print(f"with a fault                {broken} ({broken / max(1, total):.1%}): {_list(faults.faults)}")
        print(f"articles public, stored     {len(self._public())}, {stored}")
        print(f"not there (of which some were retracted first)  {_list(Counter(self._missing))}")
        feeds = json.loads(self._run_command("feeds", "list", "--json").stdout or "[]")
        rows = feeds if isinstance(feeds, list) else feeds.get("feeds", [])
        print(f"feeds at the end            {_list(Counter(str(row.get('status')) for row in rows))}")

    def _print_tally(self, result: Tally) -> None:
        for name, count in sorted(result.counts.items()):
            print(f"{name:<28}{count}")
        for name in (one.name for one in fields(Tally) if one.name != "counts"):
            found = getattr(result, name)
            print(f"{name.replace('_', ' '):<28}{len(found)}{self._by_kind(found)}")

    def _by_kind(self, names: list[str]) -> str:
        owners = {piece.id: piece.source for piece in self._pieces}
        known = [self._kind_of[owners[first]] for one in names if (first := re.split("[ :]", one)[0]) in owners]
        return f"  ({_list(Counter(known))})" if known else ""

    def _write_details(self, result: Tally, outcomes: object, broken: list[str]) -> None:
        details = {
            **{one.name: getattr(result, one.name) for one in fields(result)},
            "broken": broken,
            "outcomes": outcomes,
            "added": self._faults.changes.added,
            "missing": self._missing,
            "kinds": self._kind_of,
            "sources": {piece.id: piece.source for piece in self._pieces},
            "memory": self._memory.samples,
        }
        (self._home / "details.json").write_text(json.dumps(details, indent=1, default=str), encoding="utf-8")

    def close(self) -> None:
        if self._bot is not None:
            self._bot.kill()
        if self._simulator_process is not None:
            self._simulator_process.send_signal(signal.SIGTERM)
            try:
                self._simulator_process.wait(10)
            except subprocess.TimeoutExpired:
                self._simulator_process.kill()
        self._canary.shutdown()


def _list(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common()) or "none"


if __name__ == "__main__":
    sys.exit(main())
