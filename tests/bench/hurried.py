"""Runs a program by a clock that goes faster than ours, or ahead of it: the service and the newsroom share one hour.

    python -m tests.bench.hurried --origin UNIX_TIME --rate 2.5 [--skip SECONDS] bot run
    python -m tests.bench.hurried --origin UNIX_TIME --rate 2.5 SCRIPT.py ARGUMENT …

Only the wall clock is hurried: time-outs, budgets and pauses of a program are its own business and stay as they are.
Child processes of the program keep the ordinary clock.
"""

from __future__ import annotations

import argparse
import datetime as dt
import runpy
import sys
import threading
import time

import time_machine

EVERY_S = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--origin", type=float, required=True, help="Unix time at which both clocks showed the same")
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--skip", type=float, default=0.0, help="seconds that the hurried clock is ahead besides")
    parser.add_argument("program", help="a module, or a script that ends in .py")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    chosen = parser.parse_args()
    _hurry(chosen.origin, rate=chosen.rate, skip_s=chosen.skip)
    sys.argv = [chosen.program, *chosen.arguments]
    if chosen.program.endswith(".py"):
        runpy.run_path(chosen.program, run_name="__main__")
    else:
        runpy.run_module(chosen.program, run_name="__main__", alter_sys=True)


def _hurry(origin: float, *, rate: float, skip_s: float) -> None:
    """From now on. A thread moves the clock on, `EVERY_S` at a time; between its moves it runs as usual."""
    start_s = time.monotonic()
    shown = origin + (time.time() - origin) * rate + skip_s
    clock = time_machine.travel(dt.datetime.fromtimestamp(shown, dt.UTC), tick=True).start()

    def move_on() -> None:
        gained_s = 0.0
        while True:
            time.sleep(EVERY_S)
            due_s = (time.monotonic() - start_s) * (rate - 1)
            clock.shift(due_s - gained_s)
            gained_s = due_s

    threading.Thread(target=move_on, name="clock", daemon=True).start()


if __name__ == "__main__":
    main()
