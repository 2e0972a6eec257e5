"""Sentences that speak to a machine instead of a reader.

Owns the lexicon only: a flagged sentence is withheld from prompts and never cited, but stays in the archive. It is a
net, not the defence: whatever slips through meets a verifier that trusts nobody (docs/how-it-verifies.md).
"""

from __future__ import annotations

import re

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_MANY_INVISIBLE = 4
"""So many hidden characters in one sentence hide something; one or two are leftovers of a text processor."""

_MACHINE = r"(?:language\s+models?|LLMs?|chat\s?bots?|AI\s+\w+|AIs?|(?:reviewer|judge)\s+models?|summari[sz]ers?" \
           r"|automated\s+(?:readers?|systems?)|(?:AI\s+)?assistants?|crawlers?|agents?)"  # fmt: skip
_ADDRESSED = (
    r"(?:language\s+models?|LLMs?|chat\s?bots?|AI\s+\w+|AIs?|summari[sz]ers?|(?:readers['’]\s+|^\W*)assistants?)"
)
"""Machines alone: border agents, too, must report."""

_SUMMARY = r"(?:summar(?:y|ies)|briefings?|digests?|repl(?:y|ies)|output|response)"
_PATTERNS = (
    # Overriding what came before.
    r"\b(?:ignore|disregard|forget|override)\s+(?:(?:all|any|the|your|these|my|of)\s+)*(?:previous|earlier|prior|above|"
    r"preceding|foregoing|instructions?|rules|prompts?|guidelines|system)\b",
    r"\b(?:previous|prior|earlier)\s+instructions?\b",
    r"\bnew\s+(?:tasks?|instructions?|system\s+prompt)\s*:",
    r"\byour\s+(?:only\s+|new\s+|remaining\s+|next\s+)*(?:task|instructions?|system\s+prompt|prompt|guidelines)\b",
    r"\b(?:system\s+(?:prompt|message|override)|prompt\s+injection|jailbreak|developer\s+mode)\b",
    r"\bfrom\s+(?:here|now)\s+(?:on,?\s+)?you\s+are\b|\byou\s+are\s+now\s+(?:an?\s+)?(?:AI\b|model|assistant|(?-i:[A-Z]{3,}))",
    # Speaking to the machine by name.
    rf"\b(?:notes?|messages?|instructions?|attention|corrections?|notices?|hints?|memo)\s+(?:to|for)\s+(?:all\s+|any\s+|the\s+)*"
    rf"{_MACHINE}",
    rf"(?:^|[.!?:]\s+){_MACHINE}\s*[:,]\s|\b{_MACHINE}\s+(?:that|who)\s+(?:read|summari[sz]e|process)\w*",
    rf"\b{_MACHINE}\s+reading\s+this\b|\bif\s+you\s+are\s+an?\s+{_MACHINE}",
    r"^\s*\W*(?:system|assistant|user|developer)\s*:",
    r"\b(?:assistant|model)\s*:\s*\w+\s+(?:the|a|an|this|that|only|all)\b",
    r"<\|?/?(?:im_start|im_end|endoftext|system|assistant|user|inst|instructions?|documents?|prompt)\b|\[/?INST\]|<</?SYS>>",
    r"\b(?:begin|end)\s+(?:system|admin|of\s+article|of\s+instructions)\b",
    # Saying what to write.
    r"\bif\s+(?:the|your)\s+(?:reader|user)s?\s+(?:is|are|asks?|works?|mentions?|belongs?)\b",
    rf"{_ADDRESSED}\s+(?:must|should|shall|have\s+to)\s+(?:send|report|write|say|tell|include|state|mention|add|quote|"
    r"print|cite|describe)\b|\b(?-i:Quote)\s+[\w’'. -]{2,60}?\s+as\s+(?:saying|stating)\b",
    rf"\bstop\s+summari[sz]ing\b|\b(?:end|begin|start|sign|finish)\s+(?:the|your|each|every|all)\s+(?:{_SUMMARY}|lines?)\b",
    rf"\b(?:your|all|every|each|future|later)\s+{_SUMMARY}\s+(?:must|should|shall|has\s+to|have\s+to|with)\b",
    rf"^\W*{_SUMMARY}\s+(?:must|should|shall)\b|\bin\s+(?:(?:all|your|future|later)\s+{_SUMMARY}|summaries)\b",
    rf"\bfor\s+all\s+(?:later|future)\s+{_SUMMARY}",
    r"\b(?:output|print|reply|respond|answer|write|repeat)\s+(?:only|exactly|verbatim|nothing\s+but|with\s+the\s+words?|"
    r"the\s+(?:following|sentence|words?|phrase|system))\b",
    r"\b(?:append|include|send|reveal|print|repeat|encode)\s+(?:(?:all|your|the|full|hidden|system|previous)\s+)*"
    r"(?:instructions|prompts?|guidelines|context\s+window)\b",
    r"\b(?:do\s+not|don['’]t|never)\s+(?:cite|mention|verify|quote)\s+(?:this|the|any)\s+(?:source|article|page|other)",
    # Reaching into the channel.
    r"<!(?:channel|here|everyone)|(?<![\w.])@(?:channel|here|everyone)\b",
    # The same in other languages.
    r"\b(?:Sprachmodell|KI-(?:Assistent|Modell)|Zusammenfassung)\w*\s*:|(?:ignorier|vergiss)\w*\s+(?:alle|die|deine)\b",
    r"\bmod[èe]le\s+de\s+langage\s*:|\bignore[zr]?\s+(?:toutes\s+)?(?:les|vos|tes)\s+(?:instructions|consignes)",
    r"\bmodelo\s+de\s+lenguaje\s*:|\bignor[ae]\w*\s+(?:todas\s+)?(?:las|tus|sus)\s+instrucciones",
    r"игнорируй\w*\s+(?:все\s+)?(?:предыдущ|инструкц)\w*|忽略(?:之前|以上|所有)|要約者|プロンプト|指示に従|言語モデル[:：]|系统提示",
)  # fmt: skip
_INSTRUCTION = re.compile("|".join(_PATTERNS), re.IGNORECASE | re.MULTILINE)


def is_instruction(sentence: str) -> bool:
    """Whether a sentence reads like an instruction to a machine, or hides characters as such instructions do."""
    visible, hidden = _INVISIBLE.subn("", sentence)
    return hidden >= _MANY_INVISIBLE or _INSTRUCTION.search(visible) is not None
