"""What an editor asks before a stored sentence is printed alone: does it stand by itself, and does it tell news?

Rules of language on one sentence, blind to its article. Sentences of the page and not of the report are `furniture`;
which of the fit ones are printed is `choose` and `write`.
"""

from __future__ import annotations

import re

from bot.steps.find.anchors import find_dates, find_names, find_numbers
from bot.steps.find.concepts import is_dangling
from bot.steps.words.verbs import is_past

MAX_NUMBERS = 5
MAX_NAMES = 8
"""A sentence with more of them is a table read aloud: results, line-ups, sums by state."""

MAX_BRACKETS = 2
_BARE_WORDS = 5
"""So far behind `The` a verb may stand that makes a bare noun its subject: `The long-awaited trial opened`."""

_NUMBER_WORDS = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|some|many|a few|\d+)"
_SPANS = r"(?:second|minute|hour|day|night|week|weekend|month|season|year|decade)"
_AFTER_SOMETHING = re.compile(
    rf"(?:(?:less|more) than |just |only |about |almost |nearly |some )*(?:{_NUMBER_WORDS} )?{_SPANS}s? "
    r"(?:later|earlier|afterwards?|before that|after that|into)\b"
    r"|(?:at|by|since|until|before|after|around) "
    r"(?:(?:one|that|this|the same|some) (?:point|time|moment|stage)|then|the time)\b"
    rf"|(?:the|that) (?:next|same|following|previous|very)? ?{_SPANS},? (?!of\b|in\b)"
    r"|(?:first|second|third|finally|next|lastly|again|overall|otherwise|eventually|indeed|of course|in fact"
    r"|in other words|in the end|in the meantime|in that case|in addition|in all|that said|even so|to be sure"
    r"|for instance),"
    r"|(?:such|others?|another|some|many|most|few|several|all|none|each|either|one) "
    r"(?:is|are|was|were|of (?:them|these|those|the)|who|have|has|had|said|say|will|would|can|could|did|do)\b"
    r"|\S+(?: \S+){0,3} (?:meanwhile|also|too|likewise|therefore|instead|in turn),? |another\b"
    r"|there,|here(?:,|['’]s\b)|according to (?:the|this|that|these|those) [a-z]+,|the others?\b|the rest\b",
    re.IGNORECASE,
)
"""Openings that count from something told before: `Days later`, `At one point`, `Others who …`."""

_HANGING_CLAUSE = re.compile(
    r"(?:even|only|both|among|as|when|while|after|before|since|if|though|although|because|with|given|despite|like|unlike|and|but|once|until)"
    r" (?:he|she|they|it|his|her|their|its|this|that|these|those|such)\b",
    re.IGNORECASE,
)
_DEEPER = frozenset(
    "of for in at on to from that who which whose between against with behind called named about".split()
)
_AUXILIARIES = frozenset(
    "is are was were be has have had will would can could may might must should does did do says makes remains".split()
)
_PRESENT = re.compile(
    rf"\b(?:{'|'.join(sorted(_AUXILIARIES))}|am|cut|shut|hurt|let|cost|left|includes?|needs?|wants?|seeks?|means|shows?"
    r"|holds?|calls?|comes?|goes|gives?|plans?|hopes?|believes?|expects?|faces?|aims?|helps?|brings?|becomes?|begins?"
    r"|ends|starts?|opens?|leads?|offers?|requires?|allows?|contains?|covers?|reveals?|estimates?|suggests?|warns?"
    r"|argues?|claims?|adds?|notes?|writes?|thinks?|knows?|likes?|stands?|lies|sits|runs?|plays?|works?|lives?|uses?"
    r"|provides?|reports?|reflects?|marks?|follows?|joins?|wins?|loses?|gets?|appears?)\b|['’](?:s|re|ve|ll|d)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_SCORE = re.compile(r"(?<![\w-])\d{1,3}[-–]\d{1,3}(?![\w-])")
_TORN = re.compile(r"\w [,.;](?=\s|$)")
_BRACKET = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r"[“\"„«][^“”\"„«»]*[”\"“»]?")
_TEASER = re.compile(
    r"^(?:imagine|consider|picture|meet|remember|think|welcome|forget|say|try|take|want|need|looking|ready|enter|behold"
    r"|if|whether|what|why|how|who|where|even if|now that)\b",
    re.IGNORECASE,
)
_LONG_STORY = re.compile(
    r"(?:for|over|in|during|after|throughout) (?:(?:about|nearly|almost|more than|over|the) )*(?:past|last|\w+) "
    rf"(?:\w+ )?{_SPANS}s\b",
    re.IGNORECASE,
)
"""Background: what went on `For nearly eight years`."""

_ASKED = re.compile(r"\?[”\"’']?$")
_NEWS = re.compile(
    r"\b(?:said|says|told|announced|according to|reported|reports|confirmed|warned|accused|ordered|ruled|voted|signed|"
    r"approved|rejected|agreed|passed|launched|arrested|charged|sued|sentenced|convicted|indicted|killed|died|dead|won|"
    r"lost|elected|appointed|named|resigned|unveiled|issued|filed|banned|blocked|pledged|vowed|urged|called (?:on|for)|"
    r"demanded|declared|claimed|denied|admitted|released|published|struck|hit|attacked|seized|withdrew|recalled|raised|"
    r"cut|fell|rose|surrendered|pleaded|testified|met|visited|arrived|landed|opened|closed|reopened|resumed|suspended|"
    r"(?:has|have) (?:been )?\w+(?:ed|en)|is (?:set|expected|due|scheduled) to|will)\b",
    re.IGNORECASE,
)
_RECENT = re.compile(r"\b(?:today|yesterday|tonight|overnight|this (?:week|morning|afternoon|evening|month))\b", re.I)


def stands_alone(text: str) -> bool:
    """Whether a reader who has seen nothing else knows what the sentence is about."""
    return not leans(text)


def leans(text: str, *, knows_the_story: bool = False) -> bool:
    """Whether the sentence opens with something told before: a pronoun, a connective, `Days later`, `The company said`.

    Who knows the story from the same article knows which company.
    """
    told = text.lstrip("“\"„«‘' ")
    if is_dangling(told) or _AFTER_SOMETHING.match(told) or _HANGING_CLAUSE.match(told):
        return True
    return not knows_the_story and _opens_with_bare_noun(told)


def is_torn(text: str) -> bool:
    """Whether a link or mark was lost out of the sentence: a space before its comma. It reads badly, and is true."""
    return _TORN.search(text) is not None


def has_verb(text: str) -> bool:
    """Whether anything happens in the sentence, as far as common verbs show; else it is an address or item."""
    told = _QUOTED.sub(" said ", text)
    return _PRESENT.search(told) is not None or any(is_past(word) for word in _WORD.findall(told.lower()))


def is_listing(text: str) -> bool:
    """Whether the sentence reads out a table: scores, sums one after the other, a line-up of names."""
    outside = _QUOTED.sub(" ", text)
    return (
        len(find_numbers(outside)) >= MAX_NUMBERS
        or len(_SCORE.findall(outside)) > 1
        or len(_BRACKET.findall(outside)) > MAX_BRACKETS
        or len(find_names(outside)) > MAX_NAMES
    )


def tells_news(text: str) -> bool:
    """Whether the sentence names somebody or something, and says what happened, when, or who says so.

    A scene (`Ada Venn stepped off the ferry`), a teaser and a question do not.
    """
    outside = _QUOTED.sub(" ", text)
    names = [name for name in find_names(text) if not name.opens or " " in name.text]
    is_dated = bool(_RECENT.search(outside)) or any(one.weekday is not None or one.month for one in find_dates(outside))
    is_teaser = _TEASER.match(text) is not None or _ASKED.search(text.strip()) is not None
    return (
        bool(names)
        and not is_teaser
        and not _LONG_STORY.match(text)
        and (is_dated or _NEWS.search(outside) is not None)
    )


def _opens_with_bare_noun(text: str) -> bool:
    """`The title is …`, `The company said …`: which one, was said before. `The mayor of Ansk said …` stands."""
    words = text.split()
    if not words or words[0].lower() != "the":
        return False
    for word in words[1 : 1 + _BARE_WORDS]:
        if word.endswith(":"):
            return True
        if word[:1].isupper() or word[:1].isdigit() or word.lower().strip(",") in _DEEPER:
            return False
        if word.lower() in _AUXILIARIES or is_past(word.lower()):
            return True
    return False
