"""Addresses that lead inside: how many the fetcher refuses, and whom it connected to.

    python -m tests.bench ssrf --data FOLDER

Every row of the file is fetched by the real fetcher in a network where every address is this machine
(`tests/servers/everywhere`), once with an odd port where the row has `{PORT}` and once with port 80, so that no row is
refused for its port alone. Rows about changing DNS are fetched as often as they have answers. At the end, how long a
refusal of a private address takes against that of a dead host.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

from bot.fetcher.addresses import is_public
from bot.fetcher.guard import parse_permits
from tests.servers.everywhere import ODD_PORT, Attempt, Heard, fetch_everywhere, is_possible

PUBLIC = "93.184.215.14"
TIMED = 200


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path, help="ssrf.jsonl: url, expect, dns, redirects, config")
    rows = [json.loads(line) for line in parser.parse_args().file.read_text().splitlines()]
    if not is_possible():
        print("skipped: it needs a network of its own (unshare and ip of Linux)")
        return 0
    faults = [fault for port in (ODD_PORT, 80) for fault in _judge(rows, port)]
    for fault in faults:
        print(fault)
    _print_times()
    return int(bool(faults))


def _judge(rows: list[dict[str, Any]], port: int) -> list[str]:
    attempts = [_attempt(json.loads(json.dumps(row).replace("{PORT}", str(port)))) for row in rows]
    right, inside, unheard, faults = {"block": 0, "allow": 0}, 0, 0, []
    for row, attempt, heard in zip(rows, attempts, fetch_everywhere(attempts), strict=True):
        strangers = [place for place in heard.reached if not _may_be_reached(attempt, *place)]
        is_right = bool(heard.refusals[-1]) == (row["expect"] == "block")
        right[row["expect"]] += is_right
        inside += len(strangers)
        unheard += heard.begun - len(heard.reached)
        if not is_right or strangers or heard.begun != len(heard.reached):
            faults.append(f"{row['id']} {row['category']} (port {port}): {heard}")
    wanted = {kind: sum(row["expect"] == kind for row in rows) for kind in right}
    print(f"port {port}: {right['block']} of {wanted['block']} refused, {right['allow']} of {wanted['allow']} allowed; "
          f"{inside} connections to refused addresses, {unheard} that the canary did not hear")  # fmt: skip
    return faults


def _attempt(row: dict[str, Any]) -> Attempt:
    dns = row.get("dns", {})
    return Attempt(
        row["url"],
        dns=dns,
        redirects=row.get("redirects", []),
        allow=row.get("config", {}).get("allow_private", []),
        times=max((len(answers) for answers in dns.values()), default=1),
    )


def _may_be_reached(attempt: Attempt, address: str, port: int) -> bool:
    return is_public(address) or any(one.covers_address(address, port) for one in parse_permits(attempt.allow))


def _print_times() -> None:
    private = Attempt("http://10.0.0.5/", times=TIMED)
    inside = Attempt("http://inside.example/", dns={"inside.example": [["192.168.1.1"]]}, times=TIMED)
    dead = Attempt("http://nobody.example/", dns={"nobody.example": [[]]}, times=TIMED)
    heard: list[Heard] = fetch_everywhere([private, inside, dead])
    shown = [f"{median(one.seconds) * 1000:.2f} (at most {max(one.seconds) * 1000:.1f})" for one in heard]
    print(f"ms to refuse a private address {shown[0]}, a private name {shown[1]}; a name that nobody has {shown[2]}")


if __name__ == "__main__":
    sys.exit(main())
