"""One item to an article, and articles into the store: what polling and importing have in common.

Owns where the words of an item come from (the entry, the page, at last the summary), the search for duplicates, and the
unit of work that stores articles, outcomes and the state of their feed together. Which items come is `ingest` and
`importing`; what a document says is `steps/read/document`, behind the Extractor.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.domain.article import Article, Extracted, NewArticle, Outcome
from bot.domain.errors import SourceError, StoreError
from bot.domain.feed import Feed, FeedItem, FeedState
from bot.domain.office import NO_OFFICES, Offices
from bot.domain.seams import reached
from bot.ports import Clock, Extractor, Fetcher, Source, Store, UnitOfWork
from bot.steps.keep.dedupe import Fingerprints
from bot.steps.keep.incoming import make_article
from bot.steps.plan.polling import MAX_TRIES, REREAD, will_be_tried_again
from bot.steps.read.document import PREPARED_TEXT
from bot.steps.read.notices import is_wall

DUPLICATE_WINDOW = timedelta(days=14)
"""Near copies appear within days; exact ones are found however old."""

INDEX_LIFETIME = timedelta(days=1)
REFRESH_S = 60.0
COMMIT_LAG = timedelta(minutes=10)
"""An article of another process may be committed so long after the time that it bears."""

MIN_SUMMARY_WORDS = 40
"""A summary this long says enough to be cited when its page cannot be read."""

PAGE_TYPES = "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.8, */*;q=0.5"
_NEEDS_PAYMENT = (401, 402)


class KnownTexts:
    """Fingerprints of recent articles, kept in step with the store; used only while storing."""

    def __init__(self) -> None:
        self._prints = Fingerprints()
        self._since: datetime | None = None
        self._until: datetime | None = None
        self._read_s = 0.0

    def refresh(self, store: Store, now: datetime) -> None:
        """Now and then, take in what other processes have stored meanwhile, and let go of what is old."""
        if self._since is None or self._until is None or now - self._since > DUPLICATE_WINDOW + INDEX_LIFETIME:
            self._prints = Fingerprints()
            self._since = self._until = now - DUPLICATE_WINDOW
        elif time.monotonic() - self._read_s < REFRESH_S:
            return
        with store.read() as uow:
            for article_id, print_ in uow.articles.list_fingerprints(since=self._until):
                self._prints.add(article_id, print_)
        self._until = now - COMMIT_LAG
        self._read_s = time.monotonic()

    def add(self, article: Article, print_: bytes) -> None:
        """Remember what is being stored."""
        if article.duplicate_of is None:
            self._prints.add(article.id, print_)

    def forget(self) -> None:
        """What was remembered has not been stored after all: begin anew."""
        self._since = None

    def find(self, print_: bytes, *, besides: int | None) -> int | None:
        """Id of the article that this text repeats."""
        return self._prints.find(print_, besides=besides)


@dataclass(frozen=True, slots=True)
class Intake:
    """All that is needed to bring articles in."""

    store: Store
    sources: Mapping[str, Source]
    fetcher: Fetcher
    extractor: Extractor
    clock: Clock
    offices: Offices = NO_OFFICES
    known: KnownTexts = field(default_factory=KnownTexts)
    storing: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class Read:
    """An item after reading: an article, or else the outcome. `may_retry`: trying again later may help.

    With neither, its article is stored already and stays as it is.
    """

    item: FeedItem
    article: NewArticle | None = None
    outcome: Outcome | None = None
    may_retry: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """An item after storing: `change` is stored, revised, unchanged or failed."""

    read: Read
    change: str
    article: Article | None = None
    reason: str = ""


def read_item(item: FeedItem, intake: Intake, *, feed: Feed | None = None, tries: int = MAX_TRIES) -> Read:
    """Read what an item points to. Network and child processes, no store; never raises for what is in a document.

    `tries`: how often it has failed before. The summary stands in for a page behind a wall at once, for one that cannot
    be had now after the last try, and for any other after the second.
    """
    now = intake.clock()
    try:
        extracted = _find_words(item, intake)
    except SourceError as error:
        if tries == REREAD:
            return Read(item)
        kind = _kind_of(error)
        may_retry = will_be_tried_again(tries, kind=kind)
        is_awaited = may_retry and kind != "paywalled" and (error.transient or tries == 0)
        summary = None if is_awaited else _read_summary(item, intake)
        if summary is None:
            outcome = Outcome(item.url or item.guid, kind, error.message, now)
            return Read(item, outcome=outcome, may_retry=may_retry)
        extracted = summary
    return Read(item, article=make_article(extracted, item=item, feed=feed, now=now, offices=intake.offices))


def store_items(
    items: Sequence[Read], intake: Intake, *, state: FeedState | None = None, outcomes: Sequence[Outcome] = ()
) -> list[Taken]:
    """Articles, outcomes and the feed's new state (which brings its validators), all or nothing."""
    now = intake.clock()
    with intake.storing:
        if any(read.article for read in items):
            intake.known.refresh(intake.store, now)
        is_stored = False
        try:
            with intake.store.begin() as uow:
                taken = [_store_one(read, uow, intake.known) for read in items]
                reached("ingest.stored")
                uow.outcomes.record([*outcomes, *(outcome for one in taken if (outcome := _outcome_of(one, now)))])
                if state is not None:
                    uow.feeds.record_state(state)
                reached("ingest.before_commit")
                uow.commit()
            is_stored = True
        finally:
            if not is_stored:
                intake.known.forget()
    reached("ingest.committed")
    return taken


# --- reading ---------------------------------------------------------------------------------------------------------


def _find_words(item: FeedItem, intake: Intake) -> Extracted:
    if item.text is not None:
        content = item.text.encode("utf-8", "replace")
        return intake.extractor.extract(content, url=item.url, content_type=PREPARED_TEXT, hints=item)
    if item.content is not None:
        return intake.extractor.extract(item.content, url=item.url, content_type=item.content_type or "", hints=item)
    if item.html:
        try:
            content = item.html.encode("utf-8", "replace")
            return intake.extractor.extract(content, url=item.url, content_type="text/html; charset=utf-8", hints=item)
        except SourceError:
            if not item.url:
                raise
    return _read_page(item, intake)


def _read_page(item: FeedItem, intake: Intake) -> Extracted:
    if not item.url:
        raise SourceError("the entry has neither text nor an address", kind="no_text")
    page = intake.fetcher.fetch(item.url, accept=PAGE_TYPES, asks_robots=True)
    asked, came = urlsplit(item.url).path, urlsplit(page.url).path
    if is_wall(came) and not is_wall(asked):
        raise SourceError("the address leads to a page for logging in or agreeing to something", kind="paywalled")
    if came in ("", "/") and asked not in ("", "/"):
        raise SourceError("the address leads to the site's front page, the article is gone", kind="no_text")
    return intake.extractor.extract(page.body, url=page.url, content_type=page.content_type, hints=item)


def _read_summary(item: FeedItem, intake: Intake) -> Extracted | None:
    words = (item.summary or "").split()
    if len(words) < MIN_SUMMARY_WORDS:
        return None
    content = (item.summary or "").encode("utf-8", "replace")
    try:
        found = intake.extractor.extract(content, url=item.url, content_type=PREPARED_TEXT, hints=item)
    except SourceError:
        return None
    return replace(found, flags=(*found.flags, "summary_only"))


def _kind_of(error: SourceError) -> str:
    kind = error.facts.get("kind")
    if kind in ("paywalled", "no_text"):
        return str(kind)
    return "paywalled" if error.facts.get("status") in _NEEDS_PAYMENT else "failed"


# --- storing ---------------------------------------------------------------------------------------------------------


def _store_one(read: Read, uow: UnitOfWork, known: KnownTexts) -> Taken:
    if read.article is None:
        return Taken(read, "failed", reason=read.outcome.reason if read.outcome else "")
    try:
        article, change = uow.articles.put(_marked(read.article, uow, known))
    except StoreError as error:
        return Taken(read, "failed", reason=error.message)
    known.add(article, read.article.fingerprint)
    return Taken(read, change, article)


def _marked(article: NewArticle, uow: UnitOfWork, known: KnownTexts) -> NewArticle:
    """With the article that it repeats, unless that one is trusted less: then both stand, as one source."""
    own = uow.articles.find_by_url(article.canonical_url)
    own_id = own.id if own else None
    same = uow.articles.find_by_text(article.revision.text_sha256)
    found = (same.duplicate_of or same.id) if same else known.find(article.fingerprint, besides=own_id)
    if found is None or found == own_id or uow.articles.get(found).trust < article.trust:
        return article
    return replace(article, duplicate_of=found)


def _outcome_of(taken: Taken, now: datetime) -> Outcome | None:
    if taken.article is None:
        item = taken.read.item
        missed = Outcome(item.url or item.guid, "failed", taken.reason, now) if taken.reason else None
        return taken.read.outcome or missed
    if taken.change == "unchanged":
        return None
    article = taken.article
    if article.duplicate_of is not None:
        return Outcome(article.url, "duplicate", f"repeats article {article.duplicate_of}", now, article.id)
    return Outcome(article.url, taken.change, _remark(article), now, article.id)


def _remark(article: Article) -> str:
    flags = article.revision.flags
    if "summary_only" in flags:
        return "only the summary in the feed could be read"
    return "only the opening is public" if "paywalled" in flags else ""
