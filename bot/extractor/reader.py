"""The inside of a child: reads documents from its socket, one after the other, and answers each with what is in it.

Holds no secret, no open file but its socket, and no network. A document that breaks it ends it; the program starts
another. Run only by `child`, as `python -m bot.extractor.reader CPU_S MEMORY_MB`.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from bot.domain.errors import SourceError
from bot.extractor.wire import pack, read_hints, spell_extracted, unpack

DOCUMENTS_PER_CHILD = 1000
"""Then a new child takes over, so that what a library forgets to free does not pile up."""

TIRED_SHARE = 0.5
"""A child that has ever held so much of its allowed memory is replaced, lest the next document pay for it."""

NICENESS = 5
"""Answers to people go first."""


def main(arguments: list[str]) -> None:
    """Serve until the program goes away or a document was one too many."""
    cpu_limit_s, memory_limit_mb = int(arguments[0]), int(arguments[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, ValueError):
        os.nice(NICENESS)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory_limit_mb * 1024**2,) * 2)
    with os.fdopen(0, "rb", closefd=False) as asked, os.fdopen(1, "wb", closefd=False) as answers:
        _serve(asked, answers, cpu_limit_s, memory_limit_mb)


def _serve(asked: BinaryIO, answers: BinaryIO, cpu_limit_s: int, memory_limit_mb: int) -> None:
    left = DOCUMENTS_PER_CHILD
    while (request := unpack(asked.read)) is not None:
        _allow_cpu(cpu_limit_s)
        left -= 1
        reply = _read(*request, memory_limit_mb)
        peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        is_last = left <= 0 or bool(reply.get("last")) or peak_kb > memory_limit_mb * 1024 * TIRED_SHARE
        answers.write(pack({**reply, "last": is_last}))
        answers.flush()
        if is_last:
            return


def _allow_cpu(cpu_limit_s: int) -> None:
    """So many seconds from now on; whoever uses them up is killed by the system."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent_s = int(usage.ru_utime + usage.ru_stime) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (spent_s + cpu_limit_s, hard))


def _read(header: Mapping[str, Any], content: bytes, memory_limit_mb: int) -> dict[str, Any]:
    from bot.steps.read.document import read_document

    try:
        found = read_document(
            content, url=header["url"], content_type=header["content_type"], hints=read_hints(header["hints"])
        )
    except SourceError as error:
        return {"error": error.message, "kind": error.facts.get("kind")}
    except RecursionError:
        return {"error": "this document is nested too deeply to be read"}
    except MemoryError:
        return {"error": f"reading this document took more than {memory_limit_mb} MB of memory", "last": True}
    return {"found": spell_extracted(found)}


def _say_last(kind: type[BaseException], error: BaseException, trace: object) -> None:
    """A fault of ours: name it to the program, then die."""
    place = ""
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"  # type: ignore[attr-defined]
        trace = trace.tb_next  # type: ignore[attr-defined]
    reply = {"error": f"this document cannot be read ({kind.__name__} in {place})", "kind": "bug", "last": True}
    with suppress(OSError):
        os.write(1, pack(reply))


if __name__ == "__main__":
    sys.excepthook = _say_last
    main(sys.argv[1:])
