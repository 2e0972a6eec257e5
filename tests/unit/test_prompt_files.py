"""The prompt files: pinned, checked at start, filled with data that is never read as a template."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from bot.domain.errors import ConfigError
from bot.prompt_files import PROMPTS, default_texts, load_prompts, read_lock, read_prompt

VALUES = {name: {key: f"<{key}>" for key in inputs} for name, (_, inputs) in PROMPTS.items()}


def test_every_file_is_as_its_version_was_pinned() -> None:
    lock = read_lock()
    assert lock.keys() == default_texts().keys()
    for name, text in default_texts().items():
        prompt = read_prompt(name, text)
        pinned = {"version": prompt.version, "sha256": prompt.sha256}
        assert pinned == lock[name], f"{name}.md changed: raise its version and pin it in versions.lock"
        assert prompt.sha256 == sha256(prompt.body.encode()).hexdigest()


@pytest.mark.parametrize("name", sorted(PROMPTS))
def test_a_prompt_is_filled(name: str) -> None:
    system, user = load_prompts().fill(name, **VALUES[name])
    assert "Reply with the JSON object only" in system
    assert all(f"<{key}>" in system + user for key in PROMPTS[name][1])
    assert "{{" not in system + user
    assert "{%" not in system + user


def test_values_are_data_and_not_templates() -> None:
    hostile = "{{ 7 * 7 }} {% include 'x' %} {{ self.__class__ }}"
    _, user = load_prompts().fill("digest_repair", evidence=hostile)
    assert hostile in user


@pytest.mark.parametrize("values", [{}, {"evidence": "x", "other": "y"}, {"evidnce": "x"}])
def test_missing_and_unknown_values_are_refused(values: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="digest_repair"):
        load_prompts().fill("digest_repair", **values)


def test_an_unknown_prompt_is_refused() -> None:
    with pytest.raises(ConfigError, match="no prompt called"):
        load_prompts().fill("jury")


def test_the_stamp_covers_what_a_prompt_includes(tmp_path: Path) -> None:
    usual = load_prompts().stamp("answer")
    rules = default_texts()["_rules"].replace("HOW YOU ARE READ", "HOW YOU ARE READ, BRIEFLY")
    (tmp_path / "_rules.md").write_text(rules, encoding="utf-8")
    changed = load_prompts(tmp_path).stamp("answer")
    assert (usual.id, usual.version) == (changed.id, changed.version)
    assert usual.sha256 != changed.sha256


HEADER = "---\nid: digest_repair\nversion: 1\ninputs: [evidence]\nreply: repairs\nmax_output_tokens: 600\n---\n"
BODY = "=== system ===\nMend. Reply with the JSON object only.\n=== user ===\n{{ evidence }}\n"


def test_an_own_file_takes_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "digest_repair.md").write_text(HEADER + BODY, encoding="utf-8")
    assert load_prompts(tmp_path).fill("digest_repair", evidence="E") == (
        "Mend. Reply with the JSON object only.",
        "E",
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("digest_repair", BODY),
        ("digest_repair", HEADER.replace("id: digest_repair", "id: answer") + BODY),
        ("digest_repair", HEADER.replace("version: 1", "version: one") + BODY),
        ("digest_repair", HEADER.replace("reply: repairs", "reply: prose") + BODY),
        ("digest_repair", HEADER.replace("[evidence]", "[evidence, nonce]") + BODY),
        ("digest_repair", HEADER + BODY.replace("{{ evidence }}", "nothing")),
        ("digest_repair", HEADER + BODY.replace("{{ evidence }}", "{{ evidence }} {{ more }}")),
        ("digest_repair", HEADER + BODY.replace("{{ evidence }}", "{{ evidence")),
        ("digest_repair", HEADER + BODY.replace("{{ evidence }}", '{{ evidence }}{% include "gone.md" %}')),
        ("digest_repair", HEADER + "no roles {{ evidence }}"),
        ("digest_repair", HEADER.replace("600", "9999999") + BODY),
        ("digest_repair", "---\n[\n---\n" + BODY),
        ("jury", HEADER + BODY),
    ],
)
def test_a_broken_file_is_named_in_one_line(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=name) as caught:
        load_prompts(tmp_path)
    assert "\n" not in caught.value.message


def test_a_missing_folder_is_named() -> None:
    with pytest.raises(ConfigError, match="not a folder"):
        load_prompts(Path("/nowhere/prompts"))
