"""The contract of `Source`, put to every file in `bot/sources` over a real fetcher and a local server."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from bot import fetcher, sources
from bot.domain.errors import SourceError
from bot.domain.feed import Validators
from bot.ports import Source
from tests.contract.source_specimens import SPECIMENS, Specimen
from tests.servers.web import WebServer

KINDS = sorted(module.name for module in pkgutil.iter_modules(sources.__path__))
TITLES = ("Ferries sail again today", "Envoys “meet” on the island & talk", "Tolls rise in the strait")


@pytest.fixture(params=KINDS)
def module(request: pytest.FixtureRequest) -> ModuleType:
    return importlib.import_module(f"bot.sources.{request.param}")


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def source(module: ModuleType, web: WebServer) -> Source:
    real = fetcher.build(fetcher.Options(total_timeout_s=30), allow_hosts=(web.host,))
    built: Source = module.build(module.Options(), real)
    return built


@pytest.fixture
def specimen(module: ModuleType, web: WebServer, tmp_path: Path) -> Specimen:
    kind = module.__name__.rpartition(".")[2]
    assert kind in SPECIMENS, f"add a specimen of the kind {kind!r} to tests/contract/source_specimens.py"
    made = SPECIMENS[kind](web, tmp_path)
    made.publish(TITLES)
    return made


def test_an_adapter_has_options_and_a_build_that_takes_them(module: ModuleType) -> None:
    assert dataclasses.is_dataclass(module.Options)
    module.Options()
    assert list(inspect.signature(module.build).parameters)[:2] == ["options", "fetcher"]
    assert module.__doc__


def test_items_are_whole(source: Source, specimen: Specimen) -> None:
    listing = source.list_items(specimen.feed, Validators())
    assert not listing.is_unchanged
    assert listing.kind == specimen.feed.kind
    assert listing.parser
    assert len(listing.items) == len(TITLES)
    assert len({item.guid for item in listing.items}) == len(TITLES)
    for item in listing.items:
        assert item.guid
        assert item.url is None or item.url.startswith(("http://", "https://"))
        assert item.title is None or item.title == " ".join(item.title.split())
        assert all(at is None or at.tzinfo is not None for at in (item.published_at, item.updated_at))
        assert item.url or item.html or item.text or item.content, "nothing to read it from"


def test_guids_are_the_same_at_every_look(source: Source, specimen: Specimen) -> None:
    first = source.list_items(specimen.feed, Validators())
    second = source.list_items(specimen.feed, Validators())
    assert [item.guid for item in first.items] == [item.guid for item in second.items]


def test_nothing_new_is_said_to_be_unchanged(source: Source, specimen: Specimen) -> None:
    first = source.list_items(specimen.feed, Validators())
    second = source.list_items(specimen.feed, first.validators)
    assert second.is_unchanged
    assert second.items == ()
    assert source.list_items(specimen.feed, second.validators).is_unchanged


def test_something_new_is_noticed(source: Source, specimen: Specimen) -> None:
    first = source.list_items(specimen.feed, Validators())
    specimen.publish([*TITLES, "The harbour master has resigned"])
    second = source.list_items(specimen.feed, first.validators)
    assert not second.is_unchanged
    assert len(second.items) == len(TITLES) + 1


def test_what_is_gone_is_an_error_of_one_line(source: Source, specimen: Specimen) -> None:
    specimen.take_away()
    with pytest.raises(SourceError) as refusal:
        source.list_items(specimen.feed, Validators())
    assert refusal.value.message
    assert "\n" not in refusal.value.message
    assert len(refusal.value.message) < 300


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00" * 5000, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"/etc/passwd", b"<" * 50_000,
     b"<div>" * 100_000, b"[" * 100_000, b'{"items": [1, null, {"url": 7}]}', b"\xff\xfe<\x00", b"<rss>" * 5000],
)  # fmt: skip
def test_any_bytes_yield_a_listing_or_an_error_of_one_line(source: Source, specimen: Specimen, body: bytes) -> None:
    specimen.spoil(body)
    try:
        listing = source.list_items(specimen.feed, Validators())
    except SourceError as refusal:
        lines = [refusal.message]
    else:
        lines = list(listing.warnings)
        assert all(item.guid for item in listing.items)
    assert all(line and "\n" not in line for line in lines)
