"""Everything that goes wrong during the newsroom hour: faults on a tenth of all requests, corrections, retractions.

Owns when and what, from a seed; the simulator does it (`/_sim/fault`, `edit`, `retract`). Keeps count of all requests.
"""

from __future__ import annotations

import json
import random
import threading
import urllib.request
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SHARE = 0.1
AHEAD = 300
"""Requests for which faults are laid out at a time."""

STATUSES = ("404", "410", "403", "401", "429", "500", "502", "503")
PASSING = ("slow", "hang", "never_ending", "gzip_bomb", "wrong_charset", "truncated", "malformed_xml", "entity_bomb",
           "external_entity", "changed_text", "retracted", "empty", "not_html", "huge", "drop", "redirect_chain",
           "redirect_private", "redirect_loop")  # fmt: skip
RARE = frozenset({"changed_text", "retracted", "hang", "never_ending", "huge"})
"""The first two change an article for good, the others keep a connection busy: they come a third as often."""

ADDED = "This paragraph was added later, as correction number {number}."
UPDATED = "This article was updated after publication to correct the figures."
"""What the simulator adds to an article by the fault `changed_text`."""


@dataclass(slots=True)
class Changes:
    """What was done to articles. `added`: id → the words that its text must end up with; `headlines`: id → the new one;
    `dated`: ids of articles whose feed tells when they were changed.
    """

    added: dict[str, str] = field(default_factory=dict)
    headlines: dict[str, str] = field(default_factory=dict)
    dated: frozenset[str] = frozenset()
    retracted: set[str] = field(default_factory=set)


class Simulator:
    """The control side of a running newsroom."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, what: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}/_sim/{what}", timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def post(self, what: str, **body: object) -> dict[str, Any]:
        request = urllib.request.Request(f"{self.url}/_sim/{what}", json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


class FaultDriver:
    """A thread that keeps faults laid out ahead of the requests, and changes articles now and then."""

    feed_paths: tuple[str, ...] = ()
    endings: Mapping[str, str] = {}
    """Id → the last words of its text, behind which a correction is put."""

    def __init__(self, simulator: Simulator, *, random_: random.Random, canary: str, change_every_s: float) -> None:
        self._simulator = simulator
        self._random = random_
        self._canary = canary
        self._change_every_s = change_every_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="faults", daemon=True)
        self._left = 0
        self.changes = Changes()
        self.requests: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """No more faults; what was counted stays."""
        self._stop.set()
        self._thread.join()
        self._simulator.post("clear_faults")
        self._count()

    def _run(self) -> None:
        ticks = 0
        while not self._stop.is_set():
            self._left -= self._count()
            if self._left < AHEAD / 3:
                self._lay_out()
            if ticks and ticks % max(1, round(self._change_every_s)) == 0:
                self._change_one()
            ticks += 1
            self._stop.wait(1)

    def _count(self) -> int:
        """Take in the log of requests, and begin a new one."""
        rows = self._simulator.get("requests")["requests"]
        self._simulator.post("reset_log")
        for row in rows:
            kind = row["path"].rpartition("/")[2] or "page"
            kind = kind if kind in ("rss.xml", "atom.xml", "news-sitemap.xml", "robots.txt") else "page"
            self.requests[kind] += 1
            if row["fault"]:
                self.faults[row["fault"]] += 1
                self.broken[kind] += 1
        return len(rows)

    def _lay_out(self) -> None:
        self._simulator.post("clear_faults")
        step = round(1 / SHARE)
        for block in range(0, AHEAD, step):
            fault = self._pick()
            # A loop takes the same address again and again; everything else hits one request.
            place = {"path": self._random.choice(self.feed_paths), "when": "count", "n": 6}
            if fault["kind"] != "redirect_loop":
                place = {"path": "*", "when": "nth", "n": block + self._random.randint(1, step)}
            self._simulator.post("fault", **place, **fault)
        self._left = AHEAD

    def _pick(self) -> dict[str, object]:
        kind = self._random.choice((*STATUSES, *PASSING))
        if kind in RARE and self._random.random() > 1 / 3:
            kind = self._random.choice(STATUSES)
        return {"kind": kind, **self._details(kind)}

    def _details(self, kind: str) -> dict[str, object]:
        private = (
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.1/",
            "http://[::1]/",
            "file:///etc/passwd",
        )
        details: dict[str, dict[str, object]] = {
            "redirect_private": {"to": self._random.choice((*private, f"http://{self._canary}/private"))},
            "external_entity": {"to": self._random.choice(("file:///etc/passwd", f"http://{self._canary}/entity"))},
            "slow": {"ms": 2500},
            "gzip_bomb": {"megabytes": 64},
            "wrong_charset": self._random.choice(
                ({"declared": "utf-8", "actual": "cp1252"}, {"declared": "iso-8859-1", "actual": "utf-8"})
            ),
            "truncated": {"part": self._random.choice((0.1, 0.5, 0.9))},
        }
        return details.get(kind, {})

    def _change_one(self) -> None:
        """A correction of the text, sometimes with a new headline; every sixth time a retraction."""
        live = [row for row in self._simulator.get("articles")["articles"] if row["live"] and not row["retracted"]]
        chosen = self._random.choice(live)["id"]
        if self._random.random() < 1 / 6:
            self._simulator.post("retract", id=chosen)
            self.changes.retracted.add(chosen)
            return
        words = ADDED.format(number=len(self.changes.added) + 1)
        title = next(row["title"] for row in live if row["id"] == chosen)
        self.changes.added[chosen] = words
        ending = self.endings[chosen]
        new = {"title": f"{title} (corrected)"} if self._random.random() < 1 / 2 else {}
        self.changes.headlines |= {chosen: new["title"]} if new else {}
        self._simulator.post("edit", id=chosen, **new, find=ending, replace=f"{ending}\n\n{words}")
