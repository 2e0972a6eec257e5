"""The pages, as pure functions from values to HTML: archive, digest, source, channel, message.

Everything is escaped by the templates; only stored http(s) addresses become links. No page holds a script. Serving them
is `routes`.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.domain.deep_link import deep_link
from bot.domain.digest import Digest
from bot.domain.lookup import SourceView
from bot.platforms.web import editors, pieces
from bot.platforms.web.channel import Thread, message_blocks
from bot.platforms.web.forms import MAX_QUESTION_CHARS, Slip
from bot.steps.show.render_spans import new_words

FOLDER = Path(__file__).parent
QUICK_LOOKS = 5
"""A page that waits for an answer looks again after a second, after so many looks less often."""


@dataclass(frozen=True, slots=True)
class Site:
    """What every page of a site shows: its title."""

    title: str = "Briefings"


def archive_page(
    digests: Sequence[Digest], site: Site, *, watch: str = "", watches: Sequence[str] = (), older: str = ""
) -> str:
    """Digests newest first, by day. `watch` is the one chosen of `watches`; `older` a link to what came before."""
    days = [(day, tuple(group)) for day, group in groupby(digests, key=_local_day)]
    return _fill("archive.html", site=site, days=days, watch=watch, watches=watches, older=older)


def digest_page(digest: Digest, site: Site) -> str:
    """One digest with its sources, and everything that editors want to know about how it was checked."""
    return _fill("digest.html", site=site, digest=digest, style=None, policy="")


def standalone_digest(digest: Digest) -> str:
    """The same in one file that needs no server: the style is in it, links lead to the originals only."""
    style = style_sheet()
    hashed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{hashed}'; img-src data:; base-uri 'none'; form-action 'none'"
    # The style sheet is ours and holds no "</style".
    return _fill("digest.html", site=Site(), digest=digest, style=Markup(style), policy=policy)  # noqa: S704


def source_page(view: SourceView, site: Site, *, digest_id: int | None = None, n: int | None = None) -> str:
    """A cited place, highlighted between the paragraphs around it. `digest_id` and `n` lead back to the citation."""
    return _fill(
        "source.html",
        site=site,
        view=view,
        article=view.article,
        marked=_marked(view),
        link=_deep_link(view),
        speakers=_speakers(view),
        is_intact=view.article.is_intact,
        back=f"/digests/{digest_id}#c-{n}" if digest_id and n else "",
    )


def channel_page(name: str, threads: Sequence[Thread], site: Site, *, forms: Mapping[str, Slip], look: int = 0) -> str:
    """A channel, newest message last, each with its thread; `forms` are for questions, by reference of the thread.

    While an answer is awaited the page loads itself again (`look` counts how often), and no question can be typed
    that this would wipe out.
    """
    return _fill(
        "channel.html",
        site=site,
        name=name,
        threads=threads,
        forms=forms,
        next_look=_next_look(name, threads, look),
        refresh_s=1 if look < QUICK_LOOKS else 3,
        max_chars=MAX_QUESTION_CHARS,
    )


def message_page(title: str, text: str, site: Site) -> str:
    """A page that says one thing, for what could not be done."""
    return _fill("message.html", site=site, title=title, text=text)


@cache
def style_sheet() -> str:
    """The one style sheet."""
    return (FOLDER / "static" / "style.css").read_text("utf-8")


def _fill(template: str, **values: object) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "web_address": pieces.web_address,
        "day": pieces.spell_day,
        "date": pieces.spell_date,
        "time": pieces.spell_time,
        "type_words": pieces.type_words,
        "outcome_words": pieces.outcome_words,
        "rule_words": pieces.rule_words,
        "pieces": pieces.claim_pieces,
        "groups": pieces.claim_groups,
        "blocks": message_blocks,
        "by_article": pieces.by_article,
        "local_date": pieces.local_date,
        "text_pieces": pieces.text_pieces,
        "wordings": editors.wordings,
        "figures": editors.figures,
    }
    environment.globals |= {"cited": pieces.cited, "count": pieces.spell_count, "is_cite": pieces.is_cite}
    environment.globals["new_words"] = new_words
    return environment


def _local_day(digest: Digest) -> date:
    return pieces.local_date(digest.as_of, digest.timezone)


def _next_look(name: str, threads: Sequence[Thread], look: int) -> str:
    """Where the page goes to look again, empty when nothing is awaited.

    The address must change: with a fragment, going to the same one would only scroll.
    """
    waiting = [one.anchor for thread in threads for one in thread.exchanges if one.state == "waiting"]
    return f"/channel/{name}?look={look + 1}#{waiting[-1]}" if waiting else ""


def _marked(view: SourceView) -> tuple[str, str, str]:
    """The paragraph before, in and after the marked words; nothing is marked when there are no offsets."""
    passage = view.article.passage(view.sentence_id.passage)
    if passage is None or view.quote_start is None or view.quote_end is None:
        return view.text, "", ""
    start = min(max(view.quote_start - passage.start, 0), len(view.text))
    end = min(max(view.quote_end - passage.start, start), len(view.text))
    return view.text[:start], view.text[start:end], view.text[end:]


def _deep_link(view: SourceView) -> str:
    """The original at exactly the marked words, or as a whole; empty when its address is no web address."""
    url = view.article.url
    if not pieces.web_address(url) or view.quote_start is None or view.quote_end is None:
        return url
    return deep_link(url, view.article.revision.text, view.quote_start, view.quote_end)


def _speakers(view: SourceView) -> Iterable[tuple[str, str]]:
    """Quotations that the marked words hold, with who is named for them in the article."""
    start, end = view.quote_start, view.quote_end
    if start is None or end is None:
        return ()
    text = view.article.revision.text
    return tuple(
        (text[one.start : one.end], one.speaker)
        for one in view.article.revision.quotations
        if one.speaker and one.kind == "speech" and one.start < end and start < one.end
    )
