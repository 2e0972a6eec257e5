"""The question form: proves that our own page made it and that our own page sent it.

Owns tokens, the same-origin check and reading the form. What becomes of a question is the desk's business.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bot.domain.errors import UserError

MAX_FORM_BYTES = 16 * 1024
MAX_QUESTION_CHARS = 1000
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Slip:
    """What a form carries besides the question: `key` makes the question one, however often it is sent."""

    channel: str
    thread: str
    key: str
    token: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question from a form that is ours."""

    thread: str
    key: str
    question: str


class FormSeal:
    """Issues and checks forms, with a secret that lives as long as the process."""

    def __init__(self, secret: bytes | None = None) -> None:
        self._secret = secret or secrets.token_bytes(32)

    def issue(self, channel: str, thread: str) -> Slip:
        """A form for one question in this thread."""
        key = secrets.token_urlsafe(16)
        return Slip(channel, thread, key, self._sign(channel, thread, key))

    def read(self, channel: str, body: bytes) -> Asked | None:
        """The question in a form, None when the form is not ours. Raises UserError when there is no question in it."""
        try:
            given = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
        except ValueError:
            return None
        thread, key, token, text = (given.get(name, [""])[-1] for name in ("thread", "key", "token", "question"))
        if not _KEY.fullmatch(key) or not hmac.compare_digest(
            token.encode(), self._sign(channel, thread, key).encode()
        ):
            return None
        question = _CONTROLS.sub("", text).strip()
        if not question:
            raise UserError("There was no question: go back and type one.")
        if len(question) > MAX_QUESTION_CHARS:
            raise UserError(f"A question may have {MAX_QUESTION_CHARS} characters; this one has {len(question)}.")
        return Asked(thread, key, question)

    def name_of(self, address: str) -> str:
        """An opaque name for whoever asks from this address, the same as long as the process lives."""
        return "web:" + hmac.new(self._secret, address.encode(), hashlib.sha256).hexdigest()[:16]

    def _sign(self, *parts: str) -> str:
        message = "\0".join(parts).encode("utf-8", "replace")
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()


def is_from_elsewhere(headers: Mapping[str, str]) -> bool:
    """Whether the browser says that another site sent the form.

    `Origin: null` says nothing: browsers send it for pages that ask for no-referrer, as ours do. The token of the form
    remains.
    """
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site != "same-origin"
    origin = headers.get("Origin", "null")
    if origin == "null":
        return False
    try:
        return urlsplit(origin).netloc.lower() != headers.get("Host", "").lower()
    except ValueError:
        return True
