"""What an element of a page says of itself by tag, class, id, role and style: seen by nobody, furniture, or the body.

Owns the lexicon and the judgement of single elements. Walking the page is `page_blocks`; what stays is `page_body`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

SKIPPED_TAGS = frozenset(
    "script style noscript template iframe svg math button select textarea input object embed video audio canvas map"
    " head title meta link img picture source track datalist output progress meter option area param base col colgroup"
    " figcaption dialog applet frameset frame marquee nav menu rp rt".split()
)
"""Never text of an article, whatever is in them."""

FURNITURE_TAGS = frozenset(("footer", "aside", "header", "form", "figure"))
BLOCK_TAGS = frozenset(
    "html body main article section div p h1 h2 h3 h4 h5 h6 ul ol dl li dt dd blockquote pre table caption thead tbody"
    " tfoot tr td th address center details summary fieldset legend figure hr hgroup"
    " footer aside header form amp-story noframes".split()
)
HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_HIDDEN_STYLE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|font-size:0(?:[a-z%]*)(?:;|!|$)|(?<![\w-])opacity:0?\.?0*(?:;|!|$)"
    r"|text-indent:-\d{3}|(?:left|top|right|margin-left|margin-top):-\d{4}|clip(?:-path)?:(?:rect\(0|inset\((?:50|100)%)"
    r"|(?<![\w-])color:(?:transparent|rgba\(\d+,\d+,\d+,0(?:\.0+)?\))"
    r"|(?<![\w-])(?:max-)?(?:height|width):0(?:px)?(?:;|!|$)"
    r"|transform:scale\(0\)"
)
_WHITE = re.compile(r"(?<![\w-])color:(?:white|#fff(?:fff)?(?![\da-f])|rgba?\(255,255,255)")
_GROUND = re.compile(r"background(?:-color|-image)?:(?!(?:white|#fff(?:fff)?(?![\da-f])|transparent|none|inherit))")
_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_SPLIT = re.compile(r"[\s:/.]+|_{2,}|-{2,}")

_HIDDEN_NAMES = re.compile(
    r"(?:u-)?(?:sr-only|screen-?reader(?:-text|-only)?|visually-?hidden|a11y-only|off-?screen|print-only|noscreen"
    r"|display-none|d-none|element-invisible|element-hidden)"
)
_FURNITURE_WITHIN = (
    # Sharing, following, subscribing, paying.
    r"social|shar(?:e|ing)|sharebar|sharetools|addthis|addtoany|sharedaddy|shariff|newsletters?|sign-?up|opt-?in",
    r"subscri(?:be|bers?|ption)\w*|mailchimp|mc-embed-signup|cta|call-to-action|paywall|regwall|login|donat(?:e|ion)\w*",
    # Other articles.
    r"related\w*|jp-relatedposts|yarpp|recirc\w*|recommend\w*|read-?(?:more|next|also)|also-read|see-?also|popular|trending",
    r"more-(?:on|from|stories|news|articles|like|in|coverage|links)|most-?(?:read|popular|viewed|shared|recent)|top-stories",
    r"latest-(?:news|stories|posts)|teasers?|story-?(?:timeline|tools|links)|outbrain|taboola|zergnet|revcontent|plista|mgid",
    # Advertising.
    r"promo\w*|advert\w*|adsense|adsbygoogle|dfp|sponsor\w*|ad-?(?:slot|unit|container|wrap(?:per)?|box|block|label)",
    # Comments.
    r"comments?|commentlist|disqus|livefyre",
    # The frame of the site.
    r"footer|footnav|colophon|navbar|nav|navigation|submenu|breadcrumbs?|pagination|pager|prev-?next|next-?prev|sidebar",
    r"side-bar|rail|right-col|widget|toolbar|table-of-contents|ez-toc|cookies?|consent|gdpr|onetrust|popup|pop-up|modal",
    r"lightbox|tooltip|popover|flyout|dropdown|rollover-?(?:\w+-)?(?:block|content|box|panel)",
    # Who wrote it and when.
    r"author-?(?:bio|box|info|card|profile|details|description|about|block)|about-?(?:the-)?author|biography|byline\w*",
    r"contributors?|(?:post|entry|article|story)-?meta|tag-?(?:list|cloud|links)|post-?tags|standfirst",
    # Other people's posts, films, pictures.
    r"twitter-?(?:tweet|embed)|tweet-?(?:embed)?|instagram-?(?:media|embed)|tiktok|fb-(?:post|video|like)|bluesky-embed",
    r"slideshow|carousel|jwplayer|brightcove",
)
"""Names that mean furniture wherever they stand in a longer name: `article-share-buttons`."""

_FURNITURE_LAST = (
    r"ads?|adv|gpt|follow|respond|masthead|site-header|page-header|menu|crumbs|page-links|skip-?link|tools|cmp|overlay|bio",
    r"dateline-date|time-?stamp|(?:pub|post|entry|article|publish)-?date|published|posted-on|tags?|tagged|topics?|categories",
    r"cat-links|kicker|eyebrow|(?:[a-z]+-)?captions?|caption-text|(?:image|photo|media)-?(?:caption|credit|source)|credits?",
    r"gallery|galleries|slider|swiper|slick|video-?(?:player|container|title|info|meta|wrap(?:per)?|embed)|player|playlist",
    r"audio-?player|podcast-?(?:player|promo)|poll|quiz|survey|ratings?|feedback|vote|voting|print-?(?:link|button)",
    r"email-?(?:link|this)|embed-tweet|dek|deck|subtitle|article-?(?:summary|subtitle|dek|excerpt|deck)|post-?excerpt|toc",
    r"jump-?links?|back-?to-?top|copyright|hide|(?:is-|u-)?hidden|invisible|app-?(?:promo|banner|download)|notification",
    r"ticker|banner|error-?message|stock-?quote|search-?(?:form|box|bar)|language-?(?:switcher|selector)",
    r"(?:card|article|post|story|headline|link|feed)-?list",
)
"""Names that mean furniture at the end of a longer name only: `photo-credit`, but `credit-rating-story` is none."""

_FURNITURE_NAMES = re.compile(rf"(?:^|-)(?:(?:{'|'.join(_FURNITURE_WITHIN)})(?:-|$)|(?:{'|'.join(_FURNITURE_LAST)})$)")
_BODY_NAMES = re.compile(
    r"(?:^|-)(?:article-?(?:body|text|content|copy|main-body)(?:-\w+)?|story-?(?:body|text|content|copy)(?:-\w+)?"
    r"|(?:entry|post|news|blog)-?(?:content|body|text)(?:-\w+)?|body-?(?:copy|text|content)|main-?text|text-?body"
    r"|rich-?text|content-?body|body|article|prose|paywall-article|c-entry-content|td-post-content|field-name-body)$",
    re.IGNORECASE,
)
_FURNITURE_ROLES = frozenset(
    "navigation search banner complementary contentinfo menu menubar dialog alertdialog toolbar tablist button alert"
    " form".split()
)


def is_hidden(element: Any) -> bool:
    """Whether no reader sees it, as far as the element alone tells."""
    attributes = element.attrib
    if not attributes:
        return False
    style = attributes.get("style")
    if style is not None and hides(style):
        return True
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    return attributes.get("aria-hidden") == "true" or _is_named_hidden(attributes.get("class", ""))


@lru_cache(4096)
def hides(style: str) -> bool:
    """Whether a style keeps its text from being seen: not shown, of no size, out of the page, white on white."""
    squeezed = "".join(style.lower().split())
    if _HIDDEN_STYLE.search(squeezed):
        return True
    return _WHITE.search(squeezed) is not None and not _GROUND.search(squeezed)


@lru_cache(4096)
def _is_named_hidden(names: str) -> bool:
    return any(_HIDDEN_NAMES.fullmatch(name) for name in _tokens(names))


def is_furniture(element: Any) -> bool:
    """Whether its tag, role or names say that it stands around an article and is none of it."""
    attributes = element.attrib
    if element.tag in FURNITURE_TAGS:
        return True
    if element.tag in ("html", "body", "main"):
        return False
    if not attributes:
        return False
    if attributes.get("role") in _FURNITURE_ROLES or "data-nosnippet" in attributes:
        return True
    return _is_named_furniture(attributes.get("class", ""), attributes.get("id", ""))


@lru_cache(8192)
def _is_named_furniture(names: str, identifier: str) -> bool:
    return any(_FURNITURE_NAMES.search(name) for name in (*_tokens(names), *_tokens(identifier)))


def is_body(element: Any) -> bool:
    """Whether it calls itself the body of an article."""
    attributes = element.attrib
    if element.tag in ("html", "body"):
        return False
    if "articleBody" in attributes.get("itemprop", ""):
        return True
    return _is_named_body(attributes.get("class", ""), attributes.get("id", ""))


@lru_cache(8192)
def _is_named_body(names: str, identifier: str) -> bool:
    return any(_BODY_NAMES.search(name) for name in (*_tokens(names), *_tokens(identifier)))


def _tokens(names: str) -> list[str]:
    """Names in small letters with dashes: `storyBody__related` is `story-body` and `related`."""
    return [name.replace("_", "-") for name in _SPLIT.split(_CAMEL.sub("-", names).lower()) if name]
