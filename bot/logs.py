"""Where log lines go, and the one filter that keeps secrets out of them.

Owns the set-up of structlog and of the standard library's loggers, which the chat libraries write to. What is logged is
everybody's own business; article text and what people typed never is.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, TextIO

MIN_SECRET_CHARS = 6
MASK = "•••"
NOISY = ("apscheduler", "slack_bolt", "slack_sdk", "httpx2", "httpcore2", "openai", "asyncio", "aiohttp", "alembic")
_TOKEN_FORMS = re.compile(
    r"xox[a-z]-[\w-]{6,}|xapp-[\w-]{6,}|\bsk-[\w-]{6,}|(?i:\bbearer)\s+[\w.~+/-]{12,}=*|(?<=://)[^\s/@:]+:[^\s/@]+(?=@)"
)


class Redaction:
    """Replaces every known secret, and whatever looks like a token, in a text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({secret for secret in secrets if len(secret) >= MIN_SECRET_CHARS}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def clean(self, text: str) -> str:
        """The same text without secrets."""
        if self._known is not None:
            text = self._known.sub(MASK, text)
        return _TOKEN_FORMS.sub(MASK, text)


class CleanStream:
    """A text stream whose lines have passed the redaction."""

    def __init__(self, stream: TextIO, redaction: Redaction) -> None:
        self._stream = stream
        self._redaction = redaction

    def write(self, text: str) -> int:
        return self._stream.write(self._redaction.clean(text))

    def flush(self) -> None:
        self._stream.flush()


def set_up_logs(level: str, redaction: Redaction, *, stream: TextIO | None = None) -> None:
    """One line per event on standard error: JSON in a pipe, readable on a terminal. An unknown level means `info`."""
    import structlog

    out = stream or sys.stderr
    handler = logging.StreamHandler(CleanStream(out, redaction))
    steps = _steps()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=steps,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(out)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.getLevelNamesMapping().get(level.upper(), logging.INFO))
    for name in NOISY:
        logging.getLogger(name).setLevel(max(root.level, logging.WARNING))
    structlog.configure(
        processors=[*steps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _steps() -> list[Any]:
    import structlog

    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]


def _rendering(out: TextIO) -> list[Any]:
    import structlog

    if out.isatty():
        return [structlog.dev.ConsoleRenderer(pad_event_to=0)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
