"""Documents to clean text, in child processes with limits on CPU and memory. Implements Extractor.

Owns the settings. Which child reads what is `pool`, one child seen from here `child`, its inside `reader`; what is read
out of a document is decided in `steps/read/document`. This process never imports the libraries that read pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import ConfigError
from bot.extractor.child import Limits
from bot.extractor.pool import Pool

MIN_MEMORY_MB = 384
"""The libraries alone take some 270 MB of address space."""


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of `[extract]`: how many children, what one document may cost, how long an idle child stays."""

    workers: int = 1
    cpu_limit_s: int = 10
    memory_limit_mb: int = 768
    wall_limit_s: float = 30.0
    max_bytes: int = 10 * 1024 * 1024
    idle_s: float = 60.0


def build(options: Options) -> Pool:
    """The adapter; no child is started before the first document. Raises ConfigError. Close it when done."""
    if options.workers < 1 or options.cpu_limit_s < 1 or options.max_bytes < 1:
        raise ConfigError("[extract] workers, cpu_limit_s and max_bytes must be at least 1")
    if options.memory_limit_mb < MIN_MEMORY_MB:
        raise ConfigError(f"[extract] memory_limit_mb must be at least {MIN_MEMORY_MB}")
    if options.wall_limit_s <= 0 or options.idle_s < 0:
        raise ConfigError("[extract] wall_limit_s must be above 0 and idle_s not below")
    limits = Limits(options.cpu_limit_s, options.memory_limit_mb, options.wall_limit_s)
    return Pool(limits, workers=options.workers, max_bytes=options.max_bytes, idle_s=options.idle_s)
