"""The JSON schemas sent with a request: strict, and with the offered ids as an enum.

Where a server constrains decoding, an invented citation cannot even be written. Reading what comes back is `replies`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Json = dict[str, object]
STATUSES = ("new", "update", "background")
ASPECTS = ("actor", "number", "polarity", "modality")
"""What a judge says yes or no to, besides how far a claim is borne out."""

ANSWER_TYPES = ("quote", "number", "date", "person", "list", "yesno", "why", "compare", "other")


def plan_schema(ids: Sequence[str], quoted: Sequence[str]) -> Json:
    """Schema of a plan over these ids; `quoted` are those with a quotation to print."""
    quotes: Json = _list({"type": "string", "enum": list(quoted)}) if quoted else _list(_STRING)
    status: Json = {"type": "string", "enum": list(STATUSES)}
    development = _object({"sentences": _CITATIONS, "quotes": quotes, "status": status})
    numbers = _list({"type": "integer"})
    return _root({"developments": _list(development), "differences": numbers, "other": _CITATIONS}, ids)


def judgement_schema(keys: Sequence[str]) -> Json:
    """Schema of one judgement for each of these claims."""
    support: Json = {"type": "string", "enum": ["full", "partial", "none"]}
    key: Json = {"type": "string", "enum": list(keys)}
    aspects: Json = {name: {"type": "boolean"} for name in ASPECTS}
    judgement = _object({"key": key, "support": support, "span": _NULLABLE} | aspects)
    return _object({"judgements": _list(judgement)})


def digest_schema(ids: Sequence[str]) -> Json:
    """Schema of a digest that can cite only these ids."""
    line = {"text": _STRING, "citations": _CITATIONS}
    return _root(
        {
            "headline": _STRING,
            "standfirst": _STRING,
            "developments": _list(
                _object(
                    {
                        "title": _STRING,
                        "event_date": _NULLABLE,
                        "status": {"type": "string", "enum": list(STATUSES)},
                        "sentences": _list(_object(_SENTENCE)),
                    }
                )
            ),
            "differences": _list(_object(line)),
            "numbers": _list(_object({"label": _STRING} | line)),
            "ahead": _list(_object(line | {"date": _NULLABLE})),
            "other_news": _list(_object(_SENTENCE | {"outlet": _STRING})),
        },
        ids,
    )


def repair_schema(ids: Sequence[str]) -> Json:
    """Schema of repairs."""
    action = {"type": "string", "enum": ["fix", "drop"]}
    return _root({"repairs": _list(_object({"key": _STRING, "action": action} | _SENTENCE))}, ids)


def answer_schema(ids: Sequence[str]) -> Json:
    """Schema of an answer."""
    fields: Json = {"answerable": {"type": "boolean"}, "sentences": _list(_object(_SENTENCE)), "missing": _NULLABLE}
    return _root(fields, ids)


def question_schema() -> Json:
    """Schema of a rewritten question."""
    kinds = {"type": "string", "enum": list(ANSWER_TYPES)}
    return _object({"standalone": _STRING, "queries": _list(_STRING), "answer_type": kinds})


def _object(properties: Mapping[str, object]) -> Json:
    """Strict form: every property required, nothing else allowed."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: object) -> Json:
    return {"type": "array", "items": items}


_STRING: Json = {"type": "string"}
_NULLABLE: Json = {"type": ["string", "null"]}
_ID: Json = {"$ref": "#/$defs/id"}
_CITATIONS = _list(_ID)
_QUOTES = _list(_object({"key": _STRING, "sentence_id": _ID, "words": _STRING, "speaker": _NULLABLE}))
_SENTENCE: Json = {"text": _STRING, "citations": _CITATIONS, "quotes": _QUOTES}


def _root(properties: Mapping[str, object], ids: Sequence[str]) -> Json:
    """An id is an enum: where a server constrains decoding, an invented citation cannot even be written."""
    identity: Json = {"type": "string", "enum": list(ids)} if ids else dict(_STRING)
    return _object(properties) | {"$defs": {"id": identity}}
