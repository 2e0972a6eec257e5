"""Everything the flows ask of the outside world. Read this file first.

An adapter is one file (or package) under `sources/`, `models/`, `platforms/` or `stores/`; it exposes `Options` and
`build(...)` and is loaded by its file name in `app`. Every adapter and every fake passes the port's suite in
`tests/contract/`. All calls are synchronous; errors are the classes of `domain/errors`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bot.domain.article import Article, Extracted, NewArticle, Outcome
from bot.domain.conversation import Answer, Event, Turn
from bot.domain.delivery import Delivery, NewDelivery
from bot.domain.digest import Digest, PromptStamp
from bot.domain.feed import Feed, FeedItem, FeedState, Listing, Page, Validators
from bot.domain.lookup import Hit, SearchFilter, SourceView
from bot.domain.message import Message, Part
from bot.domain.model_call import LedgerEntry, ModelReply, ModelRequest
from bot.domain.watch import Slot, Watch

if TYPE_CHECKING:
    from aiohttp import web

Result = TypeVar("Result")

Clock = Callable[[], datetime]
"""Returns the current instant, aware, in UTC."""


class Fetcher(Protocol):
    """The only way out for content. Bounded in time, size and redirects; refuses private addresses."""

    def fetch(
        self, url: str, *, validators: Validators | None = None, accept: str = "*/*", asks_robots: bool = False
    ) -> Page:
        """GET `url`. A 304 is a Page; every other status but 200 raises SourceError (with `status` in its facts).

        `asks_robots`: a page, which the site's robots.txt may forbid (SourceError); not for feeds, made for programs.
        """
        ...


class Source(Protocol):
    """One type of feed."""

    def list_items(self, feed: Feed, validators: Validators) -> Listing:
        """Look at a feed once. Raises SourceError with one plain line."""
        ...


class Extractor(Protocol):
    """Turns a document into clean text, in a child process with CPU and memory limits where that matters."""

    def extract(
        self, content: bytes, *, url: str | None, content_type: str, hints: FeedItem | None = None
    ) -> Extracted:
        """Main text and metadata. Raises SourceError when there is no article in it, it is too large or too slow."""
        ...


class Model(Protocol):
    """A way of writing: a language model behind an API, or the offline engine."""

    name: str
    is_offline: bool

    def complete(self, request: ModelRequest) -> ModelReply:
        """One call, no retries beyond the client's own. Raises ModelError."""
        ...


class Platform(Protocol):
    """A place to post to. `render` is pure; `post` and `find_posted` use the network."""

    name: str

    def render(self, message: Message) -> tuple[Part, ...]:
        """Split a message into parts within the platform's limits; nothing is cut, nothing in it can ping or link."""
        ...

    def post(self, delivery: Delivery, *, thread: str | None) -> str:
        """Post one part, never retrying by itself; returns the platform's reference of the message.

        Raises PlatformError; `outcome_unknown` when the message may have been posted all the same.
        """
        ...

    def find_posted(self, delivery: Delivery, *, thread: str | None) -> str | None:
        """Look for this delivery on the platform by its key: its reference, or None if it is certainly not there.

        Raises PlatformError when that cannot be known.
        """
        ...


class Host(Protocol):
    """Where platforms live: one asyncio loop in a thread of its own, and the web server on it.

    A platform's `build(options, host, desk)` adds its routes to `web` and its start and stop work; `app` starts the
    host afterwards. Nothing may compute on the loop: hand work to the desk with `asyncio.to_thread`.
    """

    web: web.Application

    def on_start(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run on the loop once the web server listens. An error stops the start."""
        ...

    def on_stop(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run on the loop while stopping, in reverse order of `on_start`."""
        ...

    def run(self, work: Coroutine[Any, Any, Result], *, timeout_s: float = 60.0) -> Result:
        """Run a coroutine on the loop from another thread, and wait for what it returns or raises."""
        ...

    def add_check(self, name: str, check: Callable[[], str | None]) -> None:
        """A part of /readyz: the check returns None when all is well, else one line. Quick, and called in a thread."""
        ...


class FrontDesk(Protocol):
    """What platforms may ask of the program: all calls are synchronous, and short but for `answer`."""

    def accept(self, event: Event) -> bool:
        """Store what was said; True when this key is new and it will be dealt with. Committed when it returns."""
        ...

    def show_sources(self, digest_id: int) -> Message:
        """The sources of a digest with their cited words. Raises NotFound."""
        ...

    def list_digests(self, *, before: datetime | None = None, limit: int = 50) -> tuple[Digest, ...]: ...
    def get_digest(self, digest_id: int) -> Digest: ...
    def view_source(self, ref: str) -> SourceView:
        """The place a sentence id names. Raises UserError or NotFound."""
        ...

    def list_places(self) -> tuple[str, ...]:
        """The channels of all watches, as the watches name them."""
        ...

    def list_posted(self, place: str) -> tuple[Delivery, ...]:
        """What stands in a place, oldest first."""
        ...

    def list_questions(self, place: str) -> tuple[tuple[Event, str], ...]:
        """What was asked in a place, oldest first, with its state (`accepted`, `done`, `failed` …)."""
        ...

    def describe(self) -> Mapping[str, str]:
        """Plain facts for health and metrics: counts and states, no secrets, no paths."""
        ...


class Prompts(Protocol):
    """The prompt files, loaded and checked at start."""

    def fill(self, prompt_id: str, **values: object) -> tuple[str, str]:
        """System and user text of a prompt. Missing or unknown values raise ConfigError; none is re-scanned."""
        ...

    def stamp(self, prompt_id: str) -> PromptStamp:
        """Id, version and hash for the ledger."""
        ...

    def max_output_tokens(self, prompt_id: str) -> int:
        """Limit from the prompt's header."""
        ...


class Search(Protocol):
    """Ranked passages for free text. Safe against any query syntax; an empty or all-stop-word query finds nothing."""

    def search(self, query: str, *, limit: int = 20, only: SearchFilter | None = None) -> tuple[Hit, ...]:
        """Best passages of newest revisions first; duplicates of other articles are left out."""
        ...

    def find_phrase(self, words: str, *, limit: int = 20) -> tuple[Hit, ...]:
        """Passages that hold these words in this order, but for case, marks and punctuation."""
        ...


# --- the store -------------------------------------------------------------------------------------------------------


class FeedTable(Protocol):
    """Feeds and their health."""

    def sync_settings(self, feeds: Sequence[Feed]) -> None:
        """Make the feeds of origin `settings` equal these, by name; others stay."""
        ...

    def add(self, feed: Feed) -> Feed: ...
    def remove(self, name: str) -> None: ...
    def get(self, name: str) -> Feed: ...
    def list_all(self) -> tuple[tuple[Feed, FeedState], ...]: ...

    def has_due(self, now: datetime) -> bool:
        """Whether `claim_due` would find a feed; takes no lock, so that an idle program may ask again and again."""
        ...

    def claim_due(
        self, now: datetime, *, limit: int, lease_s: float, skip_hosts: Collection[str] = ()
    ) -> tuple[tuple[Feed, FeedState], ...]:
        """Lease feeds whose `next_poll_at` has come (or was never set); a lease that ran out may be claimed again.

        Feeds of the hosts in `skip_hosts` stay as they are.
        """
        ...

    def record_state(self, state: FeedState) -> None:
        """Save health and validators and release the lease: in the same unit of work as the articles.

        With `moved_url` the feed is read there from now on, also when it comes from the settings; setting another
        address there undoes it. The state that comes back has none: the feed's `url` is the new address.
        """
        ...


class ArticleTable(Protocol):
    """Articles, their immutable revisions, passages, quotations, and the search index."""

    def put(self, article: NewArticle) -> tuple[Article, str]:
        """Store; returns it with `stored`, `revised` (new text under the same URL or guid) or `unchanged`."""
        ...

    def get(self, article_id: int, revision: int | None = None) -> Article:
        """With its newest revision, or the one asked for. Raises NotFound."""
        ...

    def find_by_url(self, url: str) -> Article | None:
        """By URL or canonical URL."""
        ...

    def list_urls(self, feed_id: int) -> frozenset[str]:
        """Canonical URLs and guids of the articles that a feed carried, to skip what is known without fetching it."""
        ...

    def add_to_feed(self, feed_id: int, article_ids: Collection[int]) -> None:
        """Note that a feed carries articles that another one brought first: they count as of both."""
        ...

    def list_recent(
        self, *, since: datetime, until: datetime, feed_ids: Sequence[int] | None = None, limit: int = 5000
    ) -> tuple[Article, ...]:
        """Articles published (or else first seen) in [since, until), newest first; duplicates included.

        `feed_ids`: those that one of these feeds carried, whichever brought them first.
        """
        ...

    def list_fingerprints(self, *, since: datetime) -> tuple[tuple[int, bytes], ...]:
        """Ids and near-duplicate fingerprints of articles first seen since, for `steps/keep/dedupe`."""
        ...

    def find_by_text(self, text_sha256: str) -> Article | None:
        """An article whose newest revision has exactly this text."""
        ...

    def count(self) -> int: ...


class OutcomeTable(Protocol):
    """One ledger of what became of every ingested item."""

    def record(self, outcomes: Iterable[Outcome]) -> None: ...
    def record_trial(self, watch: str, outcomes: Iterable[Outcome]) -> None:
        """What an edition that is not published made of its articles, in place of the watch's last such one."""
        ...

    def list_for_url(self, url: str) -> tuple[Outcome, ...]: ...

    def count_by_kind(self, *, since: datetime, watch: str | None = None) -> Mapping[str, int]:
        """Of editions only the published ones are counted."""
        ...


class WatchTable(Protocol):
    """Watches and the slots already opened."""

    def sync_settings(self, watches: Sequence[Watch]) -> None: ...
    def add(self, watch: Watch) -> Watch: ...
    def remove(self, name: str) -> None: ...
    def get(self, name: str) -> Watch: ...
    def list_all(self) -> tuple[Watch, ...]: ...
    def set_paused(self, name: str, *, paused: bool) -> None: ...

    def claim_slot(self, slot: Slot, now: datetime, *, lease_s: float) -> bool:
        """Open a slot: True for exactly one caller, again only if the holder's lease ran out before it was finished."""
        ...

    def finish_slot(self, slot: Slot, *, state: str, reason: str = "", digest_id: int | None = None) -> None:
        """State `done`, `missed`, `skipped` or `failed`; `open` gives it back to be claimed again."""
        ...

    def list_slots(self, watch: str, *, since: datetime) -> tuple[tuple[Slot, str, str], ...]:
        """Slots with state and reason, oldest first."""
        ...

    def last_slot(self, watch: str) -> Slot | None:
        """The latest finished slot. One that is still open is not counted: it may have to be claimed again."""
        ...

    def first_seen_at(self, watch: str) -> datetime:
        """When the watch became known: slots before that are nobody's."""
        ...


class DigestTable(Protocol):
    """Published digests, whole and immutable."""

    def add(self, digest: Digest) -> Digest: ...
    def get(self, digest_id: int) -> Digest: ...
    def find(self, watch: str, slot: str) -> Digest | None: ...

    def list_recent(
        self, *, limit: int = 50, watch: str | None = None, before: datetime | None = None
    ) -> tuple[Digest, ...]:
        """Newest first; `before` is exclusive."""
        ...


class DeliveryTable(Protocol):
    """The outbox."""

    def add(self, deliveries: Sequence[NewDelivery]) -> None:
        """Queue; a key that exists already is left alone."""
        ...

    def claim_next(
        self, now: datetime, *, lease_s: float, limit: int = 10, skip: Collection[str] = ()
    ) -> tuple[Delivery, ...]:
        """Move due `pending` rows (whose predecessor in the group is posted) and expired `sending` rows to a claimant.

        A fresh row comes back as `sending`; one whose lease ran out comes back as `unknown`: look before you post.
        Rows for the platforms in `skip` (first words of places) stay as they are.
        """
        ...

    def record(
        self,
        delivery: Delivery,
        *,
        state: str,
        posted_ref: str | None = None,
        error: str | None = None,
        retry_at: datetime | None = None,
    ) -> bool:
        """Write the outcome if `delivery.version` is still current; False when the lease was lost.

        When a part ends `failed` or `cancelled`, the later parts of its group are cancelled with it.
        """
        ...

    def list_group(self, group: str) -> tuple[Delivery, ...]:
        """All parts of one message, in order."""
        ...

    def list_posted(self, place: str, *, limit: int = 50) -> tuple[Delivery, ...]:
        """Posted parts of a place, oldest first: what a page shows as the channel."""
        ...

    def count_by_state(self) -> Mapping[str, int]: ...
    def list_failed(self, *, since: datetime) -> tuple[Delivery, ...]: ...


class ConversationTable(Protocol):
    """The inbox of events and the threads they belong to."""

    def accept(self, event: Event) -> bool:
        """True if this key is new; the event is then queued."""
        ...

    def has_waiting(self, now: datetime) -> bool:
        """Whether `claim_next` would find an event; takes no lock."""
        ...

    def claim_next(self, now: datetime, *, lease_s: float, limit: int = 10) -> tuple[Event, ...]: ...
    def finish(self, key: str, *, state: str, reason: str = "") -> None:
        """For good. Of an event that was `ignored` the words are forgotten: they were not said to the bot."""
        ...

    def cancel(self, place: str, message: str) -> None:
        """A message was deleted: a question in it that is not answered yet is dropped, and its words forgotten."""
        ...

    def is_open(self, key: str) -> bool:
        """Whether an accepted event still waits for its answer (it may have been cancelled meanwhile)."""
        ...

    def count_by_state(self, *, since: datetime, user: str | None = None) -> Mapping[str, int]:
        """Requests (no ratings, no deletions) since then, of one person or everybody; `claimed` ones are under way."""
        ...

    def list_events(self, place: str, *, limit: int = 50) -> tuple[tuple[Event, str], ...]:
        """The latest requests in a place with their states, oldest first."""
        ...

    def is_own_thread(self, place: str, thread: str) -> bool:
        """Whether this thread stands under a digest or an answer of ours."""
        ...

    def list_channel_articles(self, place: str) -> frozenset[int]:
        """Articles cited in digests posted to this place: the channel's archive."""
        ...

    def add_answer(self, answer: Answer, *, place: str, thread: str | None, event_key: str | None) -> Answer: ...
    def get_answer(self, answer_id: int) -> Answer: ...
    def list_turns(self, place: str, thread: str, *, limit: int = 6) -> tuple[Turn, ...]: ...
    def find_thread_digest(self, place: str, thread: str) -> int | None: ...
    def list_citations(self, place: str, thread: str) -> tuple[Answer, ...]: ...


class LedgerTable(Protocol):
    """Model calls."""

    def record(self, entry: LedgerEntry) -> None: ...
    def spent_usd(self, *, since: datetime) -> float: ...
    def tokens(self, *, since: datetime) -> tuple[int, int]: ...
    def used_by(self, place: str, *, since: datetime) -> tuple[int, int]:
        """Calls of a channel and their tokens, in and out together."""


class UnitOfWork(Protocol):
    """One transaction: rolls back unless `commit()` was called. No network call happens inside one."""

    feeds: FeedTable
    articles: ArticleTable
    outcomes: OutcomeTable
    watches: WatchTable
    digests: DigestTable
    deliveries: DeliveryTable
    conversations: ConversationTable
    ledger: LedgerTable

    def commit(self) -> None: ...
    def __enter__(self) -> UnitOfWork: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Store(Protocol):
    """The database. `begin` writes (SQLite: BEGIN IMMEDIATE), `read` is a consistent snapshot that cannot write."""

    search: Search

    def begin(self) -> UnitOfWork: ...
    def read(self) -> UnitOfWork: ...
    def migrate(self) -> tuple[str, str]:
        """Bring the schema up to date; returns the versions before and after."""
        ...

    def schema_state(self) -> tuple[str, str]:
        """Current and wanted schema version."""
        ...

    def release_leases(self) -> None:
        """End every lease: for a process that is alone with its database, so that nothing a killed one held waits."""
        ...

    def backup(self, path: Path) -> None:
        """A consistent copy while others write."""
        ...

    def restore(self, path: Path) -> None:
        """Check a copy, then put it in place. Raises StoreError before anything is overwritten."""
        ...

    def describe(self) -> Mapping[str, str]:
        """Engine, versions, modes and size for `doctor`."""
        ...

    def close(self) -> None: ...


class Progress(Protocol):
    """Where long work says how far it is; silent in a pipe."""

    def step(self, text: str) -> None: ...
