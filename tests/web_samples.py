"""An invented digest with everything that can stand in one, a source view, and a desk that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from bot.domain.article import Article, Passage, Quotation, Revision, Sentence
from bot.domain.conversation import Event
from bot.domain.deep_link import deep_link
from bot.domain.delivery import Delivery, NewDelivery
from bot.domain.digest import (
    Band,
    Change,
    Checks,
    Citation,
    Claim,
    Cost,
    Coverage,
    Development,
    Digest,
    Line,
    PromptStamp,
    Quote,
    Since,
    Style,
)
from bot.domain.errors import NotFound, UserError
from bot.domain.ids import SentenceId, parse_sentence_id
from bot.domain.lookup import SourceView
from bot.domain.message import Block, Message, Part, Span
from bot.platforms.web.adapter import WebPlatform

NOW = datetime(2027, 3, 18, 6, 30, tzinfo=UTC)
BEFORE = "The talks in Port Serren entered their third day on Wednesday."
PARAGRAPH = (
    "Foreign minister Signe Aldare said the text was ready. “The text is closed. What is left is ink,” she said. "
    "Ships withdraw six nautical miles from the lane."
)
AFTER = "A mission of 120 monitors will be in place before the withdrawal begins."
TEXT = f"{BEFORE}\n\n{PARAGRAPH}\n\n{AFTER}"


def sentence_span(words: str, text: str = TEXT) -> tuple[int, int]:
    """Where these words stand in a text."""
    start = text.index(words)
    return start, start + len(words)


def make_article(
    article_id: int = 1, *, url: str = "https://wire.example/serren/talks?a=1&b=2", **fields: str
) -> Article:
    """An article of three paragraphs; `title`, `text`, `publisher` and `byline` replace its own."""
    text = fields.get("text", TEXT)
    revision = Revision(
        number=1,
        title=fields.get("title", "Aldare announces agreement on the text"),
        text=text,
        text_sha256=sha256(text.encode()).hexdigest(),
        fetched_at=NOW - timedelta(minutes=5),
        passages=_passages(text),
        quotations=_quotations(text),
        byline=fields.get("byline", "Mira Solberg"),
        published_at=NOW - timedelta(hours=2),
    )
    publisher = fields.get("publisher", "Meridian Wire")
    return Article(article_id, url, url, publisher, "wire", 0.9, NOW, revision)


def make_view(
    article: Article | None = None, words: str = "Ships withdraw six nautical miles from the lane."
) -> SourceView:
    """The second paragraph of an article with these words cited."""
    article = article or make_article()
    text = article.revision.text
    before, here, after = text.split("\n\n")
    number = [sentence for sentence in article.revision.passages[1].sentences if sentence.start <= text.index(words)]
    place = SentenceId(article.id, 1, 2, len(number))
    other = make_article(9, url="https://gazette.example/copy", title="Text of accord agreed", publisher="The Gazette")
    start, end = sentence_span(words, text)
    return SourceView(place, article, before, here, after, start, end, also_in=(other,))


def make_citation(n: int, words: str, article: Article | None = None, **fields: object) -> Citation:
    """The citation of these words of an article."""
    article = article or make_article()
    text = article.revision.text
    start, end = sentence_span(words, text)
    citation = Citation(
        n=n,
        sentence_id=SentenceId(article.id, 1, 2, n),
        article_id=article.id,
        revision=1,
        url=article.url,
        deep_link=deep_link(article.url, text, start, end),
        publisher=article.publisher,
        title=article.title,
        published_at=article.revision.published_at,
        event_date=date(2027, 3, 17),
        source_type=article.source_type,
        start=start,
        end=end,
        text=words,
        text_sha256=article.revision.text_sha256,
    )
    return replace(citation, **fields)  # type: ignore[arg-type]


STYLE_BANDS = {"words": Band(412, 350, 550, met=True), "quoted_share": Band(0.05, 0.1, 0.3, met=False)}


def make_digest(digest_id: int = 7, **fields: object) -> Digest:
    """A digest with every section; `fields` replace its own."""
    wire, gazette = (
        make_article(),
        make_article(2, url="https://gazette.example/serren", publisher="The Harbour Gazette"),
    )
    spoken = "The text is closed. What is left is ink,"
    said = make_citation(1, f"“{spoken}” she said.", wire)
    ships = make_citation(2, "Ships withdraw six nautical miles from the lane.", wire)
    monitors = make_citation(3, AFTER, gazette)
    quote = Quote(spoken, "Signe Aldare", 1, said.start + 1, said.start + 1 + len(spoken))
    claims = (
        Claim("Foreign minister Signe Aldare said: “The text is closed. What is left is ink.”", (1,), (quote,)),
        Claim("Ships are to withdraw six nautical miles from the lane.", (2,)),
        Claim(ships.text, (2,), is_extract=True, outlet="Meridian Wire"),
    )
    digest = Digest(
        id=digest_id,
        watch="Strait Watch",
        slot="2027-03-18T07:30",
        as_of=NOW,
        engine="model",
        headline="Strait Watch: Ministers agree text of the Serren accord",
        standfirst="Ships are to leave the lane; who leads the monitors stays open",
        developments=(
            Development("Text of the accord is closed", date(2027, 3, 17), "update", "single source", claims),
        ),
        citations=(said, ships, monitors),
        coverage=Coverage(214, 9, {"cited": 12, "duplicate": 31, "stale": 4}),
        checks=Checks(1, 14, 1, 2, {"V8": 2, "V6": 1}, Style(0.5, 0.25, STYLE_BANDS)),
        cost=Cost(3, 11_200, 1_900, 0.0123, 21.4),
        since=Since(
            6,
            NOW - timedelta(days=1),
            "Wednesday’s edition",
            (Line("120 monitors, up from 90", (3, 1), "The mission"),),
            1,
        ),
        prompts=(PromptStamp("digest_write", 3, "ab" * 32),),
        differences=(Line("The wire speaks of six miles, the Gazette names monitors only.", (2, 3)),),
        numbers=(Line("120 monitors before the withdrawal begins", (3,), label="Monitors:"),),
        ahead=(Line("The ministers initial the accord.", (1,), date=date(2027, 3, 20)),),
        other_news=(Claim("The lighthouse museum reopens.", (3,)),),
        changes=(
            Change(
                "dropped", "V8", "“150” stands in no cited sentence", "A mission of 150 monitors follows.", None, AFTER
            ),
            Change("repaired", "V6", "the source names Signe Aldare", "Aldo Signe said so.", "Signe Aldare said so."),
        ),
        notice="This edition was due at 07:30 and comes late.",
        timezone="Europe/Brussels",
    )
    return replace(digest, **fields)  # type: ignore[arg-type]


def make_message(text: str = "Ministers agree text", *, url: str | None = None) -> Message:
    """A short message with one block of every kind."""
    quote = Span("“The text is closed.”", "quote")
    return Message(
        text,
        (
            Block("title", (Span(text),)),
            Block("paragraph", (Span("Aldare: "), quote, Span(" "), Span("[1]", "quiet", url))),
            Block("extract", (Span("Ships withdraw."), Span(" — Meridian Wire", "quiet"))),
            Block("item", (Span("Talks", "strong"), Span(" in "), Span("Serren", "mark", url))),
            Block("heading", (Span("Sources", "strong"),)),
            Block("note", (Span("see p1.2.s3", "quiet"),)),
            Block("divider"),
        ),
    )


def make_delivery(number: int, message: Message | None = None, **fields: object) -> Delivery:
    """A posted message of a channel `web:demo`; `fields` replace those of its spec, and `part` the message."""
    (part,) = WebPlatform().render(message or make_message())
    values: dict[str, object] = {"key": f"digest:{number}:0", "group": f"digest:{number}", "digest_id": number}
    values |= {"number": 0, "place": "web:demo", "part": part} | fields
    spec = NewDelivery(**values)  # type: ignore[arg-type]
    return Delivery(number, spec, "posted", 1, 1, posted_ref=spec.key, sending_since=NOW)


def make_question(key: str, *, thread: str = "digest:7:0", text: str = "How many miles?", at: datetime = NOW) -> Event:
    """A question from a page."""
    return Event(f"web:{key}", "reply", "web:demo", text, "web:reader", at, thread=thread, message=f"web:{key}")


@dataclass
class SampleDesk:
    """Implements FrontDesk over what a test puts into it."""

    digests: list[Digest] = field(default_factory=list)
    posted: list[Delivery] = field(default_factory=list)
    questions: list[tuple[Event, str]] = field(default_factory=list)
    view: SourceView = field(default_factory=make_view)

    def accept(self, event: Event) -> bool:
        """See FrontDesk."""
        if any(event.key == known.key for known, _ in self.questions):
            return False
        self.questions.append((event, "accepted"))
        return True

    def answer(self, message: Message) -> None:
        """Answer the oldest open question."""
        at = next(place for place, (_, state) in enumerate(self.questions) if state == "accepted")
        event = self.questions[at][0]
        self.questions[at] = (event, "done")
        group = f"answer:{event.key}"
        part: Part = WebPlatform().render(message)[0]
        new = make_delivery(100 + at, part=part, key=f"{group}:0", group=group, thread=event.thread, digest_id=None)
        self.posted.append(new)

    def show_sources(self, digest_id: int) -> Message:
        """See FrontDesk."""
        return make_message(self.get_digest(digest_id).headline)

    def list_digests(self, *, before: datetime | None = None, limit: int = 50) -> tuple[Digest, ...]:
        """See FrontDesk."""
        newest = sorted(self.digests, key=lambda digest: digest.as_of, reverse=True)
        return tuple(digest for digest in newest if before is None or digest.as_of < before)[:limit]

    def get_digest(self, digest_id: int) -> Digest:
        """See FrontDesk."""
        found = next((digest for digest in self.digests if digest.id == digest_id), None)
        if found is None:
            raise NotFound(f"there is no digest {digest_id}")
        return found

    def view_source(self, ref: str) -> SourceView:
        """See FrontDesk."""
        place = parse_sentence_id(ref)
        if place is None:
            raise UserError(f"“{ref}” is no sentence id")
        if place.article != self.view.article.id:
            raise NotFound(f"there is no article {place.article}")
        return self.view

    def list_posted(self, place: str) -> tuple[Delivery, ...]:
        """See FrontDesk."""
        return tuple(delivery for delivery in self.posted if delivery.spec.place == place)

    def list_questions(self, place: str) -> tuple[tuple[Event, str], ...]:
        """See FrontDesk."""
        return tuple(pair for pair in self.questions if pair[0].place == place)

    def describe(self) -> Mapping[str, str]:
        """See FrontDesk."""
        return {"digests": str(len(self.digests))}


def _passages(text: str) -> tuple[Passage, ...]:
    found: list[Passage] = []
    start = 0
    for number, paragraph in enumerate(text.split("\n\n"), start=1):
        found.append(Passage(number, start, start + len(paragraph), _sentences(paragraph, start)))
        start += len(paragraph) + 2
    return tuple(found)


def _sentences(paragraph: str, offset: int) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    start = 0
    for at, char in enumerate(paragraph):
        is_end = char == "." and paragraph[at + 1 : at + 3] in ("", " F", " “", " S", " A")
        if is_end or at == len(paragraph) - 1:
            sentences.append(Sentence(offset + start, offset + at + 1))
            start = at + 2
    return tuple(one for one in sentences if one.start < one.end)


def _quotations(text: str) -> tuple[Quotation, ...]:
    opening, closing = text.find("“"), text.find("”")
    if opening < 0 or closing < opening:
        return ()
    return (Quotation(opening + 1, closing, 2, 2, "Signe Aldare", pattern="said", confidence=0.9),)
