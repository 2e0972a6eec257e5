"""Every form in which a text names a speaker: who, in which role, by which verb, told to whom."""

from __future__ import annotations

import pytest

from bot.domain.article import Quotation
from bot.domain.quote_speaker import SURE
from tests.grounds import article_of


def found(text: str) -> list[Quotation]:
    return list(article_of(text).revision.quotations)


@pytest.mark.parametrize(
    ("text", "speaker", "role", "cue", "via"),
    [
        # before
        ("Mara Lind said, “We wait for the ice.”", "Mara Lind", None, "said", None),
        ("Said Mara Lind: “We wait for the ice.”", "Mara Lind", None, "said", None),
        ("But Mara Lind said Orsa has “enormous respect” for the pilots.", "Mara Lind", None, "said", None),
        ("On Tuesday Mara Lind said Orsa “waits for the ice to go”.", "Mara Lind", None, "said", None),
        (
            "Mara Lind, who runs the port, said Orsa “waits for the ice to go”.",
            "Mara Lind",
            "who runs the port",
            "said",
            None,
        ),
        (
            "Port chief Mara Lind (Orsa) called the plan “a gift to the pilots”.",
            "Mara Lind",
            "Port chief",
            "called",
            None,
        ),
        (
            "The mayor of Orsa, Mara Lind, told Sund Radio that “we wait for the ice”.",
            "Mara Lind",
            "The mayor of Orsa",
            "told",
            "Sund Radio",
        ),
        (
            "Mara Lind, the mayor of Orsa, a member of the board, said the ice “cannot be left to itself”.",
            "Mara Lind",
            "the mayor of Orsa, a member of the board",
            "said",
            None,
        ),
        ("In a statement, Mara Lind wrote: “We wait for the ice.”", "Mara Lind", None, "wrote", None),
        ("What Mara Lind called a “gift to the pilots” went down badly.", "Mara Lind", None, "called", None),
        (
            "Mara Lind told a woman who had suggested a ferry that “we wait for the ice”.",
            "Mara Lind",
            None,
            "told",
            None,
        ),
        # after
        ("“We wait for the ice,” Mara Lind told reporters.", "Mara Lind", None, "told", None),
        (
            "“We wait for the ice,” retired Sund Navy general Mara Lind said.",
            "Mara Lind",
            "retired Sund Navy general",
            "said",
            None,
        ),
        ("“We wait for the ice,” said harbour chief Mara Lind.", "Mara Lind", "harbour chief", "said", None),
        (
            "“We wait for the ice,” said Mara Lind of Orsa, the minister for ports.",
            "Mara Lind",
            "the minister for ports",
            "said",
            None,
        ),
        ("“We wait for the ice,” wrote Mara Lind for Morning Tidings.", "Mara Lind", None, "wrote", None),
        ("“Do we wait?” asked Mara Lind, 44, a pilot from Orsa.", "Mara Lind", None, "asked", None),
        ("“We wait for the ice” – Mara Lind", "Mara Lind", None, None, None),
        ("“We wait for the ice,” as Mara Lind put it.", "Mara Lind", None, "put", None),
        ("“We wait for the ice,” according to Mara Lind, a pilot.", "Mara Lind", None, "according to", None),
        ("“We wait for the ice,” she was quoted as saying.\n\nMara Lind left.", None, None, "saying", None),
        ("“We wait for the ice,” Mara Lind was quoted as saying.", "Mara Lind", None, "saying", None),
        ("Mara Lind was quoted by Sund Radio as saying: “We wait for the ice.”", "Mara Lind", None, "saying", None),
        # at the end of a longer sentence
        ("The port “will open in the spring” if the pilots agree, Mara Lind said.", "Mara Lind", None, "said", None),
        (
            "The port “will open in the spring” if the pilots agree, according to Mara Lind.",
            "Mara Lind",
            None,
            "according to",
            None,
        ),
        # going on
        ("Mara Lind dismissed the plan, calling it “a gift to the pilots”.", "Mara Lind", None, "calling", None),
        (
            "Mara Lind met the pilots on Monday and called them “friends of the port”.",
            "Mara Lind",
            None,
            "called",
            None,
        ),
        ("After saying the ice was “thicker than a wall”, Mara Lind left.", "Mara Lind", None, "saying", None),
        ("Asked about the ice, Mara Lind replied: “We wait for the spring.”", "Mara Lind", None, "replied", None),
        ("The film shows footage of Mara Lind saying, “We wait for the spring.”", "Mara Lind", None, "saying", None),
        # bodies and documents
        ("“We wait for the ice,” the Harbour Ministry said.", "the Harbour Ministry", None, "said", None),
        ("“We wait for the ice,” Port Tidings reported.", "Port Tidings", None, "reported", None),
        ("“We wait for the ice,” Lind’s office said in a statement.", "Lind’s office", None, "said", None),
        ("The report found “no ice that a ship could not break”.", "the report", None, "found", None),
        (
            "The letter, signed by 40 pilots, said Orsa “waits for nobody”.",
            "the letter",
            "signed by 40 pilots",
            "said",
            None,
        ),
        ("“We wait for the ice,” two officials said.", "two officials", None, "said", None),
        ("The bridge is “unsafe in any wind”, per the port’s rules.", "the port’s rules", None, "according to", None),
        # second hand
        (
            "“We wait for the ice,” Mara Lind told state media, according to Port Tidings.",
            "Mara Lind",
            None,
            "told",
            "state media",
        ),
        (
            "Mara Lind told state radio the boats have “no equal in any port”, according to Tidings.",
            "Mara Lind",
            None,
            "told",
            "state radio",
        ),
        (
            "“We wait for the ice,” Mara Lind said, according to Port Tidings.",
            "Mara Lind",
            None,
            "said",
            "Port Tidings",
        ),
        (
            "“We wait for the ice,” Mara Lind said, as quoted by Port Tidings.",
            "Mara Lind",
            None,
            "said",
            "Port Tidings",
        ),
        # spoken of as a noun
        (
            "Pilots laughed at Mara Lind’s claim that there was “no ice anywhere in the north”.",
            "Mara Lind",
            None,
            "claim",
            None,
        ),
        # other marks
        ("„Wir warten auf das Eis“, sagte Mara Lind.", "Mara Lind", None, "sagte", None),
        ("'We wait for the ice,' Mara Lind said.", "Mara Lind", None, "said", None),
        ("“We heard ‘go home’ twice”, said Mara Lind.", "Mara Lind", None, "said", None),
    ],
)
def test_speaker_role_cue_and_chain(
    text: str, speaker: str | None, role: str | None, cue: str | None, via: str | None
) -> None:
    quotation = found(text)[0]
    assert (quotation.speaker, quotation.role, quotation.cue, quotation.via) == (speaker, role, cue, via)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # a list is one utterance
        ("Mara Lind called the plan “angry,” “loud” and a “gift to pilots”.", ["Mara Lind"] * 3),
        # joined and interrupted
        ("“We wait,” said Mara Lind. “We hope for May.”", ["Mara Lind"] * 2),
        ("“We wait,” Mara Lind said, “for the ice to go.”", ["Mara Lind"] * 2),
        # over several paragraphs, named at the start or at the end
        ("Mara Lind said: “We wait for the ice.\n\n“And we hope for May.”", ["Mara Lind"] * 2),
        ("“We wait for the ice.\n\n“And we hope for May,” Mara Lind said.", ["Mara Lind"] * 2),
        # introduced by the paragraph before
        ("Mara Lind added:\n\n“We wait for the ice.”", ["Mara Lind"]),
        # the next line is somebody else's
        (
            "“We wait,” Mara Lind said. “We hope.”\nPilot Tomas Roe added, “So do we.”",
            ["Mara Lind"] * 2 + ["Tomas Roe"],
        ),
        # a transcript
        ("“LIND: We wait for the ice.\n\n“ROE: For how long?\n\n“LIND: Until May.”", ["Lind", "Roe", "Lind"]),
        # mismatched glyphs
        ('“We wait for the ice", Mara Lind said. "We hope for May.”', ["Mara Lind"] * 2),
    ],
)
def test_several_parts_of_one_utterance(text: str, named: list[str]) -> None:
    assert [one.speaker for one in found(text)] == named


@pytest.mark.parametrize(
    ("lead", "pronoun", "speaker"),
    [
        ("Mara Lind met Tomas Roe at the port.", "she", "Mara Lind"),
        ("Mr. Roe met Mrs. Lind at the port.", "he", "Mr. Roe"),
        ("Fehl explained why his board backs Thomas Roe over Jonas Stahl.", "he", "Fehl"),
        ("“We hope,” said pilot Edda Venn.\n\nThe board left.", "she", "Edda Venn"),
        ("After the vote Anna Stahl gave up her seat, Edda Venn said.", "she", "Edda Venn"),
        ("The plan worries Henrik Crespo, head of the pilots’ club.", "he", "Henrik Crespo"),
        ("Thomas Roe’s tone has changed since the storm. In a letter he spoke of rest.", "he", "Thomas Roe"),
    ],
)
def test_whom_a_pronoun_means(lead: str, pronoun: str, speaker: str) -> None:
    last = found(f"{lead}\n\n“We wait for the ice,” {pronoun} said.")[-1]
    assert last.speaker is not None
    assert last.speaker.rsplit(maxsplit=1)[-1] == speaker.rsplit(maxsplit=1)[-1]


def test_a_heading_does_not_run_into_the_name_below_it() -> None:
    text = "Mara Lind\n\nThe board met on Monday. “We wait for the ice,” Lind said."
    assert found(text)[-1].speaker == "Mara Lind"


def test_a_pronoun_may_mean_somebody_without_a_name() -> None:
    text = "Anna Lind met pilots on Monday. One woman asked for rest.\n\n“We wait for the ice,” she said."
    quotation = found(text)[-1]
    assert quotation.speaker != "Anna Lind" or quotation.confidence < SURE


def test_a_description_is_resolved_by_title() -> None:
    text = "The mayor, Mara Lind, met Senator Tomas Roe.\n\n“We wait,” the senator said. “We hope,” the mayor said."
    assert [one.speaker for one in found(text)] == ["Tomas Roe", "Mara Lind"]


def test_a_family_name_with_a_form_of_address_of_the_other_gender_is_somebody_else() -> None:
    text = "Mr. Venn spoke on Monday. Emma Venn, his wife, listened.\n\n“We wait for the ice,” Mr. Venn said."
    speaker = found(text)[-1].speaker
    assert speaker is not None
    assert "Emma" not in speaker


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “night fleet” of Orsa stays in port.",
        "Tomas Roe, nicknamed “King Roe”, met Mara Lind, who said nothing.",
        "Mara Lind told Sund Radio on “The Long Shore” that the ice would stay.",
        "Mara Lind starred in the film “The Long Shore” and said so.",
        "On a “night of fire” nobody slept.",
        "Mara Lind posted films with titles like “The ice is coming for all of us this time”.",
    ],
)
def test_names_titles_and_scare_quotes_are_nobodys_words(text: str) -> None:
    (quotation,) = found(text)
    assert (quotation.kind, quotation.speaker) == ("term", None)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        # the verb belongs to the next quotation
        ("In a box labelled “ice and wind,” a pilot had written “never again”.", "a pilot"),
        # a noun that looks like a verb
        ("Tomas Roe answered Mara Lind’s past references to the ice as “a wall of fear”.", "Mara Lind"),
        # a passive
        ("Pilots “are ready to talk” about the men being held by Mara Lind, Tomas Roe told reporters.", "the men"),
        # whoever is spoken of
        ("Mara Lind admires Tomas Roe as a “strong leader of men in storms”.", "Tomas Roe"),
        # the second verb belongs to the clause
        (
            "Tomas Roe named Mara Lind a “disgrace” after she scolded pilots and blamed storms on “lazy minds of men”.",
            "Tomas Roe",
        ),
        # a reported report may be either's
        ("Tomas Roe said that Mara Lind once described the ice as “the gold standard of walls”.", "Mara Lind"),
    ],
)
def test_nobody_is_sure_who_only_stands_near(text: str, wrong: str) -> None:
    last = found(text)[-1 if "disgrace" in text or "box" not in text else 0]
    assert last.speaker != wrong or last.confidence < SURE
