"""Drafts shaken at random: whatever a model mixes up, what is printed stands in the archive."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from bot.flows.ask_model import Writers
from bot.flows.digest import write_digest
from bot.models import extractive
from bot.ports import Store
from bot.prompt_files import load_prompts
from tests.fakes.drafts import Json, honest, read_stories, sentences_of
from tests.fakes.model import ScriptedModel
from tests.integration.printed import check_printed
from tests.integration.test_digest_writing import WATCH
from tests.sample_archive import NOW, store_samples
from tests.store_fixtures import sqlite_store

PROMPTS = load_prompts()
ROUNDS = 60
GARBAGE = (
    "",
    "“All is well.”",
    'He said "yes"',
    "{q1}{q1}",
    "{q9}",
    "{",
    "‘never’ was the word",
    "<!channel>",
    "[x](https://evil.example)",
    "https://evil.example/claim",
    "\u202egnihton",
    "\x00\x1b[2J",
    "999 ships",
    "not",
    "according to Ambassador Quentin Zabriskie",
    "on 31 February 2031",
    "p1.1.s1",
    "e\u0301" * 400,
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = sqlite_store(tmp_path_factory.mktemp("fuzz"))
    store_samples(store)
    yield store
    store.close()


def _shake(reply: Json, user: str, rng: random.Random) -> None:
    """Swap, splice, cut or spoil some of what an honest writer would have said."""
    sentences = list(sentences_of(reply))
    lines = [line for story in read_stories(user) for line in story.lines]
    for _ in range(rng.randint(1, 6)):
        if not sentences:
            return
        one, other = rng.choice(sentences), rng.choice(sentences)
        rng.choice((_swap, _splice, _cut, _spoil, _borrow))(one, other, lines, rng)
    for name in ("headline", "standfirst"):
        if name in reply and rng.random() < 0.3:
            reply[name] = rng.choice((*GARBAGE, rng.choice(lines).text if lines else ""))


def _swap(one: Json, other: Json, lines: Any, rng: random.Random) -> None:
    field = rng.choice(("citations", "quotes", "text"))
    one[field], other[field] = other[field], one[field]


def _splice(one: Json, other: Json, lines: Any, rng: random.Random) -> None:
    words, more = one["text"].split(), other["text"].split()
    one["text"] = " ".join(words[: rng.randint(0, len(words))] + more[rng.randint(0, len(more)) :])


def _cut(one: Json, other: Json, lines: Any, rng: random.Random) -> None:
    for quote in one["quotes"]:
        words = quote["words"].split()
        start = rng.randint(0, max(len(words) - 1, 0))
        quote["words"] = " ".join(words[start : rng.randint(start, len(words))])


def _spoil(one: Json, other: Json, lines: Any, rng: random.Random) -> None:
    words = one["text"].split()
    words.insert(rng.randint(0, len(words)), rng.choice(GARBAGE))
    one["text"] = " ".join(words)


def _borrow(one: Json, other: Json, lines: Any, rng: random.Random) -> None:
    """Words and speakers of other quotations, ids of other lines."""
    if not lines:
        return
    spoken = [(line, quote) for line in lines for quote in line.quotes]
    for quote in one["quotes"]:
        line, (speaker, words) = rng.choice(spoken or [(lines[0], ("Mara Lind", "all is well"))])
        quote[rng.choice(("speaker", "words", "sentence_id"))] = rng.choice((speaker, words, line.sentence_id))[:190]
    if rng.random() < 0.5:
        one["citations"] = [rng.choice(lines).sentence_id]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_shaken_draft_prints_nothing_that_the_archive_does_not_hold(archive: Store, seed: int) -> None:
    rng = random.Random(seed)

    def shaken(task: str, user: str) -> Json:
        reply = honest(task, user)
        _shake(reply, user, rng)
        return reply

    writers = Writers(archive, PROMPTS, lambda: NOW, extractive.build(), ScriptedModel(shaken))
    written = write_digest(WATCH, as_of=NOW, writers=writers)
    check_printed(written.digest, archive)
    assert written.digest.developments
