"""What was said to the bot is dealt with: each accepted request ends in exactly one answer or one visible failure note.

Owns routing, the ceilings per hour, and the one unit of work in which the answer, its deliveries and the end of the
event are written together. Answering is `flows/answer`, `/brief` is `flows/commands`; posting is `flows/deliver`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.domain.conversation import Answer, Event
from bot.domain.delivery import NewDelivery
from bot.domain.errors import BotError
from bot.domain.seams import reached
from bot.flows.answer import Context, answer_question
from bot.flows.commands import help_message, obey
from bot.flows.sources import find_look_up, show_source
from bot.flows.switchboard import Reply, Switchboard, plain_reply
from bot.ports import Platform, UnitOfWork
from bot.steps.answer.question import clean_question
from bot.steps.show.render_answer import answer_message

__all__ = ["Switchboard", "deal_with_due"]

log = structlog.get_logger(__name__)

HOUR = timedelta(hours=1)
MAX_TURNS = 6
DIRECT = "direct"
"""Thread of what is said in a direct conversation outside any thread: earlier answers there are its context."""

FAILED = "Something went wrong while I looked for an answer. It is noted; please ask again."
UNDER_WAY = ("done", "failed", "claimed")
LOOK_UPS_UNDER_WAY = ("looked_up", "claimed")
LOOK_UP_FACTOR = 5
"""Looking at what is there costs no model and little time: so many more of it are allowed in an hour."""

_COSTLY_WORDS = frozenset({"now", "add"})
_SMALL_TALK = re.compile(
    r"\W*(?:thanks?(?: you)?|thx|cheers|ok(?:ay)?|great|nice|cool|good|perfect|got it|i see|yes|no|lol|wow|hm+|"
    r"\+1|-1|noted|interesting|agreed|same|true|right|sure)"
    r"(?:[\W_]+(?:thanks?|you|a lot|so much|all|everyone|bot))*\W*",
    re.IGNORECASE,
)
_HELP = re.compile(r"\W*(?:help|hi|hello|hey|what can you do)\W*", re.IGNORECASE)
_TO_SOMEBODY_ELSE = re.compile(r"\s*<@")


def deal_with_due(switchboard: Switchboard, *, limit: int = 10) -> int:
    """Deal with up to `limit` waiting requests, one after the other; returns how many there were.

    One at a time is claimed, so that several workers share a burst and a lease covers one request only.
    """
    for count in range(limit):
        event = _claim(switchboard)
        if event is None:
            return count
        reached("inbox.claimed")
        _deal_with(event, switchboard)
    return limit


def _claim(board: Switchboard) -> Event | None:
    with board.store.begin() as uow:
        claimed = uow.conversations.claim_next(board.clock(), lease_s=board.lease_s, limit=1)
        uow.commit()
    return claimed[0] if claimed else None


def _deal_with(event: Event, board: Switchboard) -> None:
    platform = board.platform_of(event.place)
    if platform is None:
        log.error("inbox.no_platform", event_key=event.key, place=event.place)
        _finish(event, board, state="failed", reason="its platform is not connected here")
        return
    try:
        reply = _reply_to(event, board)
        reached("inbox.answered")
        _write(event, reply, board, platform)
    except Exception as error:  # one request must never stop the others
        log.exception("inbox.failed", event_key=event.key, kind=event.kind, error=type(error).__name__)
        _write(event, plain_reply(FAILED, state="failed", reason=type(error).__name__), board, platform)
    reached("inbox.finished")


def _reply_to(event: Event, board: Switchboard) -> Reply:
    """What the request comes to; an error that people can mend is its answer."""
    route = _ROUTES.get(event.kind)
    if route is None or event.payload.get("is_bot") == "true":
        return Reply(None, state="ignored", reason=f"nothing to do for {event.kind}")
    if event.kind == "reply" and not _is_meant_for_us(event, board):
        return Reply(None, state="ignored", reason="not said to the bot")
    refusal = _over_limit(event, board) if event.kind in _LIMITED else None
    if refusal is not None:
        return refusal
    try:
        return route(event, board)
    except BotError as error:
        log.info("inbox.refused", event_key=event.key, kind=event.kind, error=error.message)
        return plain_reply(_sentence(error.message))


# --- routes ----------------------------------------------------------------------------------------------------------


def _command(event: Event, board: Switchboard) -> Reply:
    name = (event.command or "").lstrip("/").lower()
    if name == "ask":
        return _question(event, board)
    if name == "source":
        shown = show_source(event.text, store=board.store, place=event.place, thread=event.thread)
        return Reply(shown, state="looked_up")
    reply = obey(event, board)
    return replace(reply, state="looked_up") if _is_look_up(event) and reply.state == "done" else reply


def _is_look_up(event: Event) -> bool:
    """`/source`, and `/brief` but for the words that write or fetch something."""
    name = (event.command or "").lstrip("/").lower()
    first = next(iter(event.text.lower().split()), "")
    return event.kind == "command" and (name == "source" or (name == "brief" and first not in _COSTLY_WORDS))


def _question(event: Event, board: Switchboard) -> Reply:
    """A question, unless it is a greeting or asks for the source behind a number."""
    asked = clean_question(event.text)
    if not asked or _HELP.fullmatch(asked):
        return Reply(help_message())
    number = find_look_up(asked)
    thread = _thread_of(event)
    if number is not None:
        return Reply(show_source(number, store=board.store, place=event.place, thread=thread))
    context = _context(event, board, thread)
    answer = answer_question(asked, writers=board.writers, context=context)
    return Reply(answer_message(answer, timezone=str(context.as_of.tzinfo)), answer)


def _deletion(event: Event, board: Switchboard) -> Reply:
    if event.message is not None:
        with board.store.begin() as uow:
            uow.conversations.cancel(event.place, event.message)
            uow.commit()
    return Reply(None)


def _rating(event: Event, board: Switchboard) -> Reply:
    """The event itself is the record."""
    return Reply(None, reason=event.text[:80])


_ROUTES: Mapping[str, Callable[[Event, Switchboard], Reply]] = {
    "command": _command,
    "mention": _question,
    "reply": _question,
    "direct": _question,
    "deleted": _deletion,
    "rating": _rating,
}
_LIMITED = frozenset({"command", "mention", "reply", "direct"})


def _context(event: Event, board: Switchboard, thread: str | None) -> Context:
    with board.store.read() as uow:
        digest_id = uow.conversations.find_thread_digest(event.place, thread) if thread else None
        turns = uow.conversations.list_turns(event.place, thread, limit=MAX_TURNS) if thread else ()
        zone = _zone_of(event.place, uow)
    return Context(board.clock().astimezone(ZoneInfo(zone)), event.place, thread, digest_id, turns)


def _zone_of(place: str, uow: UnitOfWork) -> str:
    """The zone of the place's first watch: its readers' day."""
    return next((watch.timezone for watch in uow.watches.list_all() if watch.channel == place), "UTC")


def _is_meant_for_us(event: Event, board: Switchboard) -> bool:
    """Whether something said in a thread is for the bot: in a thread of its own, and neither thanks nor to others."""
    if event.thread is None or _TO_SOMEBODY_ELSE.match(event.text) or _SMALL_TALK.fullmatch(event.text):
        return False
    with board.store.read() as uow:
        return uow.conversations.is_own_thread(event.place, event.thread)


def _thread_of(event: Event) -> str | None:
    """Where the conversation goes on: under a mention, in its thread, or flat in a direct conversation."""
    if event.kind == "mention":
        return event.thread or event.message
    if event.kind == "direct":
        return event.thread or DIRECT
    return event.thread


# --- ceilings --------------------------------------------------------------------------------------------------------


def _over_limit(event: Event, board: Switchboard) -> Reply | None:
    """A refusal when a person or everybody has had enough this hour; said once, then the rest is dropped in silence."""
    since = board.clock() - HOUR
    with board.store.read() as uow:
        own = uow.conversations.count_by_state(since=since, user=event.user)
        everybody = uow.conversations.count_by_state(since=since)
    factor, states = (LOOK_UP_FACTOR, LOOK_UPS_UNDER_WAY) if _is_look_up(event) else (1, UNDER_WAY)
    own_limit, all_limit = board.questions_per_person * factor, board.questions_per_hour * factor
    is_over_own = _sum(own, states) > own_limit
    if not is_over_own and _sum(everybody, states) <= all_limit:
        return None
    if own.get("refused"):
        return Reply(None, state="muted", reason="over the limit of this hour, which was said already")
    line = (
        f"You have reached the limit of {own_limit} requests an hour; please try again later."
        if is_over_own
        else f"All {all_limit} requests of this hour are used up; please try again later."
    )
    return plain_reply(line, state="refused", reason="over the limit of this hour")


def _sum(counts: Mapping[str, int], states: Sequence[str]) -> int:
    """Requests that were answered or are being answered, this one included."""
    return sum(counts.get(state, 0) for state in states)


# --- writing it down -------------------------------------------------------------------------------------------------


def _write(event: Event, reply: Reply, board: Switchboard, platform: Platform) -> None:
    """One unit of work: the answer, its deliveries, the end of the event. Nothing if the question is gone meanwhile."""
    parts = platform.render(reply.message) if reply.message is not None else ()
    thread = None if _thread_of(event) == DIRECT else _thread_of(event)
    group = f"answer:{event.key}"
    with board.store.begin() as uow:
        if not uow.conversations.is_open(event.key):
            return
        answer_id = _keep(reply.answer, event, uow)
        uow.deliveries.add(
            [
                NewDelivery(
                    key=f"{group}:{number}",
                    group=group,
                    number=number,
                    place=event.place,
                    part=part,
                    thread=thread,
                    reply_to=event.reply_to,
                    answer_id=answer_id,
                )
                for number, part in enumerate(parts)
            ]
        )
        uow.conversations.finish(event.key, state=reply.state, reason=reply.reason)
        reached("inbox.before_commit")
        uow.commit()
    reached("inbox.committed")


def _keep(answer: Answer | None, event: Event, uow: UnitOfWork) -> int | None:
    if answer is None:
        return None
    stored = uow.conversations.add_answer(answer, place=event.place, thread=_thread_of(event), event_key=event.key)
    return stored.id


def _finish(event: Event, board: Switchboard, *, state: str, reason: str) -> None:
    with board.store.begin() as uow:
        uow.conversations.finish(event.key, state=state, reason=reason)
        uow.commit()


def _sentence(line: str) -> str:
    """An error's line as something said to a person."""
    opened = line[:1].upper() + line[1:]
    return opened if opened.endswith((".", "?", "!", "”")) else f"{opened}."
