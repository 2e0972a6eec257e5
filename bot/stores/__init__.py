"""The database: tables, one file per aggregate, search, migrations at start.

`build(url)` opens a Store (see `bot/ports`) and brings its schema up to date; `open_store(url)` only opens it.
SQLAlchemy lives here and nowhere else. No network call happens inside a unit of work; callers keep it so.
"""

from __future__ import annotations

from bot.stores.store import build, open_store

__all__ = ["build", "open_store"]
