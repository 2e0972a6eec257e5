"""What a line of a copied page is by its looks: furniture, end of the article, headline, caption, body.

Owns the lexicon and the judgements of single lines. Putting the article together is `clean_text`.
"""

from __future__ import annotations

import re

MAX_HEADLINE_WORDS = 25
MIN_SENTENCE_WORDS = 3


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


FURNITURE = _any_of(
    # Buttons and players.
    r"(?:\w+ )?cta|menu|search|home|close|×|skip to .{1,30}|back to top|click here\b.*|copy (?:link|url)|play",
    r"pause|mute",
    r"(?:re)?loading\W*|watch(?: now| live)?|listen(?: to this (?:article|story))?.{0,20}",
    r"\d{1,2}:\d\d(?::\d\d)?(?: ?/ ?\d+:\d\d)?",
    r"\d+ ?(?:min(?:ute)?s?|sec(?:ond)?s?)[ -](?:read|listen|watch)|view (?:all|gallery|comments)",
    r"show (?:more|less)|expand",
    # Sharing and following.
    r"(?:share|tweet|e-?mail|print|save|bookmark|gift)(?: (?:this|on|via|to|article|story|page)\b.{0,40})?",
    r"(?:(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|bluesky|threads|instagram|youtube|email|print)\W*)+",
    r"follow (?:us|along|topics|@)\b.{0,60}|join (?:us|our)\b.{0,80}|.{0,40}\(@\w+\)(?: / \w+)?|@\w+",
    r"(?:follow|like|find) .{1,60}\bon (?:facebook|twitter|x|instagram|youtube|linkedin|tiktok)\b.{0,60}",
    # Asking for something.
    r"(?:have|got) (?:a|any) (?:tip|story|question|news tip)s?\?.*|tell us what you think\W*|send us your .*",
    r"(?:sign up|sign in|subscribe|log ?in|register|donate|support us)"
    r"(?: (?:now|today|here|for|to|with|and|or|our)\b.*)?\W*",
    r"(?:our |daily |weekly |the )?newsletters?|get (?:our|the) .{0,60}(?:newsletter|inbox|app)\b.*",
    r"want more of our .*",
    r"(?:we|this site|this website) uses? cookies.*|(?:accept|reject|manage)(?: all)?(?: cookies| preferences)?",
    r"cookie .{0,30}",
    r"(?:story continues below )?(?:an? )?advert(?:isement|ising)?|sponsored(?: content| by .{1,30})?",
    r"promoted(?: content)?",
    # Labels of the page.
    r"categor(?:y|ies)|tags?(?::.*)?|topics?(?::.*)?|filed under.*|latest(?: news)?|trending(?: now)?",
    r"most (?:read|popular)",
    r"popular|breaking(?: news)?|live|opinion|analysis|exclusive|videos?|photos?|galler(?:y|ies)|podcasts?",
    r"article image",
    r"image|photo|picture|featured?(?: image)?|all rights reserved.*|©.*|\(c\) \d{4}.*|copyright\b.*",
    r"terms of (?:use|service).*",
    r"privacy policy.*|[\w &’'-]{2,30} \| [\w &’'-]{2,30}|https?://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*",
    r"(?:last )?updated(?: at| on)? \d.{0,40}|(?:read|see|watch|listen)(?: more| also| next)?:.*",
    r"read more\b.{0,80}|related:.*",
    r"(?:more|also) on this(?: story)?:?",
    r"(?:top |lead )?(?:image|photo|picture|video) ?(?:credits?:?|by|courtesy of|:) .{1,300}",
)  # fmt: skip
"""Lines that are dropped wherever they stand. Each must match as a whole."""

COLUMN_TAG = _any_of(
    r"(?:analysis|opinion|commentary|column|comment) ?[|/·] ?\S.{1,30}", r"opinion|commentary|editorial|op-ed|column"
)
"""The section that a page gives above its headline, where it is one of views."""

END = _any_of(
    r"(?:leave|post|add|write) (?:a |your )?(?:comment|reply)|(?:\d+ )?comments?(?: ?\(\d+\))?(?: ?\d+)?",
    r"show comments",
    r"related (?:articles?|stories|posts|news|content|topics|coverage)|(?:prev(?:ious)?|next) (?:article|story|post)",
    r"more (?:from|stories|news|coverage|headlines|on this|like this)\b.{0,60}",
    r"you (?:may|might) (?:also )?(?:like|be interested).*|recommended.{0,40}",
    r"(?:what to )?read next.*|about the authors?.*|join the conversation.*",
    r"from (?:around )?(?:the|our) (?:web|partners).*",
    r"most (?:read|viewed|popular|shared)(?: .{1,30})?|editor['’]?s['’]? picks?|don['’]t miss|in case you missed it",
)  # fmt: skip
"""Lines after which a page speaks of other things."""

KEEP_READING = _any_of(
    r"(?:keep|continue) reading(?: ?show (?:less|more))?\W*", r"read (?:the )?(?:full|whole) (?:story|article)\W*"
)
"""What stands under another article's teaser."""

BANNER_DATE = re.compile(
    r"(?P<label>(?:first )?(?:published|posted)|(?:last )?(?:updated|modified))?(?: on| at)?:? ?"
    r"(?P<day>(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? |(?:mon|tue|wed|thu|fri|sat|sun),? )?"
    r"(?:[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}\.? [a-z]{3,9}\.?,? \d{4}|\d{4}-\d\d-\d\d))"
    r"(?:,? (?:at |\| |- |– )?\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: ?[A-Z]{2,5})?)?",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Ww]ritten by|Von|Par|Por):? "
    r"(?P<name>[A-Z][\w.’'-]*(?:,? (?:and |& |de |von |van |bin |al-)?[A-Z][\w.’'-]*){0,7})"
)
PROMOTION = re.compile(
    r"(?:Stay tuned|Follow|Subscribe|Keep following|Visit|Bookmark)\b(?: to| us on| us at| with)?"
    r"(?: (?P<outlet>(?:The )?[A-Z][\w’'&-]*(?: [A-Z][\w’'&-]*){0,4}))? for\b"
)  # fmt: skip

_STOPPED = re.compile(r"[.!?…:;。！？][”\"’'»)\]]*(?:\s?\[\d+\])?$")
_INNER_STOP = re.compile(r"(?:[a-z]{3}|[\d)”\"%])[.!?][”\"’]? ?[A-Z“\"]")
_FULL_DATE = re.compile(r"\b(?:\d{1,2} )?[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?(?:19|20)\d\d\b")
_PHOTO_WORDS = re.compile(
    r"\((?:pictured|photo|image|credit|file photo|left|right|centre|center|AP Photo|Getty)\b"
    r"|\bpictured (?:with|at|in|here|left|right)\b"
    r"|\([^()]*(?:\b(?:photo|photograph|image|picture|credit)s? (?:by|:|courtesy)"
    r"|/(?:AP|AFP|Reuters|Getty))[^()]*\)\.?$"
    r"|\b(?:Photo(?:graph)?|Image|Picture|Credit)s?: ?[A-Z][^.]{2,60}$|/ ?Getty Images$"
)
_PHOTO_VERB = re.compile(
    r"\b(?:holds?|listens?|receives?|walks?|speaks?|poses?|shakes? hands|looks? on|attends?|gestures?|arrives?|stands?"
    r"|sits?|addresses|greets?|waves?|leaves?|embraces?|smiles?|answers?|welcomes?|chairs?)\b"
)
_BULLET = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def count_words(text: str) -> int:
    """Words; two characters count as one where a script has no spaces."""
    return len(text.split()) + len(_CJK.findall(text)) // 2


def is_furniture(line: str) -> bool:
    """A button, label, notice or link of the page."""
    return FURNITURE.fullmatch(line) is not None and not (is_sentence(line) and count_words(line) > 40)


def is_headline(line: str) -> bool:
    """Short and without a final stop: a title, a section heading, a link to another story."""
    return count_words(line) <= MAX_HEADLINE_WORDS and not _STOPPED.search(line) and not _BULLET.match(line)


def is_sentence(line: str) -> bool:
    """Running text: it ends with a stop, or has one inside and was cut or copied without its last."""
    if _STOPPED.search(line):
        return count_words(line) >= MIN_SENTENCE_WORDS or line[0] in "“\"‘'«„"
    return count_words(line) >= 12 and _INNER_STOP.search(line) is not None


def is_list_item(line: str) -> bool:
    """A bulleted line that says something."""
    return _BULLET.match(line) is not None and (count_words(line) >= 7 or _STOPPED.search(line) is not None)


def is_caption(line: str) -> bool:
    """The text under a picture: a credit, somebody "pictured", or one act in the present tense with a full date."""
    if _PHOTO_WORDS.search(line):
        return True
    if _INNER_STOP.search(line) or not _FULL_DATE.search(line) or BANNER_DATE.fullmatch(line):
        return False
    if not _STOPPED.search(line):
        return True
    return _PHOTO_VERB.search(line) is not None and count_words(line) <= 45 and "“" not in line
