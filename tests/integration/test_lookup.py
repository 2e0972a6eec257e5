"""Look-ups over real databases: places in context, who said what and whether verbatim, claims against the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.demo.newsroom import load_articles
from bot.domain.article import Outcome
from bot.domain.errors import NotFound, StoreError, UserError
from bot.domain.lookup import QuoteVerdict, SourceView
from bot.domain.office import Offices, Term
from bot.flows.lookup import find_quote, view_source, why
from bot.flows.verify import sum_up, verify_batch
from bot.ports import Store
from bot.steps.show.render_text import source_text
from tests.chat_room import ChatRoom
from tests.sample_archive import NOW, new_article, store_samples


@pytest.fixture
def archive(store: Store) -> Store:
    store_samples(store)
    return store


def article_id(store: Store, title: str) -> int:
    """Id of the sample article whose title begins like this."""
    with store.read() as uow:
        found = uow.articles.list_recent(since=NOW.replace(year=2000), until=NOW.replace(year=2100))
        return next(one.id for one in found if one.title.startswith(title))


def found(words: str, store: Store, speaker: str | None = None) -> tuple[SourceView, QuoteVerdict]:
    """A look-up that finds a place."""
    view = find_quote(words, store=store, speaker=speaker)
    assert isinstance(view, SourceView) and view.verdict is not None
    return view, view.verdict


def test_a_sentence_id_shows_its_paragraph_between_its_neighbours(archive: Store) -> None:
    collision = article_id(archive, "Patrol boats collide")
    view = view_source(f"p{collision}.3.s2", store=archive)
    text = view.article.revision.text
    assert view.text.startswith("“There will be no session this morning,”")
    assert text[view.quote_start : view.quote_end] == "“There will be telephones.”"
    assert view.before.startswith("Tolmesh said") and view.after.startswith("Colonel Jarek Ulm")


def test_a_passage_id_or_an_address_means_the_first_sentence(archive: Store) -> None:
    collision = article_id(archive, "Patrol boats collide")
    assert str(view_source(f"p{collision}.2", store=archive).sentence_id) == f"p{collision}.2.s1"
    by_url = view_source(view_source(f"p{collision}.1", store=archive).article.url, store=archive)
    assert str(by_url.sentence_id) == f"p{collision}.1.s1" and by_url.before == ""


@pytest.mark.parametrize("ref", ["p9999.1.s1", "p1.99.s1", "p1.1.s99", "p1r7.1.s1", "https://nowhere.example/x"])
def test_places_that_are_not_there_are_not_found(archive: Store, ref: str) -> None:
    with pytest.raises(NotFound):
        view_source(ref, store=archive)


@pytest.mark.parametrize("ref", ["", "hello", "p", "12.3.s2", "p1.1.s1; DROP TABLE articles"])
def test_what_names_no_place_is_said_to_be_none(archive: Store, ref: str) -> None:
    with pytest.raises(UserError):
        view_source(ref, store=archive)


def test_verbatim_words_are_found_with_their_speaker_and_elsewhere_too(archive: Store) -> None:
    words = "We are not here to redraw the map, we are here to reopen the water"
    view, verdict = found(words, archive, speaker="Signe Aldare")
    assert verdict.verdict == "verbatim"
    assert verdict.speaker_verdict == "confirmed"
    assert verdict.rendered == words
    assert view.article.revision.text[verdict.start : verdict.end] == words
    assert len(view.also_in) == 2 and view.article.id not in {one.id for one in view.also_in}


def test_another_typography_is_still_the_same_words(archive: Store) -> None:
    _, verdict = found("We won’t be outvoted in a room without windows", archive)
    assert verdict.verdict == "typographic"
    assert verdict.rendered == "We won't be outvoted in a room without windows"


def test_an_outlets_own_words_are_shown_but_nobody_is_quoted_with_them(archive: Store) -> None:
    view, verdict = found("It doesn’t ask them to remove the guns", archive)
    assert verdict.verdict == "absent" and verdict.rendered is None
    assert "not inside one pair of quotation marks" in verdict.why
    assert view.article.revision.text[view.quote_start : view.quote_end].startswith("It doesn't ask them")


@pytest.mark.parametrize(
    ("words", "difference"),
    [
        ("We can live with the text, and not with the timetable", "“and” instead of “but”"),
        ("Nobody should expect two signatures this week", "two"),
        ("Lists are people, but people begin with lists", "not"),
        ("The market has been right about this strait four times", "right"),
    ],
)
def test_altered_words_are_called_similar_and_never_rendered(archive: Store, words: str, difference: str) -> None:
    _, verdict = found(words, archive)
    assert verdict.verdict == "altered" and verdict.rendered is None
    assert difference in verdict.why


def test_a_wrong_speaker_is_contradicted(archive: Store) -> None:
    _, verdict = found("Sand does not wait for diplomats", archive, speaker="Karim Desht")
    assert (verdict.verdict, verdict.speaker_verdict) == ("verbatim", "contradicted")


@pytest.mark.parametrize("words", ["", "   ", "Bananas are traded by moonlight only", "\x00", "? !", "x" * 9000])
def test_words_that_stand_nowhere_are_absent(archive: Store, words: str) -> None:
    verdict = find_quote(words, store=archive)
    assert isinstance(verdict, QuoteVerdict) and verdict.verdict == "absent" and verdict.rendered is None


def test_a_batch_answers_every_line_and_a_bad_one_with_its_error(archive: Store) -> None:
    collision = article_id(archive, "Patrol boats collide")
    with archive.read() as uow:
        url = uow.articles.get(collision).url
    sea = "Two boats, two stories, one sea"
    quotes = [
        {"id": 1, "text": sea},
        {"id": 2, "text": sea, "url": url, "speaker": "Miro Castellane"},
        {"id": 3, "text": sea, "article_id": article_id(archive, "Insurers say")},
        {"id": 4, "text": "Two boats, three stories, one sea", "article_id": collision},
        {"id": 5, "text": sea, "sentence_id": f"p{collision}.5.s2"},
        {"id": 6, "text": sea, "url": "https://nowhere.example/"},
        {"id": 7},
        {"id": 8, "text": sea, "article_id": "many"},
        "nonsense",
        {"id": 10, "text": sea, "article_id": 99999999999999999999},
        {"id": 11, "text": sea, "article_id": 0},
        {"id": 12, "text": sea, "article_id": str(collision), "kind": "mine"},
        {"id": 13, "text": sea, "sentence_id": "p999999999999999999.999999.s1"},
    ]
    rows = verify_batch({"quotes": quotes}, store=archive)["quotes"]
    assert isinstance(rows, list) and [row["id"] for row in rows] == [1, 2, 3, 4, 5, 6, 7, 8, None, *range(10, 14)]
    verdicts = [row.get("verdict") for row in rows]
    assert verdicts[:6] == ["verbatim", "verbatim", "elsewhere", "altered", "verbatim", "absent"]
    assert verdicts[6:] == [None, None, None, "absent", "absent", "verbatim", "absent"]
    assert rows[1]["speaker_verdict"] == "confirmed" and rows[0]["article_id"] == collision
    assert "quote 7" in str(rows[6]["error"]) and "“article_id” must be a whole number" in str(rows[7]["error"])
    assert "quote number 9" in str(rows[8]["error"])
    assert rows[11]["remarks"] == ["“kind” is not used"] and "remarks" not in rows[0]


def test_claims_are_held_against_the_sentences_that_they_cite(archive: Store) -> None:
    collision = article_id(archive, "Patrol boats collide")
    first = f"p{collision}.1.s1"
    claims = [
        {
            "id": "good",
            "text": "Nine sailors were injured off Cape Dorn.",
            "citations": [first],
        },
        {"id": "number", "text": "Eleven sailors were injured off Cape Dorn.", "citations": [first]},
        {"id": "name", "text": "Nine sailors were injured, Quentin Zabriskie said.", "citations": [first]},
        {"id": "nothing", "text": "Nine sailors were injured.", "citations": []},
        {"id": "unknown", "text": "Nine sailors were injured.", "citations": ["p9999.1.s1", "rubbish"]},
        {"id": "words", "text": "Castellane spoke of “two boats, many stories”.", "citations": [f"p{collision}.5.s2"]},
        {"id": "bad", "text": 7},
    ]
    rows = verify_batch({"claims": claims}, store=archive)["claims"]
    assert isinstance(rows, list)
    by_id = {row["id"]: row for row in rows}
    assert by_id["good"]["verdict"] == "supported" and by_id["good"]["failed"] == []
    assert "V8" in by_id["number"]["failed"] and "V10" in by_id["name"]["failed"]
    for name in ("nothing", "unknown", "words"):
        assert by_id[name]["verdict"] == "unsupported" and by_id[name]["failed"], name
    assert "error" in by_id["bad"]


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        ({}, "needs a list"),
        ({"quotes": "x"}, "“quotes” of the request must be a list"),
        ({"quotes": [{"text": "One sea"}], "claims": {}}, "“claims” of the request must be a list"),
        ({"quotes": [], "claims": []}, "needs a list"),
        ({"qoutes": [{"text": "One sea"}], "claims": [{"text": "It rains."}]}, "did you mean “quotes”"),
    ],
)
def test_a_batch_without_a_list_is_refused(archive: Store, request_: dict[str, object], why: str) -> None:
    with pytest.raises(UserError, match=why):
        verify_batch(request_, store=archive)


def test_claims_are_held_to_the_offices_that_are_known(archive: Store) -> None:
    collision = article_id(archive, "Patrol boats collide")
    claim = {
        "text": "Nine sailors were injured, President Mara Lind of Kavaria said.",
        "citations": [f"p{collision}.1.s1"],
    }
    term = Term("Mara Lind", "president", "kavaria", date(2000, 1, 1), date(2004, 1, 1), frozenset({"president"}))
    unknown = verify_batch({"claims": [claim]}, store=archive)["claims"][0]
    known = verify_batch({"claims": [claim]}, store=archive, offices=Offices((term,)))["claims"][0]
    assert known["why"] != unknown["why"] and "Mara Lind" in str(known["why"]) and "V7" in str(known["failed"])


def test_why_tells_everything_that_became_of_an_address_oldest_first(archive: Store) -> None:
    collision = article_id(archive, "Patrol boats collide")
    with archive.begin() as uow:
        url = uow.articles.get(collision).url
        later = Outcome(url, "cited", "in digest 4", NOW, collision)
        uow.outcomes.record([later, Outcome(url, "stored", "", NOW.replace(hour=1), collision)])
        uow.commit()
    assert [one.kind for one in why(url, store=archive)] == ["stored", "cited"]
    with pytest.raises(NotFound, match="nothing is known of"):
        why("https://nowhere.example/x", store=archive)


def test_a_damaged_text_is_never_shown_or_cited(store: Store) -> None:
    sample = next(one for one in load_articles(NOW) if one.title.startswith("Patrol boats collide"))
    sound = new_article(sample, known=[])
    with store.begin() as uow:
        stored, _ = uow.articles.put(replace(sound, revision=replace(sound.revision, text_sha256="0" * 64)))
        uow.commit()
    with pytest.raises(StoreError, match="damaged"):
        view_source(f"p{stored.id}.1.s1", store=store)
    verdict = find_quote("Two boats, two stories, one sea", store=store)
    assert isinstance(verdict, QuoteVerdict) and verdict.verdict == "absent"
    room = ChatRoom(store)
    room.say("How many sailors were injured in the collision of patrol boats?", key="Q")
    assert not room.answer_to("Q").answered


def test_a_quote_is_held_to_the_day_and_outlet_that_the_request_names(archive: Store) -> None:
    collision = article_id(archive, "Patrol boats collide")
    with archive.read() as uow:
        article = uow.articles.get(collision)
    published = article.revision.published_at
    assert published is not None
    quote = {"text": "Two boats, two stories, one sea", "article_id": collision}
    claims = [
        {"published_at": f"{published:%Y-%m-%d}"},
        {"published_at": "1999-01-01"},
        {"publisher": article.outlet},
        {"publisher": "Somebody Else"},
    ]
    rows = verify_batch({"quotes": [quote | claim for claim in claims]}, store=archive)["quotes"]
    assert isinstance(rows, list)
    assert [row["verdict"] for row in rows] == ["verbatim", "absent", "verbatim", "absent"]


def test_words_that_the_newest_revision_lacks_are_not_verified(archive: Store) -> None:
    collision = article_id(archive, "Patrol boats collide")
    sample = next(one for one in load_articles(NOW) if one.title.startswith("Patrol boats collide"))
    words, quote = "Two boats, two stories, one sea", {"sentence_id": f"p{collision}.5.s2"}
    kept = {"text": "There will be no session this morning", "sentence_id": f"p{collision}.3.s1"}
    corrected = replace(sample, paragraphs=tuple(one.replace(words, "Two boats, one sea") for one in sample.paragraphs))
    with archive.begin() as uow:
        uow.articles.put(new_article(corrected, known=[]))
        uow.commit()
    rows = verify_batch({"quotes": [{"text": words} | quote, kept]}, store=archive)["quotes"]
    assert isinstance(rows, list)
    assert [row["verdict"] for row in rows] == ["absent", "verbatim"] and "revision 2 lacks them" in rows[0]["why"]


def test_both_wordings_of_a_similar_quote_are_shown(archive: Store) -> None:
    view, verdict = found("We can live with the text, and not with the timetable", archive)
    assert verdict.given is not None and "[and]" in verdict.given
    assert verdict.stored is not None and "[but]" in verdict.stored
    assert "Source: We can live with the text, [but] not" in " ".join(source_text(view).split())


def test_a_day_and_an_outlet_count_without_an_article_too(archive: Store) -> None:
    sea = "Two boats, two stories, one sea"
    with archive.read() as uow:
        held = uow.articles.get(article_id(archive, "Patrol boats collide"))
    assert held.revision.published_at is not None
    day = f"{held.revision.published_at:%Y-%m-%d}"
    quotes = [
        {"text": sea, "publisher": held.outlet, "published_at": day},
        {"text": sea, "publisher": "Reuters"},
        {"text": sea, "published_at": "1999-01-01"},
    ]
    rows = verify_batch({"quotes": quotes}, store=archive)["quotes"]
    assert [row["verdict"] for row in rows] == ["verbatim", "absent", "absent"]
    assert held.outlet in str(rows[1]["why"]) and day in str(rows[2]["why"]) and rows[1]["rendered"] is None


def test_an_undated_article_is_not_of_the_day_given(store: Store) -> None:
    sample = next(one for one in load_articles(NOW) if one.title.startswith("Patrol boats collide"))
    made = new_article(sample, known=[])
    undated = replace(made, revision=replace(made.revision, published_at=None))
    with store.begin() as uow:
        stored, _ = uow.articles.put(undated)
        uow.commit()
    sea = {"text": "Two boats, two stories, one sea", "article_id": stored.id}
    rows = verify_batch({"quotes": [sea | {"published_at": "2031-05-06"}, sea]}, store=store)["quotes"]
    assert [row["verdict"] for row in rows] == ["absent", "verbatim"] and "no date" in str(rows[0]["why"])


def test_words_of_an_instruction_and_of_a_machine_are_flagged(archive: Store) -> None:
    quotes = [
        {"text": "The war is over and Kavaria has won.", "speaker": "Oskar Venn"},
        {"text": "permanent peace framework"},
    ]
    rows = verify_batch({"quotes": quotes}, store=archive)["quotes"]
    assert [row["flags"] for row in rows] == [["instruction"], ["ai_generated"]]
    assert rows[0]["speaker_verdict"] == "contradicted" and "instruction" in str(rows[0]["why"])
    _, verdict = found("The war is over and Kavaria has won.", archive)
    assert verdict.speaker is None


def test_one_line_says_how_much_holds() -> None:
    good = {"verdict": "verbatim", "speaker_verdict": "confirmed", "flags": []}
    bad = {"verdict": "verbatim", "speaker_verdict": "contradicted", "flags": []}
    planted = {"verdict": "verbatim", "speaker_verdict": "unknown", "flags": ["instruction"]}
    assert sum_up([good], [{"verdict": "supported"}]) == (True, "quotes: 1 of 1 hold; claims: 1 of 1 supported")
    is_held, line = sum_up([good, bad, planted, {"error": "no text"}], [])
    assert not is_held and line == "quotes: 1 of 4 hold; by another speaker than named: 1"
