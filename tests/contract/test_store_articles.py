"""ArticleTable and OutcomeTable over both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.article import Outcome
from bot.domain.errors import NotFound, StoreError
from bot.domain.ids import parse_sentence_id
from bot.ports import Store
from tests.samples import NOW, TEXT, make_article

URL = "https://courier.example/a"


def test_a_stored_article_comes_back_whole(store: Store) -> None:
    new = make_article(URL, hours=5, feed_id=3, guid="g1", fingerprint=b"\x00\xff")
    with store.begin() as uow:
        put, outcome = uow.articles.put(new)
        uow.commit()
    with store.read() as uow:
        found = uow.articles.get(put.id)
    assert outcome == "stored"
    assert found == put
    assert found.revision == new.revision
    assert found.revision.quotations[0].speaker == "Ana Torvald"
    assert found.quotation_text(found.revision.quotations[0]) == "We will not shell the bridge,"
    sentence_id = parse_sentence_id(f"p{found.id}.3.s1")
    assert sentence_id is not None
    assert str(found.sentence_text(sentence_id)).startswith("Café owners in Östermark")


def test_the_same_text_again_is_unchanged_and_new_text_is_a_revision(store: Store) -> None:
    with store.begin() as uow:
        first, _ = uow.articles.put(make_article(URL))
        same, outcome = uow.articles.put(make_article(URL, title="Another headline"))
        assert (same, outcome) == (first, "unchanged")
        second, outcome = uow.articles.put(make_article(URL, TEXT + "\n\nCorrected."))
        assert (outcome, second.id, second.revision.number) == ("revised", first.id, 2)
        uow.commit()
    with store.read() as uow:
        assert uow.articles.get(first.id).revision.text.endswith("Corrected.")
        assert uow.articles.get(first.id, 1).revision == first.revision
        assert uow.articles.count() == 1
        with pytest.raises(NotFound, match="revision 3"):
            uow.articles.get(first.id, 3)


def test_a_guid_of_the_same_feed_is_the_same_article_although_its_url_moved(store: Store) -> None:
    with store.begin() as uow:
        first, _ = uow.articles.put(make_article(URL, feed_id=1, guid="tag:1"))
        moved, outcome = uow.articles.put(make_article(URL + "/moved", TEXT + " More.", feed_id=1, guid="tag:1"))
        other, other_outcome = uow.articles.put(make_article(URL + "/x", TEXT + " Else.", feed_id=2, guid="tag:1"))
    assert (moved.id, outcome) == (first.id, "revised")
    assert other_outcome == "stored"
    assert other.id > first.id


def test_ids_rise_and_are_never_used_again_after_a_rollback_of_others(store: Store) -> None:
    ids = []
    for number in range(5):
        with store.begin() as uow:
            ids.append(uow.articles.put(make_article(f"{URL}{number}"))[0].id)
            uow.commit()
    assert ids == sorted(set(ids))


def test_articles_are_found_by_url_canonical_url_and_text(store: Store) -> None:
    new = replace(make_article(URL + "?utm=1"), canonical_url=URL)
    with store.begin() as uow:
        put, _ = uow.articles.put(new)
        assert uow.articles.find_by_url(URL) == put
        assert uow.articles.find_by_url(URL + "?utm=1") == put
        assert uow.articles.find_by_url(URL + "\x00") is None
        assert uow.articles.find_by_text(new.revision.text_sha256) == put
        uow.articles.put(replace(make_article(URL, TEXT + " More."), canonical_url=URL))
        assert uow.articles.find_by_text(new.revision.text_sha256) is None


def test_known_urls_and_guids_of_a_feed(store: Store) -> None:
    with store.begin() as uow:
        uow.articles.put(make_article(URL, feed_id=7, guid="g"))
        uow.articles.put(make_article(URL + "2", TEXT + "2", feed_id=8))
        assert uow.articles.list_urls(7) == {URL, "g"}


def test_recent_articles_are_half_open_newest_first_and_by_feed(store: Store) -> None:
    with store.begin() as uow:
        for hours in (1, 2, 3):
            uow.articles.put(make_article(f"{URL}{hours}", f"{TEXT}{hours}", hours=hours, feed_id=hours))
        listed = uow.articles.list_recent(since=NOW - timedelta(hours=3), until=NOW - timedelta(hours=1))
        assert [article.url for article in listed] == [URL + "2", URL + "3"]
        assert listed[0].revision.passages
        everything = {"since": NOW - timedelta(days=1), "until": NOW + timedelta(days=1)}
        assert [a.url for a in uow.articles.list_recent(**everything, feed_ids=[3])] == [URL + "3"]
        assert uow.articles.list_recent(**everything, feed_ids=[]) == ()
        assert len(uow.articles.list_recent(**everything, limit=2)) == 2


def test_fingerprints_leave_duplicates_out(store: Store) -> None:
    with store.begin() as uow:
        first, _ = uow.articles.put(make_article(URL, fingerprint=b"abc"))
        copy, _ = uow.articles.put(make_article(URL + "2", TEXT + "2", fingerprint=b"abd", duplicate_of=first.id))
        assert uow.articles.list_fingerprints(since=NOW) == ((first.id, b"abc"),)
        assert uow.articles.list_fingerprints(since=NOW + timedelta(seconds=1)) == ()
        assert uow.articles.get(copy.id).duplicate_of == first.id


@pytest.mark.parametrize("text", ["half a surrogate \ud83d here", "a NUL \x00 here"])
def test_text_that_no_database_holds_is_refused_and_the_rest_goes_on(store: Store, text: str) -> None:
    bad = make_article(URL, "safe")
    bad = replace(bad, revision=replace(bad.revision, text=text))
    with store.begin() as uow:
        with pytest.raises(StoreError, match="cannot be stored"):
            uow.articles.put(bad)
        with pytest.raises(StoreError, match="2000 characters"):
            uow.articles.put(make_article("https://courier.example/" + "a" * 3000))
        uow.articles.put(make_article(URL, title="A title\x00 \ud83d", feed_id=1, guid="g" * 5000))
        uow.commit()
    with store.read() as uow:
        found = uow.articles.find_by_url(URL)
    assert found is not None
    assert found.title == "A title\ufffd \ufffd"


def test_an_article_without_passages_can_be_stored(store: Store) -> None:
    new = make_article(URL)
    with store.begin() as uow:
        put, _ = uow.articles.put(replace(new, revision=replace(new.revision, passages=(), quotations=())))
        assert uow.articles.get(put.id).revision.passages == ()


def test_outcomes_are_listed_and_counted(store: Store) -> None:
    later = NOW + timedelta(hours=1)
    with store.begin() as uow:
        uow.outcomes.record([Outcome(URL, "stored", "", NOW, 1), Outcome(URL, "cited", "n=1", later, 1, "Morning", 7)])
        uow.outcomes.record([Outcome(URL + "2", "muted", "word 'sport'", later, None, "Morning", 7)])
        uow.outcomes.record([])
        assert [outcome.kind for outcome in uow.outcomes.list_for_url(URL)] == ["stored", "cited"]
        assert uow.outcomes.list_for_url(URL)[1] == Outcome(URL, "cited", "n=1", later, 1, "Morning", 7)
        assert uow.outcomes.count_by_kind(since=NOW) == {"stored": 1, "cited": 1, "muted": 1}
        assert uow.outcomes.count_by_kind(since=later, watch="Morning") == {"cited": 1, "muted": 1}
        long_url = "https://courier.example/" + "x" * 9000
        uow.outcomes.record([Outcome(long_url, "failed", "too long", NOW)])
        assert len(uow.outcomes.list_for_url(long_url)) == 1


def test_of_editions_that_were_not_published_the_last_of_each_watch_is_kept(store: Store) -> None:
    published = Outcome(URL, "kept", "ranked lower", NOW, None, "Morning", 7)
    first, second = (Outcome(URL, "cited", f"sources {number}", NOW, None, "Morning") for number in (1, 2))
    other = Outcome(URL, "muted", "muted by “sport” in the headline", NOW, None, "Evening")
    with store.begin() as uow:
        uow.outcomes.record([published])
        uow.outcomes.record_trial("Evening", [other])
        uow.outcomes.record_trial("Morning", [first])
        uow.outcomes.record_trial("Morning", [second])
        uow.commit()
    with store.read() as uow:
        assert uow.outcomes.list_for_url(URL) == (published, other, second)
        assert uow.outcomes.count_by_kind(since=NOW) == {"kept": 1}


def test_outcomes_of_articles_are_found_by_the_address_that_they_were_read_at(store: Store) -> None:
    spelled = make_article(URL + "?from=feed")
    spelled = replace(spelled, canonical_url=URL)
    with store.begin() as uow:
        first, _ = uow.articles.put(spelled)
        second, _ = uow.articles.put(make_article(URL + "2", TEXT + "2"))
        told = [Outcome(one.url, "cited", f"n={one.id}", NOW, one.id, "Morning") for one in (first, second)]
        uow.outcomes.record([*told, Outcome(URL, "stale", "an older address", NOW, first.id)])
        uow.commit()
    with store.read() as uow:
        assert uow.outcomes.list_for_url(first.url) == (told[0],)
        assert uow.outcomes.list_for_url(second.url) == (told[1],)
        assert [one.kind for one in uow.outcomes.list_for_url(URL)] == ["stale"]
        assert uow.articles.get(first.id).url == URL + "?from=feed"
    assert {hit.url for hit in store.search.search("Kastrel bridge")} == {first.url, second.url}


def test_an_article_counts_as_of_every_feed_that_carried_it(store: Store) -> None:
    """F-04: it belongs to the feed that brought it first; a watch that names the other one finds it all the same."""
    since, until = NOW - timedelta(days=9), NOW + timedelta(days=9)
    with store.begin() as uow:
        article, _ = uow.articles.put(make_article(URL + "1", feed_id=1, guid="g1"))
        uow.articles.add_to_feed(2, [article.id])
        uow.articles.add_to_feed(2, [article.id])
        assert URL + "1" in uow.articles.list_urls(2)
        assert "g1" in uow.articles.list_urls(2)
        assert uow.articles.list_urls(3) == frozenset()
        found = uow.articles.list_recent(since=since, until=until, feed_ids=[2])
        assert [one.id for one in found] == [article.id]
        assert len(uow.articles.list_recent(since=since, until=until, feed_ids=[1, 2])) == 1
        assert uow.articles.list_recent(since=since, until=until, feed_ids=[3]) == ()
