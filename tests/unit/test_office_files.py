"""The office holders of the package and of the operator's own file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import ConfigError
from bot.domain.office import GRACE, Offices
from bot.office_files import load_offices
from bot.steps.words.names import ALIASES

OWN = """
offices:
  - office: president
    of: norvenia
    also: [head of state]
    holders:
      - {name: Mara Lind, from: 2029-03-01, to: 2031-03-01}
      - name: Tomas Roe
        from: 2031-03-01
"""


def load(text: str, folder: Path) -> Offices:
    path = folder / "offices.yaml"
    path.write_text(text, encoding="utf-8")
    return load_offices(path)


def test_the_packaged_facts_are_sound() -> None:
    offices = load_offices()
    assert len(offices.terms) > 150
    known = offices.terms[0].known_until
    for term in offices.terms:
        assert term.of in ALIASES, term
        assert term.first < (term.last or known) <= known, term
        assert term.titles, term


def test_no_two_people_hold_one_office_at_a_time() -> None:
    offices = load_offices()
    for one in offices.terms:
        for other in offices.terms:
            if (one.office, one.of) == (other.office, other.of) and one.first < other.first:
                assert one.last is not None and one.last <= other.first + timedelta(days=1), (one, other)
    assert timedelta(days=1) < GRACE


def test_an_own_file_adds_an_office(tmp_path: Path) -> None:
    offices = load(OWN, tmp_path)
    assert [term.name for term in offices.of_office(["head of state"], "norvenia")] == ["Mara Lind", "Tomas Roe"]
    assert len(offices.terms) == len(load_offices().terms) + 2
    assert offices.of_person("Tomas Roe")[0].covers(date(2090, 1, 1)) is True


def test_an_own_file_replaces_an_office_of_the_package(tmp_path: Path) -> None:
    packaged = load_offices().terms[0]
    text = OWN.replace("norvenia", packaged.of).replace("office: president", f"office: {packaged.office}")
    offices = load(text, tmp_path)
    kept = [term.name for term in offices.terms if (term.office, term.of) == (packaged.office, packaged.of)]
    assert kept == ["Mara Lind", "Tomas Roe"]


@pytest.mark.parametrize(
    ("text", "line", "mend"),
    [
        ("offices: [", 1, "check indents"),
        ("nothing: here", 1, "write `offices:`"),
        (OWN.replace("2029-03-01", "March 2029"), 7, "must be a day like"),
        (OWN.replace("from: 2029-03-01, ", ""), 7, "needs `from"),
        (OWN.replace("to: 2031-03-01", "to: 2020-03-01"), 7, "may not lie before"),
        (OWN.replace("    of: norvenia\n", ""), 3, "`of` is missing"),
        (OWN.replace("name: Mara Lind", "nam: Mara Lind"), 7, "`nam` is not one of `name`, `from`, `to`"),
        (OWN.replace("name: Mara Lind, ", ""), 7, "`name` is missing"),
        (OWN.replace("to: 2031-03-01", "until: 2031-03-01"), 7, "`until` is not one of"),
        (OWN.replace("    also:", "    alias:"), 3, "`alias` is not one of"),
        ("known_til: 2031-01-01" + OWN, 1, "`known_til` is not one of"),
        (OWN.replace("2029-03-01", "2030-13-01"), 7, "must be a day like 2031-01-20, not '2030-13-01'"),
        (OWN.replace("2029-03-01", "2029-03-01T09:00:00"), 7, "not '2029-03-01T09:00:00'"),
        ("known_until: 2031-02-30" + OWN, 1, "not '2031-02-30'"),
        (OWN.replace("[head of state]", "head of state"), 3, "must be lists"),
        ("offices: []", 1, "one entry an office"),
        ("offices:\n  - {office: king, of: norvenia, holders: []}\n", 2, "`holders` is empty"),
        ("offices: " + "[" * 5000, 1, "too deep"),
        ("offices:\n  - president\n", 1, "is no office"),
        ("offices:\n  - {office: king, of: norvenia, holders: [Lind]}\n", 2, "is no holder"),
    ],
)
def test_a_bad_file_stops_with_one_line_that_says_where_and_how(
    text: str, line: int, mend: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(text, tmp_path)
    message = caught.value.message
    assert f"offices.yaml, line {line}: " in message
    assert mend in message
    assert "\n" not in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.yaml cannot be read"):
        load_offices(tmp_path / "nowhere.yaml")
