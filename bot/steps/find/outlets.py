"""How an outlet is named within a sentence of ours.

Owns the article before names of bodies. Outlets without a name, known by their host only, are named by no sentence.
"""

from __future__ import annotations

import re

_BODY = re.compile(
    r"(?:\w+ ){0,3}(?:ministry|department|office|government|council|commission|committee|embassy|agency|bureau|union"
    r"|parliament|senate|court|secretariat|presidency|chamber|authority|federation|association|league|bank|institute)\b"
    r"(?: (?:of|for|on)\b.*)?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_SUFFIX = re.compile(r"\w\.[a-z]{2,14}$")
_HOST = re.compile(r"(?:[\w-]+\.)+(?!(?:txt|html?|md|jsonl?)$)[a-z]{2,14}$")
_SECOND_LEVEL = frozenset(("www", "co", "com", "org", "net", "gov", "ac", "edu"))
_DETERMINED = re.compile(r"(?:the|a|an)\s|\w+['’]s\s", re.IGNORECASE)


def in_a_sentence(outlet: str) -> str:
    """The name with its article: `the Foreign Ministry of Ostreya`, `Port Tidings`."""
    return f"the {outlet}" if _BODY.match(outlet) and not _DETERMINED.match(outlet) else outlet


def is_outlet(name: str, outlet: str) -> bool:
    """Whether a name means this outlet: `the Courier` for Tolmesh Courier, `USA Today` and `CNN` for their hosts.

    >>> is_outlet("USA TODAY", "usatoday.com"), is_outlet("the Courier", "Tolmesh Courier"), is_outlet("Roe", "roe.txt")
    (True, True, False)
    """
    spoken = [word.lower() for word in _WORD.findall(name) if word.lower() != "the"]
    if not spoken:
        return False
    host = _HOST.match(outlet)
    if host is not None:
        label = next((one for one in reversed(host[0].lower().split(".")[:-1]) if one not in _SECOND_LEVEL), "")
        return "".join(spoken) == label.replace("-", "").removeprefix("the")
    words = [word.lower() for word in _WORD.findall(outlet)]
    return has_spoken_name(outlet) and words[-len(spoken) :] == spoken


def has_spoken_name(outlet: str) -> bool:
    """Whether a sentence can name the outlet: not if all that is known of it is a host or a file."""
    return _SUFFIX.search(outlet) is None
