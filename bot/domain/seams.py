"""Named points between two writes, where a test can stop the process for good.

A flow calls `reached("deliver.sent")` between side effects; nothing happens unless a hook was set at start (`app` sets
one only when BRIEFBOT_CRASH_AT names a point). Never decides anything.
"""

from __future__ import annotations

from collections.abc import Callable

_hook: Callable[[str], None] | None = None


def set_hook(hook: Callable[[str], None] | None) -> None:
    """Call `hook` with the name of every point reached from now on; None for nothing."""
    global _hook  # noqa: PLW0603  one hook for a whole process is the point of it
    _hook = hook


def reached(point: str) -> None:
    """Say that a point has been reached."""
    if _hook is not None:
        _hook(point)
