"""Fakes of ports: each implements one of `bot/ports` and passes the port's contract suite."""
