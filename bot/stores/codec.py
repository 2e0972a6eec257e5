"""Digests and answers as JSON text and back. Passages and quotations have a form of their own in `packing`.

The frozen dataclasses of `domain` are the schema: a field that an older text lacks takes its default, one that is not
known any more is ignored. Nothing here decides anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from bot.domain.conversation import Answer
from bot.domain.digest import Digest
from bot.stores.tables import storable


def digest_to_json(digest: Digest) -> str:
    """Whole digest as JSON text."""
    return _dump(digest)


def digest_from_json(text: str) -> Digest:
    """Inverse of digest_to_json."""
    digest: Digest = _load(Digest, json.loads(text))
    return digest


def answer_to_json(answer: Answer) -> str:
    """Whole answer as JSON text."""
    return _dump(answer)


def answer_from_json(text: str) -> Answer:
    """Inverse of answer_to_json."""
    answer: Answer = _load(Answer, json.loads(text))
    return answer


def _dump(value: Any) -> str:
    # Half a surrogate, which a model's or a stranger's text may hold, becomes a replacement character.
    return storable(json.dumps(asdict(value), default=_isoformat, ensure_ascii=False, separators=(",", ":")))


def _isoformat(value: date) -> str:
    return value.isoformat()


@cache
def _field_types(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _load(kind: Any, value: Any) -> Any:
    """A JSON value as an instance of a field's type: dataclass, date, tuple or mapping of such, or itself."""
    if value is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (choice for choice in get_args(kind) if choice is not NoneType)
    if is_dataclass(kind) and isinstance(kind, type):
        types = _field_types(kind)
        return kind(**{name: _load(types[name], item) for name, item in value.items() if name in types})
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if get_origin(kind) is tuple:
        return tuple(_load(get_args(kind)[0], item) for item in value)
    if get_origin(kind) is Mapping:
        return {name: _load(get_args(kind)[1], item) for name, item in value.items()}
    return value
