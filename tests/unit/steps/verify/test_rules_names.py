"""V10: names that stand and names that fall."""

from __future__ import annotations

import pytest

from tests.grounds import broken

PEOPLE = (
    "Mara Lind, the harbour minister of Orsa, met Tomas Roe in Velm. He left the hall early.\n\n"
    "Ada Venn waited outside. Roe told Lind that the pilots of Sund would strike."
)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Mara Lind met Tomas Roe in Velm.", "p1.1.s1"),
        ("Lind met Roe in Velm.", "p1.1.s1"),
        ("Tomas Roe left the hall early.", "p1.1.s2"),  # named in the sentence before
        ("Tomas Roe told Mara Lind that the pilots of Sund would strike.", "p1.2.s2"),  # spelled out by the article
        ("Port Tidings reported that Lind met Roe in Velm.", "p1.1.s1"),
        ("Early on, he left the hall.", "p1.1.s2"),
    ],
)
def test_v10_names_of_the_source_stand(text: str, cited: str) -> None:
    assert broken(text, PEOPLE, cited) == set()


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Mara Lind met Jonas Fehl in Velm.", "p1.1.s1"),
        ("Ada Venn met Tomas Roe in Velm.", "p1.1.s1"),
        ("Ada Lind met Tomas Roe in Velm.", "p1.1.s1"),
        ("Mara Lind met Tomas Roe in Sund.", "p1.1.s1"),
        ("Venn told Lind that the pilots of Sund would strike.", "p1.2.s2"),  # in the sentence before, in Roe's place
    ],
)
def test_v10_other_names_fall(text: str, cited: str) -> None:
    assert "V10" in broken(text, PEOPLE, cited)


def test_v10_a_surname_of_two_people_is_given_in_full_to_neither() -> None:
    source = "Mara Lind and Olav Lind sat in the hall.\n\nLater, Lind left the hall for the northern pier."
    assert "V10" in broken("Mara Lind left the hall for the northern pier.", source, "p1.2.s1")


@pytest.mark.parametrize("name", ["Kyiv", "Ukraine", "The Ukrainians"])
def test_v10_a_capital_stands_for_its_country(name: str) -> None:
    assert broken(f"{name} rejected the plan for the strait.", "Ukraine rejected the plan for the strait.") == set()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("U.S. officials met the envoy of Orsa in Velm.", "U.S. officials met the envoy in Velm."),
        ("The group has ten members, including the U.S.", "The group has ten members, including the U.S."),
        ("Kavaria will not stop a mission led by Ostreya.", "Kavaria will not stop an Ostreyan-led mission."),
        ("Tolmesh accepts the text of the draft accord.", "The Tolmeshi side accepts the text of the draft accord."),
        ("A Kavarian boat left for the harbour of Velm.", "A boat of Kavaria left for the harbour of Velm."),
        ("President Halvek of Kavaria left the hall.", "Kavarian President Halvek left the hall."),
    ],
)
def test_v10_a_country_stands_for_its_people(source: str, text: str) -> None:
    assert broken(text, source) == set()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Tolmesh accepts the text of the draft accord.", "The Kavarian side accepts the text of the draft accord."),
        ("Dorinda Halvek left the hall for the pier.", "Dorindan Halvek left the hall for the pier."),
        ("Julia left the long talks in the hall.", "Julian left the long talks in the hall."),
        ("Kavaria will not stop a mission led by Ostreya.", "Kavaria will not stop a Tolmeshi-led mission."),
    ],
)
def test_v10_a_like_name_is_another_name(source: str, text: str) -> None:
    assert "V10" in broken(text, source)


def test_v10_the_plural_of_a_word_of_the_source_opens_a_sentence_as_no_name() -> None:
    source = "A board vote in Orsa and a council vote in Velm still stand in the way."
    assert broken("Votes in Orsa and Velm still stand in the way.", source) == set()


def test_v10_whoever_reported_a_sentence_may_be_named_beside_it() -> None:
    source = "Lind faces a close vote on the Orsa accord when her board meets on Tuesday."
    assert (
        broken("Lind faces a close vote when her board meets on Tuesday, the Port Tidings reported.", source) == set()
    )
    assert broken("Lind faces a close vote when her board meets on Tuesday, Tidings reported.", source) == set()


def test_v10_a_country_in_capitals_is_no_pronoun() -> None:
    source = "Ostreya waited for the fleet.\n\nThe US did not alert harbour officials ahead of the strike on Saturday."
    text = "Ostreya did not alert harbour officials ahead of the strike on Saturday."
    assert "V10" in broken(text, source, "p1.2.s1")


def test_v10_a_tag_behind_a_name_is_known() -> None:
    source = "Sen. Josh Lind, R-Mo., called for the chairman of the harbour to be removed."
    assert broken("Sen. Josh Lind, R-Mo., called for the chairman of the harbour to be removed.", source) == set()


def test_v10_a_title_in_common_does_not_keep_a_name() -> None:
    source = "Mayor Venn sat by the window.\n\nOn the pier Prince Ivo met Prince Oskar and left the harbour at noon."
    assert "V10" in broken("On the pier Venn met Prince Oskar and left the harbour at noon.", source, "p1.2.s1")
