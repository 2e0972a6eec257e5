"""A chat in memory over a real store: what people say goes in, what the bot posts comes out."""

from __future__ import annotations

from itertools import count

from bot.domain.article import Article
from bot.domain.conversation import Answer, Event
from bot.domain.delivery import NewDelivery
from bot.domain.digest import Checks, Citation, Claim, Coverage, Development, Digest
from bot.domain.ids import SentenceId
from bot.domain.message import Part
from bot.flows.ask_model import Writers
from bot.flows.deliver import Courier, deliver_due
from bot.flows.front_desk import Desk
from bot.flows.inbox import deal_with_due
from bot.flows.switchboard import Switchboard
from bot.models.extractive import build as build_offline
from bot.ports import Model, Store
from bot.prompt_files import load_prompts
from tests.fakes.platform import FakeClock, FakePlatform, Posted
from tests.sample_archive import NOW

PLACE = "fake:C1"


class ChatRoom:
    """One channel (`fake:C1`) with people in it. `switchboard` may be replaced to change limits."""

    def __init__(self, store: Store, model: Model | None = None, **switchboard: object) -> None:
        self.store = store
        self.clock = FakeClock(NOW)
        self.platform = FakePlatform(self.clock, max_chars=5000)
        self.writers = Writers(store, load_prompts(), self.clock, build_offline(), model)
        self.switchboard = Switchboard(store, self.writers, {"fake": self.platform}, self.clock, **switchboard)  # type: ignore[arg-type]
        self.desk = Desk(store, clock=self.clock)
        self.courier = Courier(store, {"fake": self.platform}, self.clock)
        self._numbers = count(1)

    def event(self, text: str, kind: str = "mention", **fields: object) -> Event:
        """Something said now, with a key and a message id of its own."""
        number = next(self._numbers)
        values: dict[str, object] = {
            "key": f"E{number}", "place": PLACE, "user": "U1", "at": self.clock(), "message": f"m{number}"
        }  # fmt: skip
        return Event(text=text, kind=kind, **(values | fields))  # type: ignore[arg-type]

    def say(self, text: str, kind: str = "mention", **fields: object) -> list[Posted]:
        """What the bot posts in reply."""
        self.desk.accept(self.event(text, kind, **fields))
        return self.work()

    def command(self, command: str, text: str = "", **fields: object) -> list[Posted]:
        """A slash command."""
        return self.say(text, "command", command=command, message=None, **fields)

    def work(self) -> list[Posted]:
        """Let the jobs run until nothing is left; returns what was posted meanwhile."""
        before = len(self.platform.messages)
        while deal_with_due(self.switchboard) or deliver_due(self.courier):
            pass
        return self.platform.messages[before:]

    def text(self, text: str, kind: str = "mention", **fields: object) -> str:
        """The whole reply as text."""
        return "\n".join(message.text for message in self.say(text, kind, **fields))

    def state_of(self, key: str) -> str:
        """State of an event of this room."""
        return next(state for event, state in self.desk.list_questions(PLACE) if event.key == key)

    def answer_to(self, key: str) -> Answer:
        """The stored answer whose message answers this event."""
        with self.store.read() as uow:
            (part, *_) = uow.deliveries.list_group(f"answer:{key}")
            assert part.spec.answer_id is not None
            return uow.conversations.get_answer(part.spec.answer_id)

    def post_digest(self, *titles: str, place: str = PLACE) -> tuple[Digest, str]:
        """A small digest on these articles stands in a channel; returns it with the reference of its message."""
        with self.store.begin() as uow:
            found = uow.articles.list_recent(since=NOW.replace(year=2000), until=NOW.replace(year=2100))
            articles = [next(one for one in found if one.title.startswith(title)) for title in titles]
            digest = uow.digests.add(digest_of(articles, slot=f"{place}-{next(self._numbers)}"))
            key = f"digest:{digest.id}"
            uow.deliveries.add([NewDelivery(f"{key}:0", key, 0, place, Part("digest", {}), digest_id=digest.id)])
            uow.commit()
        (posted,) = self.work()
        return digest, posted.ref


def digest_of(articles: list[Article], *, slot: str) -> Digest:
    """A digest with the first sentence of each article as one development."""
    citations = [citation_of(number, article) for number, article in enumerate(articles, 1)]
    developments = tuple(
        Development(one.title, None, "new", None, (Claim(one.text, (one.n,), is_extract=True, outlet=one.publisher),))
        for one in citations
    )
    return Digest(
        0, "Serren Watch", slot, NOW, "offline", "Serren Watch", "", developments, tuple(citations),
        Coverage(len(articles), 1), Checks(0, len(articles), 0, 0),
    )  # fmt: skip


def citation_of(number: int, article: Article) -> Citation:
    """The first sentence of an article, cited."""
    place = SentenceId(article.id, article.revision.number, 1, 1)
    sentence = article.sentence(place)
    assert sentence is not None
    revision = article.revision
    return Citation(
        number, place, article.id, revision.number, article.url, article.url, article.publisher, article.title,
        revision.published_at, article.event_date, article.source_type, sentence.start, sentence.end,
        revision.text[sentence.start : sentence.end], revision.text_sha256,
    )  # fmt: skip
