"""Checks one proposed sentence by every rule, in order.

Owns the order of the rules and the final wording. The rules stand in the modules `rules_*`, each named after what it
judges; whole drafts are `steps/verify/gate`.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.digest import Change
from bot.domain.draft import DraftSentence
from bot.domain.evidence import Evidence
from bot.domain.ids import SentenceId
from bot.domain.verdict import Checked, CheckedSentence, Failure
from bot.steps.verify.ground import Printed, ground_of
from bot.steps.verify.print_quotes import print_quotes
from bot.steps.verify.rules_actor import rule_v11_actor
from bot.steps.verify.rules_amounts import rule_v8_amounts
from bot.steps.verify.rules_conditions import rule_v14_conditions, rule_v14_questions
from bot.steps.verify.rules_copying import rule_v17_copying
from bot.steps.verify.rules_dates import rule_v9_dates
from bot.steps.verify.rules_hearsay import rule_v14_hearsay
from bot.steps.verify.rules_leaks import rule_v16_furniture
from bot.steps.verify.rules_modality import rule_v14_modality, rule_v14_to_come
from bot.steps.verify.rules_names import rule_v10_names
from bot.steps.verify.rules_numbers import rule_v8_numbers
from bot.steps.verify.rules_office import rule_v7_cited, rule_v7_roles
from bot.steps.verify.rules_polarity import rule_v12_polarity
from bot.steps.verify.rules_quote import (
    Place,
    find_place,
    locate_quote,
    named_speakers,
    rule_v5_polarity,
    rule_v6_attributed,
    rule_v6_speaker,
    stored_quotes,
)
from bot.steps.verify.rules_relay import rule_v15_relayed
from bot.steps.verify.rules_shape import PLACEHOLDER, offered_id, rule_v1_shape, rule_v2_stray_marks, rule_v18_links
from bot.steps.verify.rules_source import (
    BARRED_EXTRACT_FLAGS,
    BARRED_FLAGS,
    rule_v15_sourcing,
    rule_v16_leaks,
    rule_v16_orders,
)
from bot.steps.verify.rules_support import MIN_SUPPORT, MIN_SUPPORT_WITH_QUOTE, rule_v13_support
from bot.steps.verify.rules_verbs import rule_v13_opposites, rule_v13_outcome, rule_v13_predicate, rule_v14_purpose


def check_sentence(sentence: DraftSentence, evidence: Evidence) -> Checked:
    """Hold one proposed sentence against the evidence.

    Never raises for bad drafts: what is wrong comes back as failures, all that were found and not only the first.
    """
    if sentence.extract is not None:
        return _check_extract(sentence, evidence)
    shape = (
        *rule_v1_shape(sentence, evidence),
        *rule_v2_stray_marks(sentence.text),
        *rule_v18_links(PLACEHOLDER.sub("", sentence.text)),
    )
    if any(failure.rule == "V1" for failure in shape):
        return Checked(sentence, None, shape)
    places = {quote.key: find_place(quote, evidence) for quote in sentence.quotes}
    found = {key: place for key, place in places.items() if isinstance(place, Place)}
    cited = _cited(sentence, found, evidence)
    failures = (
        *shape,
        *(place for place in places.values() if isinstance(place, Failure)),
        *_check_quotes(sentence, found),
        *rule_v15_sourcing(sentence, cited, evidence),
        *rule_v15_relayed(sentence.text, cited, evidence),
        *rule_v16_leaks(cited, evidence, barred=BARRED_FLAGS),
        *rule_v7_cited(cited, evidence),
        *check_text(PLACEHOLDER.sub("", sentence.text), cited, evidence, printed=_printed(found)),
        *_check_support(sentence, cited, evidence),
        *rule_v17_copying(sentence.text, ground_of(cited, evidence)),
    )
    if failures:
        return Checked(sentence, None, failures)
    named = named_speakers(sentence)
    quotes = {key: locate_quote(place, named.get(key)) for key, place in found.items()}
    text = print_quotes(sentence.text, quotes)
    claim = CheckedSentence(text, cited, tuple(quotes[key] for key in PLACEHOLDER.findall(sentence.text)))
    return Checked(sentence, claim, (), _changes(sentence, claim))


def check_text(
    prose: str, cited: Sequence[SentenceId], evidence: Evidence, *, printed: Sequence[Printed] = ()
) -> tuple[Failure, ...]:
    """The rules on what prose asserts, against the union of the cited sentences. `printed` are its quotations."""
    ground = ground_of(cited, evidence, printed=printed)
    return (
        *rule_v7_roles(prose, ground, evidence.offices),
        *rule_v16_furniture(prose, ground),
        *rule_v8_numbers(prose, ground),
        *rule_v8_amounts(prose, ground),
        *rule_v9_dates(prose, ground),
        *rule_v10_names(prose, ground),
        *rule_v11_actor(prose, ground),
        *rule_v12_polarity(prose, ground),
        *rule_v13_opposites(prose, ground),
        *rule_v13_predicate(prose, ground),
        *rule_v13_outcome(prose, ground),
        *rule_v14_modality(prose, ground),
        *rule_v14_to_come(prose, ground),
        *rule_v14_conditions(prose, ground),
        *rule_v14_questions(prose, ground),
        *rule_v14_hearsay(prose, ground),
        *rule_v14_purpose(prose, ground),
        *rule_v16_orders(prose),
    )


def _printed(places: dict[str, Place]) -> tuple[Printed, ...]:
    return tuple((place.article.id, place.start, place.end) for place in places.values())


def _check_support(sentence: DraftSentence, cited: Sequence[SentenceId], evidence: Evidence) -> tuple[Failure, ...]:
    least = MIN_SUPPORT_WITH_QUOTE if sentence.quotes else MIN_SUPPORT
    return rule_v13_support(PLACEHOLDER.sub("", sentence.text), ground_of(cited, evidence), least=least)


def _check_quotes(sentence: DraftSentence, places: dict[str, Place]) -> tuple[Failure, ...]:
    named = named_speakers(sentence)
    prose = PLACEHOLDER.sub("", sentence.text)
    return tuple(
        failure
        for key, place in places.items()
        for failure in (
            *rule_v5_polarity(place, prose),
            *rule_v6_speaker(place, named.get(key)),
            *rule_v6_attributed(place, prose),
            *rule_v16_orders(place.article.revision.text[place.start : place.end]),
        )
    )


def _check_extract(sentence: DraftSentence, evidence: Evidence) -> Checked:
    """An outlet's own sentence, printed as stored: true to its source by construction, but not every one is fit."""
    cited = offered_id(sentence.extract or "", evidence)
    article = evidence.article(cited) if cited else None
    text = article.sentence_text(cited) if article and cited else None
    if cited is None or article is None or text is None:
        return Checked(sentence, None, (Failure("V1", f"{sentence.extract!r} is not one of the offered sentence ids"),))
    quotes = stored_quotes(article, cited)
    failures = [
        *rule_v15_sourcing(sentence, (cited,), evidence),
        *rule_v16_leaks((cited,), evidence, barred=BARRED_EXTRACT_FLAGS),
        *rule_v7_cited((cited,), evidence),
        *rule_v16_orders(text),
    ]
    if quotes is None:
        failures.append(Failure("V4", "the sentence cuts a quotation in two", text))
    if failures:
        return Checked(sentence, None, tuple(failures))
    claim = CheckedSentence(text, (cited,), quotes or (), is_extract=True, outlet=article.outlet)
    return Checked(sentence, claim)


def _cited(sentence: DraftSentence, places: dict[str, Place], evidence: Evidence) -> tuple[SentenceId, ...]:
    """Citations in order without repeats, and the place of every quotation among them."""
    given = [offered_id(text, evidence) for text in sentence.citations]
    quoted = [place.sentence_id for place in places.values()]
    return tuple(dict.fromkeys(one for one in [*given, *quoted] if one is not None))


def _changes(sentence: DraftSentence, claim: CheckedSentence) -> tuple[Change, ...]:
    if len(claim.citations) <= len(set(sentence.citations)):
        return ()
    added = ", ".join(str(one) for one in claim.citations if str(one) not in sentence.citations)
    reason = f"the quotation stands in {added}, which was added to the citations"
    return (Change("repaired", "V3", reason, sentence.text, claim.text),)
