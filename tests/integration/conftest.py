"""Fixtures shared by this folder."""

from tests.store_fixtures import database_url, store

__all__ = ["database_url", "store"]
