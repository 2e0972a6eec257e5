"""What topic and mute rules hit, and what is said of those that cannot be read."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace

import pytest

from bot.domain.article import Article
from bot.domain.errors import UserError
from bot.steps.choose.reading import Reading
from bot.steps.choose.rules import find_muted, find_topic, is_mentioned, read_rule, spell_rules
from bot.steps.words.patterns import MAX_PATTERN_CHARS
from bot.steps.words.rule_text import MAX_RULES, check_rules
from tests.grounds import article_of

FAR = "The boats of Orsa wait for the ice to go, and nobody knows when that will be. " * 12


def piece(text: str, title: str = "A short note") -> Article:
    return article_of(text, title=title)


def topic(article: Article, rule: str) -> str | None:
    return find_topic(Reading(article), read_rule(rule))


def muted(article: Article, rule: str) -> str | None:
    return find_muted(Reading(article), read_rule(rule))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("ferry", "The ferries stay in port."),
        ("FERRIES", "A ferry stays in port."),
        ("election", "Orsa's elections are near."),
        ("cafe", "The cafés of Orsa are shut."),
        ("Łódź café", "The Łódź cafés are shut."),
        ("northern port", "They lie in the northern port."),
        ("Kiev", "The envoy came to Kyiv."),
        ("Kyiv", "The envoy came to Kiev."),
        ("Turkey", "The envoy came to Türkiye."),
        ("Türkiye", "The envoy came to Turkey."),
        ("United States", "The U.S. sent an envoy."),
        ("U.S.", "The United States sent an envoy."),
        ("US", "The USA sent an envoy."),
        ("United Nations", "The UN sent an envoy."),
        ("Ukraine", "The envoy came to Kyiv."),
    ],
)
def test_words_are_found_in_their_other_forms(rule: str, text: str) -> None:
    assert topic(piece(text), rule) == "in the opening"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("US", "He told us to let us go."),
        ("Poland", "They polish the boats."),
        ("port", "The report is short."),
        ("northern port", "The port is northern."),
        ("ferry boat", "The ferry. Boats wait."),
    ],
)
def test_other_words_are_not(rule: str, text: str) -> None:
    assert topic(piece(text), rule) is None


def test_a_topic_is_told_somewhere_and_not_only_in_what_the_page_hangs_around_it() -> None:
    for hung in (
        "Related: Elections in Velm.",
        "Read more about the elections here.",
        "Photo by Mara Lind/Reuters of the elections.",
        "Topics: elections",
        "• More on the elections",
    ):
        article = piece(f"The ferries stay in port.\n\n{hung}\n\n{hung}")
        assert topic(article, "elections") is None, hung
        assert topic(article, "text:elections") is None, hung
        assert topic(article, "text:/[Ee]lections/") is None, hung
        assert is_mentioned(Reading(article), read_rule("elections"))
    assert topic(piece("The ferries stay in port.\n\nElections\n\nNobody votes."), "elections") == "in the opening"


def test_far_down_a_topic_must_come_back_and_a_pattern_need_not() -> None:
    once = piece(f"{FAR}Elections are near.")
    assert topic(once, "election") is None
    assert topic(once, "/[Ee]lections?\\b/") == "in the text"
    assert topic(piece(f"{FAR}Elections are near. They are elections of a kind."), "election") == (
        "more than once in the text"
    )


def test_a_mute_rule_hits_headline_address_or_all_of_the_text() -> None:
    plain = piece(f"{FAR}The match was short.", title="Ice")
    assert muted(plain, "match") is None
    assert muted(piece(FAR, title="Match of the day"), "match") == "in the headline"
    assert muted(piece(f"{FAR}One match. Two matches. A match again."), "match") == "3 times in the text"
    assert muted(plain, "/match was/") == "in the text"
    assert muted(replace(plain, canonical_url="https://tidings.example/sport/7"), "sport") == "in the address"
    assert muted(replace(plain, canonical_url="https://sport.example/news/7"), "sport") is None


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("title:talks", "in the headline"),
        ("title:/^Ferry/", "in the headline"),
        ("title:ice", None),
        ("text:ice", "in the text"),
        ("url:tidings", "in the address"),
        ("url:/^https://tidings\\.example/\\d+$/", "in the address"),
        ("author:mara lind", "in the author's name"),
        ("author: Mara Lind", "in the author's name"),
        ("author:Roe", None),
        ("outlet:Port Tidings", "in the outlet's name"),
        ("outlet:tidings.example", "in the outlet's name"),
        ("outlet:/gazette/i", None),
    ],
)
def test_a_rule_may_name_its_field(rule: str, place: str | None) -> None:
    article = piece("The ice on the lake is thick.", title="Ferry talks stall")
    article = replace(article, revision=replace(article.revision, byline="By Mara Lind"))
    assert topic(article, rule) == place
    assert muted(article, rule) == place


def test_only_a_known_field_is_one() -> None:
    assert topic(piece("Ukraine: talks go on."), "Ukraine: talks") == "in the opening"
    assert topic(piece("The ice on the lake is thick."), "/ICE/") is None
    assert topic(piece("The ice on the lake is thick."), "/ICE/i") == "in the text"


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("/(ferry/", "missing )"),
        ("/ferry(?=boat)/", "(?="),
        ("/(a)\\1/", "\\1"),
        ("/a*/", "every article"),
        ("/(?:[\\pL]{1,900}).*[\\pN]{900}/", "too large"),
        ("/((a{100}){100}){100}/", "repetition"),
        (f"/{'a' * (MAX_PATTERN_CHARS + 1)}/", "300"),
        ("a" * 201, "200"),
        ("…", "no word"),
        ("", "no word"),
        ("title:/", "no word"),
        ("url:/[/", "missing ]"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named_in_one_line(rule: str, complaint: str) -> None:
    with pytest.raises(UserError) as caught:
        check_rules(["ferry", rule], where="mute")
    assert caught.value.message.startswith("mute rule 2 “") and complaint in caught.value.message
    assert "\n" not in caught.value.message and len(caught.value.message) < 400


def test_there_is_a_limit_to_rules() -> None:
    check_rules(["ice"] * MAX_RULES, where="topics")
    with pytest.raises(UserError, match="topics has 201 rules"):
        check_rules(["ice"] * (MAX_RULES + 1), where="topics")


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+$", "(a|a?)+b", "(.*a){12}b", "([a-z]+)*=", "^(([a-z])+.)+[A-Z]$"]
)
def test_a_pattern_that_hangs_other_engines_takes_time_by_the_length_of_the_text_only(pattern: str) -> None:
    article = Reading(piece(f"{'a' * 20_000}!"))
    rule = read_rule(f"/{pattern}/")
    began = time.process_time()
    find_muted(article, rule)
    assert time.process_time() - began < 10  # an engine that goes back would not be done in years


def test_rules_are_named_a_few_at_a_time() -> None:
    rules = [read_rule(word) for word in "ice port boat ferry talks lake wind".split()]
    assert spell_rules(rules) == "“ice”, “port”, “boat”, “ferry”, “talks” and 2 more"


def test_the_library_is_loaded_with_the_first_pattern_only() -> None:
    script = (
        "import sys; from bot.steps.words.rule_text import check_rules; check_rules(['ice', 'title:a'], where='mute');"
        "print('re2' in sys.modules, 'snowballstemmer' in sys.modules);"
        "check_rules(['/ice/'], where='mute'); print('re2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False", "False", "True"]
