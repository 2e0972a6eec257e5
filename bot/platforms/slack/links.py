"""Which addresses may become links in Slack, and to which addresses the bot itself may answer. Looks nothing up."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

MAX_URL_CHARS = 3_000
_KEPT = "!#$%&'()*+,-./:;=?@[]_~"


def safe_url(url: str | None) -> str | None:
    """An http or https address without a user part, fit for a link; None for everything else."""
    if not url or len(url) > MAX_URL_CHARS:
        return None
    try:
        parts = urlsplit(url.strip())
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    # Spaces, quotation marks, angle brackets and bars are percent-encoded: none of them may end the link early.
    encoded = quote(url.strip(), safe=_KEPT, errors="replace")
    return encoded if is_good and len(encoded) <= MAX_URL_CHARS else None


def is_response_url(url: str, *, api_url: str) -> bool:
    """Whether this is a way back into Slack: the hooks host of the configured API, or its own host."""
    try:
        wanted, given = urlsplit(api_url), urlsplit(url)
        hosts = {wanted.netloc, f"hooks.{wanted.netloc.removeprefix('www.')}"}
    except ValueError:
        return False
    return given.scheme == wanted.scheme and given.netloc in hosts
