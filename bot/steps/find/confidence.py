"""How sure a named speaker is: one figure for each pattern, lowered by what resolving its words costs.

Owns the table only. Figures are the share found right on news articles with marked speakers, by halves of the articles;
`domain/quote_speaker.SURE` says from which one on a name may be printed.
"""

from __future__ import annotations

CONFIDENCE = {
    "name_verb_after": 0.95,
    "verb_name_after": 0.95,
    "verb_before": 0.9,
    "according_to": 0.9,
    "continued": 0.9,
    "introduced": 0.88,
    "same_utterance": 0.88,
    "label": 0.9,
    "trailing": 0.85,
    "participle_before": 0.66,
    "claim_before": 0.55,
    "infinitive_before": 0.5,
    "nested_before": 0.5,
    "sentence_subject": 0.45,
    "paragraph_subject": 0.55,
    "previous_quote": 0.5,
    "previous_subject": 0.35,
    "dash_after": 0.8,
    "unattributed": 0.0,
}
"""How often each pattern names the right one."""

LOST_BY_PRONOUN = 0.9
LOST_BY_NOMINAL = 0.7
LOST_BY_DOUBT = 0.6
"""What resolving costs: the pattern's confidence is multiplied by this."""
