"""The prompt files: loaded, checked and hashed once at start. Implements `Prompts` of `bot/ports`.

A file is Markdown with a header (id, version, inputs, reply, max_output_tokens) and a body whose layout is Jinja.
Values are inserted as data and never read again as a template. What the inputs hold is `steps/write/tasks`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import yaml
from jinja2 import DictLoader, StrictUndefined, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.domain.digest import PromptStamp
from bot.domain.errors import ConfigError

PROMPTS: Mapping[str, tuple[str, frozenset[str]]] = {
    "digest_plan": (
        "draft_plan",
        frozenset({"watch", "topics", "as_of", "window", "evidence", "previous"}),
    ),
    "digest_write": (
        "draft_digest",
        frozenset({"watch", "topics", "as_of", "window", "words", "evidence", "previous"}),
    ),
    "digest_repair": ("repairs", frozenset({"evidence"})),
    "judge": ("judgements", frozenset({"evidence"})),
    "answer": ("draft_answer", frozenset({"evidence", "answer_type", "scope", "as_of"})),
    "rewrite_question": ("rewritten_question", frozenset({"turns", "names", "as_of"})),
}
"""Every prompt that the program asks with: the form of its reply and the inputs it is given."""

LOCK = "versions.lock"
_HEADER = re.compile(r"\A---\n(?P<header>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_ROLES = re.compile(r"\A\s*=== system ===\n(?P<system>.*?)^=== user ===\n(?P<user>.*)\Z", re.DOTALL | re.MULTILINE)
_MAX_TOKENS = range(16, 32_001)


@dataclass(frozen=True, slots=True)
class PromptFile:
    """One file as read: `sha256` is of its body alone, `includes` names the files that its body takes in."""

    id: str
    version: int
    body: str
    sha256: str
    inputs: frozenset[str] = frozenset()
    reply: str = ""
    max_output_tokens: int = 0
    includes: tuple[str, ...] = ()


class PromptFiles:
    """The prompts of one folder. Make it with `load_prompts`."""

    def __init__(self, parts: Mapping[str, PromptFile]) -> None:
        self._parts = parts
        self._environment = _environment({f"{name}.md": part.body.strip() for name, part in parts.items()})
        self._roles = {name: _split_roles(parts[name]) for name in PROMPTS}
        for name in PROMPTS:
            self._check(parts[name])

    def fill(self, prompt_id: str, **values: object) -> tuple[str, str]:
        """System and user text. Raises ConfigError when an input is missing or unknown."""
        part = self._part(prompt_id)
        if values.keys() != part.inputs:
            wrong = ", ".join(sorted(values.keys() ^ part.inputs))
            raise ConfigError(f"the prompt {prompt_id} was filled with other inputs than it declares: {wrong}")
        system, user = (self._environment.from_string(text) for text in self._roles[prompt_id])
        return system.render(values).strip(), user.render(values).strip()

    def stamp(self, prompt_id: str) -> PromptStamp:
        """Id, version, and one hash over the body and everything it includes."""
        part = self._part(prompt_id)
        bodies = [part.body, *(self._parts[name].body for name in part.includes)]
        return PromptStamp(part.id, part.version, sha256("\0".join(bodies).encode()).hexdigest())

    def max_output_tokens(self, prompt_id: str) -> int:
        """Limit from the header."""
        return self._part(prompt_id).max_output_tokens

    def _part(self, prompt_id: str) -> PromptFile:
        if prompt_id not in PROMPTS:
            raise ConfigError(f"there is no prompt called {prompt_id}")
        return self._parts[prompt_id]

    def _check(self, part: PromptFile) -> None:
        reply, inputs = PROMPTS[part.id]
        if part.reply != reply:
            raise ConfigError(f"prompt {part.id}: its header says reply {part.reply!r}, the program expects {reply!r}")
        if part.inputs != inputs:
            wrong = ", ".join(sorted(part.inputs ^ inputs))
            raise ConfigError(f"prompt {part.id}: the inputs of its header are not those of the program: {wrong}")
        unknown = [name for name in part.includes if name not in self._parts]
        if unknown:
            raise ConfigError(f"prompt {part.id}: it includes {unknown[0]}.md, which is not there")
        used = set().union(*(_variables(self._environment, self._parts[name]) for name in (part.id, *part.includes)))
        if used != inputs:
            wrong = ", ".join(sorted(used ^ inputs))
            raise ConfigError(
                f"prompt {part.id}: inputs that are declared and not used, or used and not declared: {wrong}"
            )


def load_prompts(override: Path | None = None) -> PromptFiles:
    """The prompts that come with the program; a file of the same name in `override` takes its place.

    Raises ConfigError with one line that names the file and what is wrong with it.
    """
    texts = default_texts()
    if override is not None:
        if not override.is_dir():
            raise ConfigError(f"PROMPTS_DIR: {override} is not a folder")
        for path in sorted(override.glob("*.md")):
            if path.stem not in texts:
                known = ", ".join(sorted(texts))
                raise ConfigError(f"PROMPTS_DIR: {path.name} is not a prompt of this program (known: {known})")
            texts[path.stem] = path.read_text("utf-8")
    return PromptFiles({name: read_prompt(name, text) for name, text in texts.items()})


def default_texts() -> dict[str, str]:
    """The files that come with the program, by name without `.md`."""
    folder = files("prompts")
    return {entry.name[:-3]: entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".md")}


def read_lock() -> Mapping[str, Mapping[str, object]]:
    """The pinned version and body hash of every file that comes with the program."""
    pinned: Mapping[str, Mapping[str, object]] = json.loads((files("prompts") / LOCK).read_text("utf-8"))
    return pinned


def read_prompt(name: str, text: str) -> PromptFile:
    """One file from its text. Raises ConfigError."""
    found = _HEADER.match(text.replace("\r\n", "\n"))
    if found is None:
        raise ConfigError(f"prompt {name}.md: it must begin with a header between two lines of ---")
    header = _read_header(name, found["header"])
    version, limit, inputs = header.get("version"), header.get("max_output_tokens", 0), header.get("inputs", [])
    if header.get("id") != name:
        raise ConfigError(f"prompt {name}.md: its header calls it {header.get('id')!r}")
    if not isinstance(version, int) or version < 1:
        raise ConfigError(f"prompt {name}.md: the version must be a whole number from 1")
    if not isinstance(inputs, list) or not isinstance(limit, int) or (inputs and limit not in _MAX_TOKENS):
        raise ConfigError(f"prompt {name}.md: inputs must be a list, and max_output_tokens between 16 and 32000")
    body = found["body"]
    return PromptFile(
        id=name,
        version=version,
        body=body,
        sha256=sha256(body.encode()).hexdigest(),
        inputs=frozenset(map(str, inputs)),
        reply=str(header.get("reply", "")),
        max_output_tokens=limit,
        includes=_includes(name, body),
    )


def _read_header(name: str, text: str) -> Mapping[str, object]:
    try:
        header = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigError(f"prompt {name}.md: its header is not valid YAML") from error
    if not isinstance(header, dict):
        raise ConfigError(f"prompt {name}.md: its header must hold names and values")
    return header


def _environment(sources: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=DictLoader(dict(sources)), undefined=StrictUndefined, autoescape=False, trim_blocks=True
    )


def _includes(name: str, body: str) -> tuple[str, ...]:
    try:
        tree = _environment({}).parse(body)
    except TemplateError as error:
        raise ConfigError(f"prompt {name}.md: its layout is broken: {error}") from error
    wanted = [node.template for node in tree.find_all(nodes.Include)]
    return tuple(str(node.value).removesuffix(".md") for node in wanted if isinstance(node, nodes.Const))


def _variables(environment: ImmutableSandboxedEnvironment, part: PromptFile) -> set[str]:
    return meta.find_undeclared_variables(environment.parse(part.body))


def _split_roles(part: PromptFile) -> tuple[str, str]:
    found = _ROLES.match(part.body)
    if found is None:
        raise ConfigError(f"prompt {part.id}.md: its body must have a part === system === and a part === user ===")
    return found["system"], found["user"]
