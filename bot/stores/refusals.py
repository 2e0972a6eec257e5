"""Turns what a database driver raises into one plain line, at this border only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.errors import StoreError


def to_store_error(error: DBAPIError | PoolTimeout) -> StoreError:
    """The line for people. Transient where waiting may help: locked, unreachable, out of connections."""
    if isinstance(error, PoolTimeout):
        return StoreError("the database is too busy: no connection became free", transient=True)
    lines = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
    return StoreError(
        f"the database refused: {lines[0]}", transient=isinstance(error, OperationalError | InterfaceError)
    )


@contextmanager
def translated_refusals() -> Iterator[None]:
    """Raise StoreError for whatever a driver raises inside."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        raise to_store_error(error) from error
