"""The routes of the pages: asks the desk in a thread, fills a page, answers.

Owns addresses and reading requests. What is on a page is `pages`; whether a request may come in at all is `bot/host`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar
from urllib.parse import urlencode

from aiohttp import web

from bot.domain.conversation import Event
from bot.domain.digest import Digest
from bot.domain.errors import BotError, NotFound, UserError
from bot.platforms.web.adapter import CHANNEL_NAME
from bot.platforms.web.channel import Thread, build_threads, question_anchor
from bot.platforms.web.forms import MAX_FORM_BYTES, FormSeal, is_from_elsewhere
from bot.platforms.web.pages import (
    Site,
    archive_page,
    channel_page,
    digest_page,
    message_page,
    source_page,
    style_sheet,
)
from bot.ports import Clock, FrontDesk

PAGE_SIZE = 50
SCAN_SIZE = 500
"""Digests looked through for those of one watch."""

MAX_THREADS = 3
"""Pages are made by so few threads that many readers cannot keep the loop, and with it Slack, from its turn."""

MAX_LOOKS = 1000
"""After so many the count begins again; only that it changes is of use."""

MAX_ID = 2**63 - 1
FORM_TYPE = "application/x-www-form-urlencoded"
Result = TypeVar("Result")


def add_pages(application: web.Application, desk: FrontDesk, *, title: str, clock: Clock | None = None) -> None:
    """Add every page to the web server."""
    pages = _Pages(desk, Site(title), clock or _now)
    application.add_routes(
        [
            web.get("/", pages.show_archive),
            web.get("/digests/{id}", pages.show_digest),
            web.get("/source/{ref}", pages.show_source),
            web.get("/channel/{name}", pages.show_channel),
            web.post("/channel/{name}/questions", pages.take_question),
            web.get("/static/style.css", _show_style),
        ]
    )


class _Pages:
    """The handlers. Each asks the desk in a thread: nothing here may hold up the loop."""

    def __init__(self, desk: FrontDesk, site: Site, clock: Clock) -> None:
        self._desk = desk
        self._site = site
        self._clock = clock
        self._seal = FormSeal()
        self._threads = ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="pages")

    async def show_archive(self, request: web.Request) -> web.Response:
        """GET /?watch=NAME&before=TIME"""
        watch = request.query.get("watch", "")
        before = _read_time(request.query.get("before", ""))
        limit = SCAN_SIZE if watch else PAGE_SIZE + 1
        found = await self._ask(partial(self._desk.list_digests, before=before, limit=limit))
        watches = sorted({digest.watch for digest in found} | ({watch} if watch else set()))
        shown, rest = _split([digest for digest in found if watch in ("", digest.watch)])
        last = shown[-1] if rest else found[-1] if len(found) == limit else None
        older = _older_link(last, watch) if last else ""
        fill = partial(archive_page, shown, self._site, watch=watch, watches=watches, older=older)
        return _html(await self._ask(fill))

    async def show_digest(self, request: web.Request) -> web.Response:
        """GET /digests/ID"""
        digest_id = _read_number(request.match_info["id"])
        if digest_id is None:
            return self._refusal(404, "Not found", "A digest has a number, like /digests/7.")
        return await self._show(lambda: digest_page(self._desk.get_digest(digest_id), self._site))

    async def show_source(self, request: web.Request) -> web.Response:
        """GET /source/SENTENCE_ID?digest=ID&n=N, the latter two only for the way back"""
        back = {"digest_id": _read_number(request.query.get("digest")), "n": _read_number(request.query.get("n"))}
        ref = request.match_info["ref"]
        return await self._show(lambda: source_page(self._desk.view_source(ref), self._site, **back))

    async def show_channel(self, request: web.Request) -> web.Response:
        """GET /channel/NAME"""
        name = request.match_info["name"]
        if not CHANNEL_NAME.fullmatch(name):
            return self._refusal(404, "Not found", "There is no such channel.")
        look = (_read_number(request.query.get("look")) or 0) % MAX_LOOKS
        return _html(await self._ask(partial(self._fill_channel, name, look)))

    async def take_question(self, request: web.Request) -> web.Response:
        """POST /channel/NAME/questions: keeps the question and leads back to the channel; the answer comes later."""
        name = request.match_info["name"]
        if not CHANNEL_NAME.fullmatch(name):
            return self._refusal(404, "Not found", "There is no such channel.")
        if is_from_elsewhere(request.headers):
            return self._refusal(403, "Not accepted", "This question was sent by another site.")
        if request.content_type != FORM_TYPE or (request.content_length or 0) > MAX_FORM_BYTES:
            return self._refusal(413, "Not accepted", "That is not a question from the form of this page.")
        try:
            asked = self._seal.read(name, await request.read())
        except UserError as error:
            return self._refusal(400, "Not asked", error.message)
        if asked is None:
            return self._refusal(403, "Not accepted", "This form is too old: reload the page and ask again.")
        event = Event(
            key=f"web:{asked.key}",
            kind="reply",
            place=f"web:{name}",
            text=asked.question,
            user=self._seal.name_of(request.remote or ""),
            at=self._clock(),
            thread=asked.thread,
            message=f"web:{asked.key}",
        )
        await self._ask(partial(self._desk.accept, event))
        raise web.HTTPSeeOther(f"/channel/{name}#{question_anchor(event.key)}")

    def _fill_channel(self, name: str, look: int) -> str:
        threads = self._read_channel(name)
        forms = {thread.ref: self._seal.issue(name, thread.ref) for thread in threads}
        return channel_page(name, threads, self._site, forms=forms, look=look)

    def _read_channel(self, name: str) -> tuple[Thread, ...]:
        place = f"web:{name}"
        # Questions first: an answer that arrives in between is then shown with its question, not lost.
        questions = self._desk.list_questions(place)
        return build_threads(self._desk.list_posted(place), questions, now=self._clock())

    async def _show(self, make: Callable[[], str]) -> web.Response:
        try:
            return _html(await self._ask(make))
        except (NotFound, UserError) as error:
            return self._refusal(404, "Not found", error.message)
        except BotError as error:
            return self._refusal(503, "Not now", error.message)

    async def _ask(self, call: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    def _refusal(self, status: int, title: str, text: str) -> web.Response:
        return _html(message_page(title, text, self._site), status=status)


async def _show_style(_request: web.Request) -> web.Response:
    headers = {"Cache-Control": "no-cache"}
    return web.Response(text=style_sheet(), content_type="text/css", charset="utf-8", headers=headers)


def _html(page: str, *, status: int = 200) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    body = page.encode("utf-8", "replace")
    return web.Response(body=body, status=status, content_type="text/html", charset="utf-8", headers=headers)


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def _read_number(text: str | None) -> int | None:
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 19:
        return None
    return int(text) if int(text) <= MAX_ID else None


def _read_time(text: str) -> datetime | None:
    """An instant written with its offset, None for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.utcoffset() is not None and timedelta(0) <= at - datetime(1971, 1, 1, tzinfo=UTC) else None


def _split(digests: Sequence[Digest]) -> tuple[Sequence[Digest], Sequence[Digest]]:
    """A page and what comes after it. Digests of the same instant stay together: the next page begins after it."""
    if len(digests) <= PAGE_SIZE:
        return digests, ()
    cut = PAGE_SIZE
    while cut > 1 and digests[cut - 1].as_of == digests[PAGE_SIZE].as_of:
        cut -= 1
    return digests[:cut], digests[cut:]


def _older_link(last: Digest, watch: str) -> str:
    query = {"before": last.as_of.isoformat()} | ({"watch": watch} if watch else {})
    return f"/?{urlencode(query)}"
