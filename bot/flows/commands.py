"""`/brief` and its words: what people may ask the bot to do in their channel.

Owns reading the words and which watch is meant. Each word is one function; writing an edition is `flows/digest`,
adding a feed is `flows/feeds`. A channel commands its own watches only.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.conversation import Event
from bot.domain.errors import BotError, UserError
from bot.domain.feed import Feed, FeedState
from bot.domain.message import Block, Message, Span
from bot.domain.watch import Slot, Watch
from bot.flows.digest import publish_digest
from bot.flows.feeds import add_feed
from bot.flows.lookup import why
from bot.flows.switchboard import Reply, Switchboard, plain_reply
from bot.steps.plan.schedule import next_slots, spell_schedule

HELP = (
    ("/brief now [WATCH]", "write and post an edition now"),
    ("/brief next", "when the next editions come"),
    ("/brief list", "the watches of this channel"),
    ("/brief add URL [tag …]", "read another feed or site"),
    ("/brief pause [WATCH]", "stop the editions for now"),
    ("/brief resume [WATCH]", "let them come again"),
    ("/brief why URL", "what became of an article, and why"),
    ("/brief feeds", "the feeds and how they are"),
    ("/ask QUESTION", "an answer from the archive, with its sources"),
    ("/source 3", "the passage behind source 3; also with words in quotation marks, or an address"),
)
MAX_LINES = 30
MAX_SHOWN_CHARS = 200
SLOT_SHARE = 0.8
"""Part of the event's lease that a slot is leased for: whoever takes the event over finds the slot free again."""


@dataclass(frozen=True, slots=True)
class _Request:
    """One `/brief`: the event, the words after the first, and the parts of the program."""

    event: Event
    words: tuple[str, ...]
    board: Switchboard

    @property
    def rest(self) -> str:
        return " ".join(self.words)


def obey(event: Event, board: Switchboard) -> Reply:
    """Do what `/brief …` says. Raises BotError with one line when it cannot be done."""
    words = event.text.split()
    word = words[0].lower() if words else "help"
    do = _WORDS.get(word)
    if do is None:
        return Reply(_help(f"There is no “{word[:40]}”{_nearest(word, _WORDS)}."))
    return do(_Request(event, tuple(words[1:]), board))


def help_message() -> Message:
    """What can be asked of the bot."""
    return _help("Mention me with a question, or ask in the thread of a digest. I answer from stored articles only.")


def _help(opening: str) -> Message:
    items = [Block("item", (Span(name, "strong"), Span(f" – {does}"))) for name, does in HELP]
    return Message(opening, (Block("paragraph", (Span(opening),)), *items))


def _show_help(request: _Request) -> Reply:
    return Reply(help_message())


def _write_now(request: _Request) -> Reply:
    """Posts the edition by itself; nothing else is said unless there is none."""
    watches = _meant(request)
    posted = [watch for watch in watches if _publish(watch, request)]
    busy = [watch.name for watch in watches if watch not in posted]
    if busy:
        return plain_reply(f"An edition of {', '.join(busy)} is being written at this moment.")
    return Reply(None)


def _publish(watch: Watch, request: _Request) -> bool:
    board, event = request.board, request.event
    now = board.clock()
    slot = Slot(watch.name, f"now-{event.key}", now)
    platform = board.platform_of(watch.channel)
    if platform is None:
        raise UserError(f"“{watch.name}” posts to {watch.channel}, which is not connected here.")
    with board.store.begin() as uow:
        is_done = uow.digests.find(watch.name, slot.key) is not None
        is_mine = is_done or uow.watches.claim_slot(slot, now, lease_s=board.lease_s * SLOT_SHARE)
        uow.commit()
    if is_done or not is_mine:
        return is_mine
    try:
        publish_digest(watch, slot, writers=board.writers, platform=platform)
    except BotError as error:
        with board.store.begin() as uow:
            uow.watches.finish_slot(slot, state="failed", reason=error.message)
            uow.commit()
        raise
    return True


def _show_next(request: _Request) -> Reply:
    lines = [_next_line(watch, request.board.clock()) for watch in _own_watches(request)]
    return plain_reply(*(lines or [_no_watch(request)]))


def _next_line(watch: Watch, now: datetime) -> str:
    if watch.paused:
        return f"{watch.name}: paused; /brief resume lets it come again."
    slot = next(iter(next_slots(watch, now, 1)), None)
    if slot is None:
        return f"{watch.name}: no further edition is due."
    local = slot.due_at.astimezone(ZoneInfo(watch.timezone))
    return f"{watch.name}: {local:%A}, {local.day} {local:%B %Y}, {local:%H:%M} ({watch.timezone})"


def _list_watches(request: _Request) -> Reply:
    own = _own_watches(request)
    lines = [f"{one.name}: {spell_schedule(one)}{', paused' if one.paused else ''}" for one in own]
    return plain_reply(*(lines or [_no_watch(request)]))


def _add_feed(request: _Request) -> Reply:
    board = request.board
    if not request.words:
        raise UserError("Say which address: /brief add https://… and tags after it if you like.")
    if board.fetcher is None:
        raise UserError("Feeds cannot be added here: use “briefbot feeds add URL”.")
    address, *tags = request.words
    url = _bare_address(address)
    feed = add_feed(
        url, name=None, tags=tuple(tags), store=board.store, fetcher=board.fetcher, sources=board.sources, origin="chat"
    )
    tagged = f", tagged {', '.join(feed.tags)}" if feed.tags else ""
    return plain_reply(f"Added “{feed.name}” ({feed.url}){tagged}. Its articles come with the next round.")


def _pause(request: _Request) -> Reply:
    return _set_paused(request, paused=True)


def _resume(request: _Request) -> Reply:
    return _set_paused(request, paused=False)


def _set_paused(request: _Request, *, paused: bool) -> Reply:
    watch = _one_meant(request)
    with request.board.store.begin() as uow:
        uow.watches.set_paused(watch.name, paused=paused)
        uow.commit()
    if paused:
        return plain_reply(f"{watch.name} is paused: no edition comes until /brief resume.")
    return plain_reply(f"{watch.name} goes on. {_next_line(replace(watch, paused=False), request.board.clock())}")


def _explain(request: _Request) -> Reply:
    if not request.words:
        raise UserError("Say which article: /brief why https://…")
    url = _bare_address(request.words[0])
    found = why(url, store=request.board.store)
    lines = [f"{one.at:%Y-%m-%d %H:%M} UTC {_spelled(one.kind)}{_reason(one.reason)}" for one in found[-MAX_LINES:]]
    return plain_reply(
        f"What became of {url[:MAX_SHOWN_CHARS]}:", *(lines or ["It is stored; no edition used it yet."])
    )


def _reason(text: str) -> str:
    return f": {text[:MAX_SHOWN_CHARS]}" if text else ""


def _spelled(kind: str) -> str:
    return kind.replace("_", " ")


def _list_feeds(request: _Request) -> Reply:
    with request.board.store.read() as uow:
        feeds = uow.feeds.list_all()
    if not feeds:
        return plain_reply("No feed is read yet: /brief add https://… adds one.")
    rest = len(feeds) - MAX_LINES
    more = [f"… and {rest} more: “briefbot feeds list” shows all."] if rest > 0 else []
    return plain_reply(*(_feed_line(feed, state) for feed, state in feeds[:MAX_LINES]), *more)


def _feed_line(feed: Feed, state: FeedState) -> str:
    if state.status == "ok" and state.last_success_at is not None:
        return f"{feed.name}: fine, last read {state.last_success_at:%Y-%m-%d %H:%M} UTC"
    if state.status == "new":
        return f"{feed.name}: not read yet"
    return f"{feed.name}: {state.status}{_reason(state.error or '')}"


# --- which watch is meant --------------------------------------------------------------------------------------------


def _own_watches(request: _Request) -> tuple[Watch, ...]:
    with request.board.store.read() as uow:
        return tuple(watch for watch in uow.watches.list_all() if watch.channel == request.event.place)


def _meant(request: _Request) -> Sequence[Watch]:
    """The watch that is named, else all of this channel. Raises UserError when there is none."""
    own = _own_watches(request)
    if not own:
        raise UserError(_no_watch(request))
    if not request.rest:
        return own
    wanted = request.rest.strip("“”\"'").casefold()
    named = [watch for watch in own if watch.name.casefold() == wanted]
    if not named:
        names = {watch.name.casefold(): watch.name for watch in own}
        close = _nearest(wanted, names) or f"; it has {', '.join(names.values())}"
        raise UserError(f"This channel has no watch “{request.rest[:80]}”{close}.")
    return named


def _one_meant(request: _Request) -> Watch:
    watches = _meant(request)
    if len(watches) > 1:
        raise UserError(f"Say which one: {', '.join(watch.name for watch in watches)}.")
    return watches[0]


def _no_watch(request: _Request) -> str:
    place = request.event.place
    return (
        f"No watch posts here yet. Make one with: briefbot watches add NAME --channel {place} --schedule “30 7 * * *”"
    )


def _nearest(word: str, known: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"; did you mean “{close[0]}”?" if close else ""


def _bare_address(text: str) -> str:
    """`<https://…|shown>`, as some platforms send an address, without its wrapping."""
    return text.strip("<>").split("|", 1)[0]


_WORDS: Mapping[str, Callable[[_Request], Reply]] = {
    "help": _show_help,
    "now": _write_now,
    "next": _show_next,
    "list": _list_watches,
    "add": _add_feed,
    "pause": _pause,
    "resume": _resume,
    "why": _explain,
    "feeds": _list_feeds,
}
