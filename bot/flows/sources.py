"""`/source`: what stands behind a number, a quotation, an address or a sentence id.

Owns which citation a number means in a thread or a channel. Looking it up is `flows/lookup`; how it is shown is
`steps/show/render`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.digest import Citation
from bot.domain.errors import NotFound, UserError
from bot.domain.ids import parse_sentence_id
from bot.domain.lookup import QuoteVerdict
from bot.domain.message import Message
from bot.flows.lookup import find_quote, view_source
from bot.flows.switchboard import plain_message
from bot.ports import Store, UnitOfWork
from bot.steps.show.render_answer import source_message

USAGE = "Give a number from a digest or an answer, words in quotation marks, or an address: /source 3"
MAX_POSTED = 50
MIN_QUOTED_WORDS = 3
"""From so many words on a text without marks is taken for a quotation."""

_ADDRESS = re.compile(r"<?(?P<address>https?://[^\s|<>]+)(?:\|[^<>]*)?>?", re.IGNORECASE)
_NUMBER = re.compile(r"\[?#?(?P<number>\d{1,4})\]?\.?")
_LOOK_UP = re.compile(
    r"\W*(?:(?:please )?(?:show|open|see|give)(?: me)? )?(?:the )?(?:source|passage|citation|reference)s?"
    r"(?: (?:of|for|number|no\.?|nr\.?))? (?:\[|#)?(?P<number>\d{1,4})\]?\W*",
    re.IGNORECASE,
)
_MARKS = "“”\"„«»‘’'"


def find_look_up(text: str) -> str | None:
    """The number in `source 3` or `show me the source of [3]`; None for any other text."""
    found = _LOOK_UP.fullmatch(" ".join(text.split()))
    return found["number"] if found else None


def show_source(text: str, *, store: Store, place: str, thread: str | None) -> Message:
    """The passage that is meant, in its context. Raises UserError or NotFound, whose line says what was not found."""
    wanted = text.strip()
    number = _NUMBER.fullmatch(wanted)
    if number:
        wanted = str(_numbered(int(number["number"]), store, place, thread=thread).sentence_id)
    address = _ADDRESS.fullmatch(wanted)
    if address or parse_sentence_id(wanted):
        return source_message(view_source(address["address"] if address else wanted, store=store))
    words = wanted.strip(_MARKS + " ")
    is_quoted = wanted[:1] in _MARKS and wanted[-1:] in _MARKS
    if not words or not (is_quoted or len(words.split()) >= MIN_QUOTED_WORDS):
        raise UserError(USAGE)
    found = find_quote(words, store=store)
    if isinstance(found, QuoteVerdict):
        return plain_message("These words are not in the archive, nor anything like them.")
    return source_message(found)


def _numbered(number: int, store: Store, place: str, *, thread: str | None) -> Citation:
    """The citation of this number in what was posted last, of the newest answer and the newest digest."""
    with store.read() as uow:
        lists = _in_thread(uow, place, thread) if thread else _in_channel(uow, place)
        shown = [listed for listed in lists if listed]
    found = next((one for listed in shown for one in listed if one.n == number), None)
    if found is None and not shown:
        raise NotFound("Nothing with numbered sources stands here yet.")
    if found is None:
        raise NotFound(f"There is no source {number} here: the numbers go from 1 to {max(map(len, shown))}.")
    return found


def _in_thread(uow: UnitOfWork, place: str, thread: str) -> list[Sequence[Citation]]:
    answers = [answer.citations for answer in uow.conversations.list_citations(place, thread) if answer.citations]
    digest_id = uow.conversations.find_thread_digest(place, thread)
    return [*answers[-1:], *([uow.digests.get(digest_id).citations] if digest_id is not None else [])]


def _in_channel(uow: UnitOfWork, place: str) -> list[Sequence[Citation]]:
    specs = [delivery.spec for delivery in reversed(uow.deliveries.list_posted(place, limit=MAX_POSTED))]
    digest_id = next((spec.digest_id for spec in specs if spec.digest_id is not None), None)
    answer_id = next((spec.answer_id for spec in specs if spec.answer_id is not None), None)
    digests = [] if digest_id is None else [uow.digests.get(digest_id).citations]
    answers = [] if answer_id is None else [uow.conversations.get_answer(answer_id).citations]
    is_answer_newer = next((spec.digest_id is None for spec in specs if spec.digest_id or spec.answer_id), False)
    return [*answers, *digests] if is_answer_newer else [*digests, *answers]
