"""Runs the quality and speed benches, each in a process of its own.

    python -m tests.bench [NAME …] [--data FOLDER] [OPTION …]

A bench that measures on real texts needs the folder that holds them; without it, it is skipped with that reason.
Options of a single bench are handed on to it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

DATA = {
    "claims": ("claims", "newsroom/articles.jsonl"),
    "clustering": ("clustering/docs_dev.jsonl.xz",),
    "extraction": ("extraction",),
    "newsroom": ("newsroom/articles.jsonl",),
    "ssrf": ("faults/ssrf.jsonl",),
    "speakers": ("quotes/polnear_dev.jsonl.xz",),
    "verdicts": ("faults",),
}
"""What a bench reads below the data folder, as its arguments."""

OPTIONAL_DATA = {
    "board": "newsroom/articles.jsonl",
    "injection": "faults/injection.jsonl",
    "quotes": "newsroom/articles.jsonl",
    "grounding": "newsroom/articles.jsonl",
    "offline": "newsroom/articles.jsonl",
    "style": "newsroom/articles.jsonl",
    "continuity": "newsroom/articles.jsonl",
}
"""What a bench reads instead of its own invented texts when there is a data folder."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    names = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}; all by default")
    parser.add_argument("--data", type=Path, help="folder with real texts to measure on")
    arguments, options = parser.parse_known_args()
    if options and len(arguments.names) != 1:
        parser.error(f"{options[0]} is an option of one bench: name just that one")
    unknown = [name for name in arguments.names if name not in names]
    if unknown:
        parser.error(f"no bench is called {unknown[0]}: there are {', '.join(names)}")
    results = [_run(name, arguments.data, options) for name in arguments.names or names]
    return int(any(results))


def _run(name: str, data: Path | None, options: list[str]) -> int:
    print(f"== {name}", flush=True)
    wanted = [OPTIONAL_DATA[name]] if name in OPTIONAL_DATA and data else list(DATA.get(name, ()))
    if wanted and data is None:
        print("skipped: it measures on real texts, give their folder with --data", flush=True)
        return 0
    paths = [data / one for one in wanted] if data else []
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        print(f"skipped: {missing} is not there", flush=True)
        return 0
    command = [sys.executable, "-m", f"tests.bench.bench_{name}", *map(str, paths), *options]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
