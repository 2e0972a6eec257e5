"""A network of its own in which this machine has every address there is, and a canary that hears who is connected to.

    [heard] = fetch_everywhere([Attempt("http://10.0.0.5/")])
    heard.refusals, heard.reached

The real fetcher runs in a network namespace whose kernel takes all of IPv4 and IPv6 for local: a connection that the
guard lets slip is not lost on the way, it is answered. The kernel's own count of connections that were begun
(ActiveOpens) shows that nothing else was tried. Linux with `unshare` and `ip` only; see `is_possible`.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

ODD_PORT = 18_080
"""Where the canary listens besides the ports that the addresses name."""

_SET_UP = "ip link set lo up && ip route add local default dev lo && ip -6 route add local default dev lo"
_MARK = "127.99.99.99"
_PORT = re.compile(r":(\d{1,5})(?=[/?#\\@\"]|$)")


@dataclass(frozen=True)
class Attempt:
    """What the fetcher is asked for, `times` times, and what the world then answers.

    `dns`: host → the addresses of its first look-up, second and so on; the last stays. `redirects`: status and location
    of the first answers; what follows is a page.
    """

    url: str
    dns: dict[str, list[list[str]]] = field(default_factory=dict)
    redirects: list[tuple[int, str]] = field(default_factory=list)
    allow: list[str] = field(default_factory=list)
    times: int = 1
    body: str = "<p>a page</p>"


@dataclass(frozen=True)
class Heard:
    """What came of an attempt: the line of each refusal (empty: a page came) with its seconds, where connections went.

    `begun`: connections that the kernel began; `names`: what TLS was asked for.
    """

    refusals: list[str]
    seconds: list[float]
    reached: list[tuple[str, int]]
    begun: int
    names: list[str]


def is_possible() -> bool:
    """Whether this machine lets us have such a network."""
    try:
        return subprocess.run(_command("true"), capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def fetch_everywhere(attempts: Sequence[Attempt]) -> list[Heard]:
    """Run them one after the other."""
    text = run_everywhere("tests.servers.everywhere", json.dumps([asdict(one) for one in attempts]))
    return [Heard(**{**one, "reached": [tuple(place) for place in one["reached"]]}) for one in json.loads(text)]


def run_everywhere(module: str, given: str = "") -> str:
    """What a module of the tests prints when it is run in such a network."""
    done = subprocess.run(
        _command(f"exec {sys.executable} -m {module}"),
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
        cwd=Path(__file__).parents[2],
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def _command(what: str) -> list[str]:
    return ["unshare", "--map-root-user", "--net", "sh", "-c", f"{_SET_UP} && {what}"]


# --- inside ----------------------------------------------------------------------------------------------------------


def main() -> None:
    """Attempts from standard input, what was heard to standard output."""
    from tests.servers.web import WebServer

    text = sys.stdin.read()
    attempts = [Attempt(**one) for one in json.loads(text)]
    # An escaped quotation mark would hide the end of an address.
    ports = {80, 443, ODD_PORT, *(int(port) for port in _PORT.findall(text) if 0 < int(port) < 65_536)}
    with ExitStack() as stack:
        ca_file, context = _authority(text, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        canaries = [
            stack.enter_context(WebServer(bind=("::", port), tls=context if port == 443 else None))
            for port in sorted(ports)
        ]
        print(json.dumps([asdict(_listen(one, canaries, ca_file)) for one in attempts]))


def _authority(text: str, folder: Path):
    """A certificate authority that vouches for every https host of the attempts."""
    import ssl

    import trustme

    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    names = set(re.findall(r"https://([a-z0-9.-]+\.example)", text)) | {"news.example"}
    authority.issue_cert(*sorted(names)).configure_cert(context)
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    return str(folder / "ca.pem"), context


def _listen(attempt: Attempt, canaries, ca_file: str) -> Heard:
    from bot import fetcher
    from bot.domain.errors import BotError
    from bot.fetcher.guard import resolve_host
    from tests.servers.web import Answer

    answers = {host: list(found) for host, found in attempt.dns.items()}

    def resolve(host: str, port: int) -> Sequence[str]:
        if host not in answers:
            return resolve_host(host, port)
        return answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]

    for canary in canaries:
        canary.serve_everything(
            *(Answer(status=status, location=to) for status, to in attempt.redirects), Answer(attempt.body.encode())
        )
        canary.reached.clear()
        canary.server_names.clear()
    options = fetcher.Options(total_timeout_s=5, host_gap_s=0, ca_file=ca_file)
    reader = fetcher.build(options, allow_hosts=attempt.allow, resolve=resolve)
    before, refusals, seconds = count_begun(), [], []
    for _ in range(attempt.times):
        started = time.perf_counter()
        try:
            reader.fetch(attempt.url)
            refusals.append("")
        except BotError as error:
            refusals.append(error.message)
        seconds.append(time.perf_counter() - started)
    begun = count_begun() - before
    reached = [place for canary in canaries for place in list_reached(canary)]
    return Heard(refusals, seconds, reached, begun, [str(name) for canary in canaries for name in canary.server_names])


def list_reached(canary) -> list[tuple[str, int]]:
    """Where it was connected to. Connections are taken in order: once it has ours, it has had all before."""
    with socket.create_connection((_MARK, canary.port)):
        until = time.monotonic() + 30
        while not any(_MARK in address for address, _ in canary.reached) and time.monotonic() < until:
            time.sleep(0.001)
    plain = [(address.removeprefix("::ffff:"), port) for address, port in canary.reached]
    return [place for place in plain if place[0] != _MARK]


def count_begun() -> int:
    """Connections that any program in this network has begun so far."""
    names, values = (line.split() for line in Path("/proc/self/net/snmp").read_text().splitlines() if "Tcp:" in line)
    return int(dict(zip(names, values, strict=True))["ActiveOpens"])


if __name__ == "__main__":
    main()
