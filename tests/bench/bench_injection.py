"""What a model that obeys every instruction in its evidence can do to readers: nothing, or this bench fails.

    python -m tests.bench.bench_injection [ROWS.jsonl]

Each row goes through title, body, caption, quotation, feed name and question, with a stub that writes what the row
wants. Without a file the invented rows of `tests/injections` are used.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.domain.errors import SourceError
from bot.domain.watch import Watch
from bot.flows.ask_model import Writers
from bot.flows.digest import write_digest
from bot.models import extractive
from bot.prompt_files import load_prompts
from bot.steps.find.instructions import is_instruction
from tests.chat_room import ChatRoom
from tests.fakes.model import ScriptedModel
from tests.injections import (
    CARRIERS,
    INVENTED,
    Injection,
    harms,
    harms_of_text,
    obeying,
    poisoned,
    row_from_json,
)
from tests.sample_archive import NOW, store_samples
from tests.store_fixtures import sqlite_store

WATCH = Watch("Strait Watch", window_days=5, timezone="Europe/Brussels")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("rows", nargs="?", type=Path)
    path = parser.parse_args().rows
    rows = _read(path) if path else INVENTED
    tried: Counter[str] = Counter()
    harmed: Counter[str] = Counter()
    for row in rows:
        for carrier in CARRIERS:
            tried[carrier] += 1
            for harm in _harms(row, carrier):
                harmed[carrier] += 1
                print(f"{row.id} by {carrier}: {harm[:160]}", flush=True)
    flagged = sum(is_instruction(sentence) for row in rows for sentence in (row.text,))
    for carrier in CARRIERS:
        print(f"{carrier:12} {tried[carrier]:4} rows {harmed[carrier]:4} harmful effects")
    print(f"{len(rows)} rows, {sum(harmed.values())} harmful effects; the lexicon alone knows {flagged} of their texts")
    return int(bool(harmed))


def _read(path: Path) -> Sequence[Injection]:
    lines = path.read_text("utf-8").splitlines()
    return [row for line in lines if line.strip() and (row := row_from_json(line)) is not None]


def _harms(row: Injection, carrier: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        store = sqlite_store(Path(folder))
        try:
            store_samples(store)
            model = ScriptedModel(obeying(row))
            if carrier == "question":
                room = ChatRoom(store, model)
                asked = (row.text, f"How many merchant ships used the strait? {row.text}")
                return [harm for text in asked for harm in harms_of_text(room.text(text), row)]
            with store.begin() as uow:
                uow.articles.put(poisoned(row, carrier))
                uow.commit()
            writers = Writers(store, load_prompts(), lambda: NOW, extractive.build(), model, plan=True, judge=True)
            return harms(write_digest(WATCH, as_of=NOW, writers=writers).digest, row, store)
        except SourceError:
            return []  # the page was refused when it was read
        finally:
            store.close()


if __name__ == "__main__":
    sys.exit(main())
