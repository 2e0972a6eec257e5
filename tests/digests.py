"""An invented digest and answer with everything in them, for tests of what readers and programs see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.conversation import Answer, Nearest
from bot.domain.digest import (
    Change,
    Checks,
    Citation,
    Claim,
    Coverage,
    Development,
    Digest,
    Line,
    PromptStamp,
    Quote,
)
from bot.domain.ids import SentenceId

AT = datetime(2031, 5, 7, 6, 30, tzinfo=UTC)


def citation(n: int, place: SentenceId, text: str, **fields: object) -> Citation:
    """A citation of an article of Port Tidings; `start` is 10 unless given."""
    url = f"https://news.example/{place.article}"
    start = int(str(fields.pop("start", 10)))
    made = Citation(
        n=n,
        sentence_id=place,
        article_id=place.article,
        revision=place.revision,
        url=url,
        deep_link=f"{url}#:~:text=words",
        publisher="Port Tidings",
        title="Ferry talks stall over night crossings",
        published_at=AT,
        event_date=date(2031, 5, 6),
        source_type="outlet",
        start=start,
        end=start + len(text),
        text=text,
        text_sha256="ab" * 32,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


ONE = citation(1, SentenceId(7, 1, 1, 1), "Ministers broke off talks on Tuesday.")
TWO = citation(2, SentenceId(7, 1, 3, 1), "“We will not sail by lantern,” said Mara Lind.", start=60)
THREE = citation(
    3, SentenceId(9, 2, 2, 2), "Velm offered to pay.", publisher="Lake Wire", source_type="wire", title="Velm offers"
)
FOUR = citation(
    4,
    SentenceId(9, 2, 2, 3),
    "It expects to meet on Friday.",
    publisher="Lake Wire",
    source_type="wire",
    title="Velm offers",
    start=31,
)

LANTERN = Quote("We will not sail by lantern", "Mara Lind", 2, 61, 88)

DIGEST = Digest(
    id=12,
    watch="Lake Watch",
    slot="2031-05-07T08:30",
    as_of=AT,
    engine="model",
    headline="Lake Watch: Orsa and Velm break off talks",
    standfirst="Velm has offered to pay for beacons",
    developments=(
        Development(
            "Ferry talks end without agreement",
            date(2031, 5, 6),
            "update",
            "single source",
            (
                Claim("Ministers broke off talks on Tuesday.", (1,)),
                Claim("Mara Lind said “We will not sail by lantern.”", (2,), (LANTERN,)),
            ),
        ),
        Development(
            "Velm makes an offer",
            date(2031, 5, 6),
            "new",
            None,
            (
                Claim("Velm offered to pay.", (3,), is_extract=True, outlet="Lake Wire"),
                Claim("It expects to meet on Friday.", (4,), is_extract=True, outlet="Lake Wire"),
                Claim(TWO.text, (2,), (LANTERN,), is_extract=True, outlet="Port Tidings"),
            ),
        ),
    ),
    citations=(ONE, TWO, THREE, FOUR),
    coverage=Coverage(9, 3, {"cited": 2, "kept": 7}),
    checks=Checks(2, 5, 1, 1, {"V8": 1}),
    prompts=(PromptStamp("digest_write", 1, "cd" * 32),),
    differences=(Line("Port Tidings counts 40 ferries, Lake Wire 38.", (1, 3)),),
    numbers=(Line("about 40", (1,), "ferries in port"),),
    ahead=(Line("The two sides may meet again.", (4,), None, date(2031, 5, 9)),),
    other_news=(Claim("Up to 1,200 people marched in Orsa.", (1,)),),
    changes=(Change("dropped", "V8", "“50” is in no cited sentence", "About 50 ferries stay in port."),),
    notice="Written without the language model.",
    timezone="Europe/Brussels",
)

ANSWER = Answer(
    question="What did Lind say?",
    answered=True,
    scope="digest",
    claims=(Claim("Mara Lind said “We will not sail by lantern.”", (1,), (replace(LANTERN, n=1),)),),
    citations=(replace(TWO, n=1),),
    standalone="What did Mara Lind say?",
)
REFUSAL = Answer(
    question="Who pays for lanterns?",
    answered=False,
    scope="archive",
    reason="The archive says nothing of who pays for lanterns.",
    nearest=(Nearest("Velm offers", "https://news.example/9", AT, "p9.2.s2"),),
)
