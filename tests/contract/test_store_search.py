"""Search over both databases: ranking, limits, hostile queries, phrases."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.domain.article import Article
from bot.domain.lookup import SearchFilter
from bot.ports import Store
from tests.samples import NOW, TEXT, make_article

URL = "https://courier.example/"

HOSTILE = [
    "", "   ", '"', '"unclosed', "OR", "AND OR NOT", "NOT bridge", "NEAR(bridge, 3)", "NEAR/3", "body:bridge", "**",
    "context : bridge", "{body context} : bridge", "bridge*", "^bridge", "bridge)", "((bridge", "-bridge", "+bridge",
    "bridge AND", "a:b", "' OR 1=1 --", "'; DROP TABLE articles; --", "\x00bridge", "bridge\x00harbour", "%_%", "\\",
    "\ud83d bridge", "\\'", "bridge'", "'bridge", "l'été", "🙂", "İstanbul", "日本語", "عربي", "C++", "U.S.", "U.S",
    "3.5", "bridge | harbour & !ferry", "bridge <-> harbour", "bridge:*", "a " * 1000, "the of and to", "x" * 5000,
    "\u202eegdirb", "\n\t\r", "“bridge”", "$1 ?1 :match @x", "bridge -- harbour", "1e309", "it's", "don’t",
    "passage_index MATCH 'x'",
]  # fmt: skip


def fill(store: Store) -> dict[str, Article]:
    """Four articles about three things."""
    pieces = {
        "bridge": make_article(URL + "bridge", hours=2),
        "harbour": make_article(
            URL + "harbour", "The harbour at Zelenka reopened to grain ships.", title="Grain moves again", feed_id=4
        ),
        "ferry": make_article(
            URL + "ferry",
            "U.S. envoy Tom Quill met the ferry captains.\n\nHe was told of nothing, and asked us to wait.",
            title="Envoy on the quay",
            publisher="The Östermark Post",
            hours=30,
        ),
    }
    with store.begin() as uow:
        stored = {name: uow.articles.put(piece)[0] for name, piece in pieces.items()}
        copy = make_article(URL + "copy", TEXT + " A copy.", duplicate_of=stored["bridge"].id)
        stored["copy"] = uow.articles.put(copy)[0]
        uow.commit()
    return stored


def find(store: Store, query: str, **only: object) -> list[str]:
    """Ids of the passages found."""
    return [hit.passage_id for hit in store.search.search(query, only=SearchFilter(**only))]  # type: ignore[arg-type]


def test_a_hit_holds_the_stored_characters_at_its_offsets(store: Store) -> None:
    stored = fill(store)
    (hit,) = store.search.search("café owners naïve")
    article = stored["bridge"]
    assert (hit.rank, hit.article_id, hit.revision, hit.passage) == (1, article.id, 1, 3)
    assert hit.passage_id == f"p{article.id}.3"
    assert hit.text == article.revision.text[hit.start : hit.end]
    assert hit.text == TEXT, "short paragraphs are found together"
    assert (hit.url, hit.title, hit.publisher) == (URL + "bridge", "Norvenia holds its fire", "Norven Courier")
    assert hit.published_at == article.revision.published_at
    assert hit.score > 0


def test_the_passage_with_all_words_comes_first_then_those_with_some(store: Store) -> None:
    stored = fill(store)
    found = find(store, "harbour grain ships reopened")
    assert found[0] == f"p{stored['harbour'].id}.1"
    assert f"p{stored['bridge'].id}.2" in find(store, "Was Zelenka Harbour closed at night?")
    hits = store.search.search("zelenka harbour grain", limit=20)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


def test_word_forms_accents_and_possessives_do_not_matter(store: Store) -> None:
    bridge = fill(store)["bridge"]
    for query in ("ceasefires", "Torvald's ceasefire", "CEASEFIRE", "shelling bridges"):
        assert f"p{bridge.id}.1" in find(store, query), query


def test_headline_outlet_and_day_place_a_passage(store: Store) -> None:
    ferry = fill(store)["ferry"]
    assert find(store, "envoy quay") == [f"p{ferry.id}.1"]
    assert find(store, "Post told wait") == [f"p{ferry.id}.2"]
    assert f"p{ferry.id}.1" in find(store, "ferry 1 March 2026")


@pytest.mark.parametrize("query", ["US envoy", "U.S. envoy", "u.s. envoy", "United States envoy", "USA envoy"])
def test_a_country_is_found_under_its_other_names(store: Store, query: str) -> None:
    ferry = fill(store)["ferry"]
    assert find(store, query)[0] == f"p{ferry.id}.1"


def test_a_pronoun_is_not_a_country(store: Store) -> None:
    fill(store)
    assert find(store, "us") == []
    assert find(store, "what about us then") == []


def test_duplicates_and_old_revisions_are_not_found(store: Store) -> None:
    stored = fill(store)
    with store.begin() as uow:
        uow.articles.put(make_article(URL + "bridge", "The ceasefire collapsed at dawn."))
        uow.commit()
    assert find(store, "Kastrel") == []
    (hit,) = store.search.search("ceasefire")
    assert (hit.article_id, hit.revision, hit.passage_id) == (stored["bridge"].id, 2, f"p{stored['bridge'].id}r2.1")


def test_a_copy_that_changed_into_its_own_article_is_found(store: Store) -> None:
    stored = fill(store)
    with store.begin() as uow:
        uow.articles.put(make_article(URL + "copy", "Quite another story about lanterns."))
        uow.commit()
    assert find(store, "lanterns") == [f"p{stored['copy'].id}r2.1"]
    assert f"p{stored['bridge'].id}.1" in find(store, "ceasefire shelled bridge"), "the index of the first is whole"


def test_an_article_that_became_a_duplicate_is_not_found(store: Store) -> None:
    stored = fill(store)
    with store.begin() as uow:
        uow.articles.put(make_article(URL + "harbour", TEXT + " Again.", duplicate_of=stored["bridge"].id))
        uow.commit()
    assert find(store, "grain") == []
    assert find(store, "Kastrel") == [f"p{stored['bridge'].id}.2"]


def test_searches_are_narrowed(store: Store) -> None:
    stored = fill(store)
    harbour, bridge = f"p{stored['harbour'].id}.1", f"p{stored['bridge'].id}.2"
    query = "zelenka harbour"
    assert set(find(store, query)) == {harbour, bridge}
    assert find(store, query, article_ids=frozenset({stored["bridge"].id})) == [bridge]
    assert find(store, query, article_ids=frozenset()) == []
    assert find(store, query, article_ids=frozenset({10**9})) == []
    assert find(store, query, feed_ids=frozenset({4})) == [harbour]
    assert find(store, query, publishers=frozenset({"Nobody"})) == []
    assert find(store, query, published_from=NOW - timedelta(hours=1)) == [harbour]
    assert find(store, query, published_to=NOW) == [bridge]
    assert find(store, query, published_from=NOW + timedelta(hours=1)) == []


def test_a_few_articles_are_searched_with_every_word(store: Store) -> None:
    ferry = fill(store)["ferry"]
    ids = frozenset({ferry.id})
    assert find(store, "nothing wait unheard words", article_ids=ids) == [f"p{ferry.id}.2"]


def test_no_query_raises_or_has_its_way(store: Store) -> None:
    fill(store)
    for query in HOSTILE:
        words_only = re.sub(r"[^\w\s'’.,]", " ", query)
        assert find(store, query) == find(store, words_only), query
        store.search.find_phrase(query)
    with store.read() as uow:
        assert uow.articles.count() == 4


def test_operators_are_words(store: Store) -> None:
    stored = fill(store)
    assert find(store, "NOT harbour grain")[0] == f"p{stored['harbour'].id}.1"
    assert find(store, "context:grain") == find(store, "context grain")
    assert find(store, "harb*") == [], "a star is no wildcard"


def test_stop_words_alone_find_nothing_and_long_questions_are_cut(store: Store) -> None:
    fill(store)
    assert find(store, "what is it that they said to the") == []
    question = "bridge " + " ".join(f"word{number}" for number in range(5000))
    assert find(store, question), "the first words count"


def test_a_phrase_is_found_but_for_case_marks_and_punctuation(store: Store) -> None:
    stored = fill(store)
    bridge = f"p{stored['bridge'].id}.1"
    for words in (
        '"we will NOT shell the bridge,"',
        "will not — shell the bridge",
        "“not shell”",
        "ceasefire would hold. We",
    ):
        assert [hit.passage_id for hit in store.search.find_phrase(words)] == [bridge], words
    assert [hit.article_id for hit in store.search.find_phrase("U.S. envoy Tom Quill")] == [stored["ferry"].id]
    assert [hit.passage for hit in store.search.find_phrase("1,250 people crossed")] == [2]
    assert [hit.passage for hit in store.search.find_phrase("the of a us")] == []
    assert [hit.passage for hit in store.search.find_phrase("nobody asked us")] == [3]


def test_a_phrase_with_another_word_form_or_order_is_not_found(store: Store) -> None:
    fill(store)
    for words in (
        "will not shelled the bridge",
        "shell will not the bridge",
        "not shell the bridges",
        "old. We will",
        "",
    ):
        assert store.search.find_phrase(words) == (), words


def test_a_phrase_of_common_words_is_found(store: Store) -> None:
    ferry = fill(store)["ferry"]
    assert [hit.passage_id for hit in store.search.find_phrase("he was told of nothing")] == [f"p{ferry.id}.2"]
    assert [hit.passage_id for hit in store.search.find_phrase("to wait")] == [f"p{ferry.id}.2"]


def test_limits_are_kept(store: Store) -> None:
    with store.begin() as uow:
        for number in range(30):
            uow.articles.put(make_article(f"{URL}{number}", f"Lantern number {number} was lit."))
        uow.commit()
    assert len(store.search.search("lantern lit", limit=7)) == 7
    assert len({hit.article_id for hit in store.search.search("lantern lit unheard", limit=25)}) == 25
    assert len(store.search.find_phrase("was lit", limit=3)) == 3


def test_long_articles_are_found_in_pieces(store: Store) -> None:
    paragraphs = [
        f"Paragraph {number} speaks of lantern{number} and little else, at some length. " * 6 for number in range(9)
    ]
    with store.begin() as uow:
        article, _ = uow.articles.put(make_article(URL + "long", "\n\n".join(paragraphs)))
        uow.commit()
    for number in range(9):
        (hit,) = store.search.search(f"lantern{number}")
        assert hit.passage == number + 1
        assert len(hit.text) <= 1200
        assert hit.text == article.revision.text[hit.start : hit.end]
    (huge,) = store.search.find_phrase("speaks of lantern7")
    assert huge.passage == 8
