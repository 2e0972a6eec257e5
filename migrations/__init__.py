"""Numbered schema migrations, run by `bot/stores/schema`."""
