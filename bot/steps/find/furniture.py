"""Sentences in running text that are not reporting: credits of pictures, notices of the page, questions to the reader.

A net for what cleaning let through (`clean_text`, `extract`); whole lines of furniture are `page_lines`.
"""

from __future__ import annotations

import re

_CREDIT = re.compile(
    r"\w/(?:Getty|AFP|AP|EPA|Reuters|Shutterstock|Zuma|Bloomberg|PA)\b|\bGetty Images\b|\b(?:AP|File) Photo\b"
    r"|\b(?:Photos?|Photograph|Image|Picture|Video) (?:by|credit|courtesy)\b|\bvia (?:Getty|Reuters|AP|AFP|Storyful)\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\b(?:an?(?: earlier| previous)?|another|the first|this) version of this (?:story|article|newsletter|piece)\b"
    r"|\bthis (?:story|article|piece|page|post) (?:has been|was|will be|is being|first|originally|contains|appeared)\b"
    r"|\b(?:sign|signed) up (?:here|now)\b|^sign up for\b|\bsign up for\b.*\bnewsletter\b"
    r"|\bsubscribe (?:to|now|here|for)\b"
    r"|\b(?:our|the|this|free|daily|weekly|morning) newsletter\b|\bclick here\b|\bread (?:more|the full|our)\b"
    r"|^(?:editor['’]?s['’]? note|corrections?(?: (?:and|&) clarifications?)?|clarifications?)\s*:|\bhide caption\b"
    r"|^turn to \w+ for\b|\b(?:today|yesterday)['’]s episode\b|\ball times local\b"
    r"|\bscroll (?:down|through)\b|\bfollow us on\b|\ball rights reserved\b"
    r"|\bwatch (?:the )?(?:video|live|above|below)\b|\bcontributed to this (?:report|story|article)\b"
    r"|\b(?:here's|here is|here are) (?:what|why|how|the latest|a look)\b"
    r"|\blisten to (?:the|this|our) (?:podcast|episode|story)\b|\bsee (?:also|more|photos)\b|\bphoto gallery\b"
    r"|\b(?:recommendations|products|deals) are (?:independently )?(?:chosen|selected|reviewed|tested)\b"
    r"|^(?:watch|listen|tune in|stay tuned|check out|read|scroll|click|browse|shop)\b"
    r"|^follow (?:here|along|us|our|the latest)\b|^(?:the )?(?:\w+ ){0,3}(?:reporter|correspondent|columnist|host)s? "
    r"(?:[\w.]+ ){1,4}(?:reports?|explains?|joins?|discuss(?:es)?|breaks? down|takes? a look|has the latest)\b"
    r"|\byou(?:'|’)re reading\b|\bwhat you need to know\b|\bfor (?:our )?subscribers\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\b(?:listens?|holds?|speaks?|walks?|looks?|arrives?|attends?|poses?|waves?|stands?|sits?|shakes?|receives?|leaves?"
    r"|reacts?|addresses|gestures?|watch(?:es)?|carry|carries|inspects?|embraces?|hugs?|prays?|gathers?|greets?)\b.*"
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, \d{4}\.?$"
)
"""What a picture shows, in the present, with its full day at the end."""

_TORN = re.compile(r"^[^\w“\"‘'$€£¥(¿¡]|^[”»]|^['’]\s|-[A-Z]\.$")
"""Begins with what is left of a mark or a list, or ends within an abbreviation (`D-N.`)."""

_STOPS = tuple(".!…”\"’')»。")
_PLAYER = re.compile(r"\bMUST WATCH\b|\bNOW PLAYING\b|\s\d\d:\d\d$")
_INCHES = re.compile(r"\d\"")
_QUOTED = re.compile(r"[“\"„«][^“”\"„«»]*[”\"“»]")
_NARRATOR = re.compile(
    r"\b(?:[Ww]e|[Oo]urs?|us|[Yy]ou|[Yy]ours?|[Mm]y|[Ll]et['’]s)(?:['’]\w+)?\b(?!\.\w)"
    r"|(?:^|[,;] |\b(?:and|but|that|as|when|if) )I(?:['’]\w+)?\b(?!\.)"
)


def is_furniture(text: str) -> bool:
    """Whether a sentence belongs to the page and not to the report, asks something, or is no whole sentence."""
    is_whole = text.rstrip().endswith(_STOPS)
    return not is_whole or any(pattern.search(text) for pattern in (_CREDIT, _NOTICE, _PLAYER, _CAPTION, _TORN))


def has_narrator(text: str) -> bool:
    """Whether the outlet speaks of itself or to its readers, outside quotations: `we may know soon`."""
    return _NARRATOR.search(_QUOTED.sub(" ", text)) is not None


def has_open_marks(text: str) -> bool:
    """Whether a quotation begins or ends in this sentence whose other end stands elsewhere, or nowhere."""
    return _INCHES.sub("", text).count('"') % 2 == 1 or text.count("“") != text.count("”")
