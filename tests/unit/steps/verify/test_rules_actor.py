"""V11: who acts in ours acts in the source."""

from __future__ import annotations

import pytest

from tests.grounds import article_of, broken

FALSE = [
    ("Roe told Lind that the ferry had sunk.", "Lind told Roe that the ferry had sunk."),
    ("Velm attacked Ostreya on Monday.", "Ostreya attacked Velm on Monday."),
    ("Ostreya was attacked by Velm on Monday.", "Ostreya attacked Velm on Monday."),
    ("Ostreya was attacked on Monday.", "Ostreya attacked Velm on Monday."),
    ("Velm attacked Ostreya.", "Velm was attacked by Ostreya early on Tuesday."),
    ("Velm attacks Ostreya.", "Ostreya attacked Velm on Monday."),
    ("Roe criticised Lind over the harbour plan.", "Lind denounced Roe over the harbour plan."),
    ("Roe asked Lind to send the ferry back.", "Lind asked Roe to send the ferry back."),
    (
        "Roe warned that the dam of Lind was close to breaking.",
        "Lind warned that the dam of Roe was close to breaking.",
    ),
    ("Stahl and Roe rejected the plan.", "Stahl and Lind rejected the plan that Roe had drawn up."),
    (
        "Roe said the plan would be dropped after the storm.",
        "“The plan,” said Lind, would be dropped, and Roe heard it.",
    ),
    ("Lind attacked the minister in parliament.", "The minister attacked Lind in parliament."),
    ("The Velmian boat had crossed the line.", "Velm said that the Ostreyan boat had crossed the line."),
    ("The Velm delegation is led by Mara Lind.", "The Ostreyan delegation is led by Mara Lind. Velm sent Roe."),
    ("The board ordered Lind to publish the report.", "Lind said the board had erred and ordered it to publish it."),
]

LAWFUL = [
    ("The board ordered Lind to leave.", "Lind was late and the board ordered her to leave."),
    ("The board ordered Lind to leave.", "As Lind was late, the board ordered the minister to leave."),
    ("The Ostreyan boat crossed the line, Velm said.", "Velm said that the Ostreyan boat had crossed the line."),
    ("The Ostreya delegation is led by Mara Lind.", "The Ostreyan delegation is led by Mara Lind. Velm sent Roe."),
    ("The Velmian delegation left.", "The two delegations left, the Velmian one first."),
    ("Velm was attacked by Ostreya on Monday.", "Ostreya attacked Velm on Monday."),
    ("Ostreya attacked Velm.", "On Monday, Velm was attacked by Ostreya, the board said."),
    ("Lind spoke to Roe about the ferry.", "Lind told Roe that the ferry had sunk."),
    ("Lind met Roe in Tolmesh.", "Roe met Lind in Tolmesh."),
    ("Roe and Lind agreed on the harbour plan.", "Lind and Roe agreed on the harbour plan."),
    ("Lind said that the ferry had sunk.", "Lind, who was met by Roe, told the board that the ferry had sunk."),
    ("Lind rejected the plan.", "The plan was rejected by the minister, Lind."),
    ("Lind rejected the harbour plan.", "After Roe had left, Lind, head of the board, rejected the harbour plan."),
    ("Ostreya sent Velm two ferries.", "Two ferries were sent to Velm by Ostreya."),
    ("According to Lind, Roe left Velm.", "Roe left Velm, Lind said."),
    ("Roe, the harbour master, warned Lind.", "Lind was warned by Roe, the harbour master."),
    ("Roe received a letter from Lind.", "Lind sent Roe a letter."),
    ("Roe said the board had accepted.", "Roe told Lind the board had accepted, and Lind said he was glad."),
]


@pytest.mark.parametrize(("ours", "source"), FALSE)
def test_exchanged_actors_are_refused(ours: str, source: str) -> None:
    assert "V11" in broken(ours, source)


@pytest.mark.parametrize(("ours", "source"), LAWFUL)
def test_the_same_act_in_another_form_passes(ours: str, source: str) -> None:
    assert "V11" not in broken(ours, source)


def test_a_hearer_must_be_named_by_the_source() -> None:
    source = "Lind said that the ferry had sunk."
    assert "V11" in broken("Lind told Port Tidings that the ferry had sunk.", source)
    assert "V11" in broken("Lind told lawmakers that the ferry had sunk.", source)
    assert "V11" in broken("Lind told reporters that the ferry had sunk.", source)
    assert "V11" not in broken(
        "Lind told reporters that it had sunk.", "At a press briefing Lind said that it had sunk."
    )
    assert "V11" not in broken("Lind told Roe that it had sunk.", "Lind informed Roe that it had sunk.")


def test_the_actor_may_come_from_another_cited_sentence() -> None:
    source = "Lind leads the board. She rejected the harbour plan on Monday."
    assert "V11" not in broken("Lind rejected the harbour plan on Monday.", source, "p1.1.s1", "p1.1.s2")


@pytest.mark.parametrize(
    ("ours", "source"),
    [
        ("Ostreya announced new tolls.", "Roe repeated this aim as part of an Ostreya announcement of new tolls."),
        ("Lind promised new beacons.", "Roe said that Lind's promise of new beacons stands."),
        ("The strait has 40 boats, Harbour Radio reported.", "Roe told reporters that the strait has 40 boats, "
         "according to Harbour Radio."),
        ("The strait has 40 boats, Port Tidings reported.", "Roe told reporters that the strait has 40 boats."),
    ],
)  # fmt: skip
def test_an_act_in_a_noun_and_a_report_by_the_outlet_are_no_exchange(ours: str, source: str) -> None:
    assert "V11" not in broken(ours, source)


def test_a_day_in_the_name_of_an_outlet_and_a_body_behind_said_are_read() -> None:
    tolls = article_of(
        "Tolls in Orsa rose as the U.S. moved to raise fares, Roe told the board.", publisher="harbourtoday.test"
    )
    assert "V11" not in broken("Tolls in Orsa rose, Harbour Today reported.", tolls)
    source = "“We will sail again soon enough,” said the Harbour Board, which met on Monday."
    assert "V11" not in broken("The Harbour Board said it met on Monday.", source)
    assert "V11" in broken("The Port Council said it met on Monday.", source + " The Port Council listened.")


def test_what_stands_behind_said_speaks_only_behind_quoted_words() -> None:
    source = "Mara Lind, President of the Strait Board, wrote that Roe's role in ending the dispute was large."
    assert "V11" not in broken("Mara Lind, President of the Strait Board, wrote that Roe's role was large.", source)
    source = "“We will sail”, said Lind, before the boats left."
    assert "V11" in broken("Roe said that the boats left.", f"{source} Roe listened.")
