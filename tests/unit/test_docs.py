"""Whatever a user can set, run or choose stands in the docs."""

from __future__ import annotations

import argparse
import dataclasses
import re
from pathlib import Path

import pytest

from bot.app import list_adapters, option_names
from bot.cli import build_parser
from bot.config import FIXED_NAMES, General
from bot.domain.errors import BotError
from bot.domain.feed import Feed
from bot.domain.verdict import RULES
from bot.domain.watch import Watch
from bot.prompt_files import default_texts

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SETTINGS = (DOCS / "configuration.md").read_text("utf-8")
COMMANDS = (DOCS / "commands.md").read_text("utf-8")


def commands() -> list[str]:
    names = []
    for name, parser in _subcommands(build_parser()):
        inner = _subcommands(parser)
        names += [f"{name} {action}" for action, _ in inner] or [name]
    return names


def _subcommands(parser: argparse.ArgumentParser) -> list[tuple[str, argparse.ArgumentParser]]:
    found = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return list(found[0].choices.items()) if found else []


def test_every_setting_is_documented() -> None:
    for section, names in option_names().items():
        assert f"[{section}]" in SETTINGS, section
        for name in names:
            assert f"`{name}`" in SETTINGS, f"[{section}] {name}"
    for kind in (General, Feed, Watch):
        for field in dataclasses.fields(kind):
            if field.name not in ("id", "origin", "given_url"):
                assert f"`{field.name}`" in SETTINGS, f"{kind.__name__}.{field.name}"


def test_every_environment_name_is_documented() -> None:
    for name in (*FIXED_NAMES, "BRIEFBOT_CONFIG"):
        assert f"`{name}`" in SETTINGS, name


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert re.search(rf"`{re.escape(command)}\b", COMMANDS), command


@pytest.mark.parametrize("command", commands())
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args([*command.split(), "--help"])
    assert ended.value.code == 0
    assert "usage: briefbot" in capsys.readouterr().out


@pytest.mark.parametrize("package", ["sources", "models", "platforms"])
def test_every_adapter_is_documented(package: str) -> None:
    for name in list_adapters(package):
        assert f"`{name}`" in SETTINGS, f"bot/{package}/{name}"


def test_every_prompt_and_rule_is_documented() -> None:
    text = (DOCS / "how-it-verifies.md").read_text("utf-8") + SETTINGS
    for name in default_texts():
        assert f"`{name}" in text, name
    for rule in RULES:
        assert re.search(rf"\b{rule}\b", text), rule


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md"]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_errors_are_a_tree_with_one_root() -> None:
    import bot.domain.errors as errors

    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert kinds and all(issubclass(kind, BotError) for kind in kinds)
