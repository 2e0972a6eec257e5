"""Every error the program raises on purpose.

    BotError(message, *, transient, retry_after_s, **facts)
    ├─ ConfigError     a setting, token or file named by the operator is wrong
    ├─ UserError       what a person typed cannot be done; the message says how to mend it
    ├─ SourceError     a feed or page could not be read
    ├─ ModelError      the language model failed, refused or answered nonsense
    ├─ PlatformError   Slack, Discord or the web could not be reached or refused
    └─ StoreError      the database refused; NotFound when a named thing does not exist

Adapters translate foreign errors once, at the border, and chain the cause. Callers ask `transient`, never the
class. Not modified, empty digest, quote not found and claim unsupported are values, not errors.
"""

from __future__ import annotations


class BotError(Exception):
    """A failure with one line for people.

    `transient` says whether trying again may help; `retry_after_s` is the least wait in seconds, if known;
    `facts` are short values for logs (never secrets, never article text).
    """

    def __init__(
        self, message: str, *, transient: bool = False, retry_after_s: float | None = None, **facts: object
    ) -> None:
        super().__init__(message)
        self.message = message
        self.transient = transient
        self.retry_after_s = retry_after_s
        self.facts = facts


class ConfigError(BotError):
    """A setting is missing, unknown or wrong."""


class UserError(BotError):
    """What a person asked for cannot be done as asked."""


class SourceError(BotError):
    """A feed, page or file could not be read."""


class ModelError(BotError):
    """The language model failed, refused, ran out of budget or answered nonsense."""


class PlatformError(BotError):
    """A chat platform refused or could not be reached.

    `outcome_unknown` is true when the platform may have acted before it failed, so a second try could post twice.
    """

    def __init__(
        self,
        message: str,
        *,
        transient: bool = False,
        retry_after_s: float | None = None,
        outcome_unknown: bool = False,
        **facts: object,
    ) -> None:
        super().__init__(message, transient=transient, retry_after_s=retry_after_s, **facts)
        self.outcome_unknown = outcome_unknown


class StoreError(BotError):
    """The database could not do what was asked."""


class NotFound(StoreError):
    """A thing asked for by name or id does not exist."""
