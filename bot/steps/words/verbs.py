"""English verbs as words: irregular forms, verbs of saying, verbs that say little, near-synonyms of the news.

Owns the lists and one stem for all forms of a verb. Opposites are `opposites`; who does what is `steps/find/clauses`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from bot.domain.lexicon import word_set
from bot.steps.words.stems import stem

_IRREGULAR_TABLE = """
arise arose arisen|awake awoke awoken|bear bore borne|beat beat beaten|become became become|begin began begun
bend bent bent|bet bet bet|bid bid bid|bind bound bound|bite bit bitten|bleed bled bled|blow blew blown
break broke broken|breed bred bred|bring brought brought|build built built|burn burnt burnt|buy bought bought
catch caught caught|choose chose chosen|come came come|cut cut cut|deal dealt dealt|dig dug dug|draw drew drawn
drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed fed|feel felt felt|fight fought fought
find found found|flee fled fled|fly flew flown|forbid forbade forbidden|forget forgot forgotten
forgive forgave forgiven|freeze froze frozen|get got gotten|give gave given|go went gone|grow grew grown
hang hung hung|hear heard heard|hide hid hidden|hit hit hit|hold held held|keep kept kept|know knew known
lay laid laid|lead led led|learn learnt learnt|leave left left|lend lent lent|let let let|light lit lit
lose lost lost|make made made|mean meant meant|meet met met|mistake mistook mistaken|overcome overcame overcome
overthrow overthrew overthrown|pay paid paid|put put put|quit quit quit|read read read|ride rode ridden
ring rang rung|rise rose risen|run ran run|say said said|see saw seen|seek sought sought|sell sold sold
send sent sent|set set set|shake shook shaken|shed shed shed|shoot shot shot|shrink shrank shrunk|shut shut shut
sing sang sung|sink sank sunk|sit sat sat|sleep slept slept|speak spoke spoken|spend spent spent|split split split
spread spread spread|stand stood stood|steal stole stolen|stick stuck stuck|strike struck struck|strive strove striven
swear swore sworn|sweep swept swept|swim swam swum|swing swung swung|take took taken|teach taught taught
tear tore torn|tell told told|think thought thought|throw threw thrown|undergo underwent undergone
understand understood understood|undertake undertook undertaken|uphold upheld upheld|wake woke woken|wear wore worn
win won won|wind wound wound|withdraw withdrew withdrawn|withhold withheld withheld|write wrote written
be was been|be were been|be is been|be are been|have had had|do did done
"""
_ROWS = tuple(tuple(row.split()) for line in _IRREGULAR_TABLE.strip().splitlines() for row in line.split("|"))
_BASES: Mapping[str, str] = {form: row[0] for row in _ROWS for form in row[1:]}
PARTICIPLES = frozenset(row[2] for row in _ROWS) | {"got"}
IRREGULAR_FORMS = frozenset(_BASES)

_NO_VERBS = word_set(
    "hundred united red bed need indeed speed seed feed breed deed weed exceed proceed succeed bleed led sacred naked",
    "wicked rugged armed unarmed alleged so-called aged biased talented mixed shed sped embed hatred kindred",
)


def is_past(word: str) -> bool:
    """Whether a lower-case word looks like a past form or a participle."""
    if word in IRREGULAR_FORMS:
        return True
    return len(word) > 4 and word.endswith("ed") and word not in _NO_VERBS and "-" not in word


def is_participle(word: str) -> bool:
    """Whether a form may stand behind `was` in a passive."""
    return word in PARTICIPLES or (is_past(word) and word.endswith("ed"))


@lru_cache(maxsize=8192)
def verb_stem(word: str) -> str:
    """One stem for all forms of a verb: `told`, `telling` and `tells` are `tell`."""
    lowered = word.lower()
    return stem(_BASES.get(lowered, lowered))


def _stems(*texts: str) -> frozenset[str]:
    return frozenset(verb_stem(word) for word in word_set(*texts))


AUXILIARIES = word_set(
    "has have had having is are was were be been being am do does did will would shall should can could may might must",
    "hasn't haven't hadn't isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't cannot",
)
BE_FORMS = word_set("is are was were be been being am isn't aren't wasn't weren't get gets got getting")

SAYING = _stems(
    "say tell add write post tweet state announce declare insist claim warn acknowledge admit conclude note argue",
    "explain stress emphasize emphasise reiterate caution predict confirm report suggest remark observe comment",
    "respond reply answer assert affirm allege contend reveal disclose indicate maintain mention recall testify vow",
    "promise pledge underline underscore describe repeat call urge ask demand complain point speak",
)
"""Verbs by which somebody is reported to have spoken or written."""

NEUTRAL_SAYING = _stems("say tell add write post tweet state report note")
"""Verbs that say no more than that somebody spoke: lawful for whatever verb of saying the source has."""

HEARING = _stems("tell inform remind assure")
"""Verbs of saying whose object is the hearer."""

LOADED_SAYING = _stems(
    "admit confess concede deny threaten vow pledge promise boast accuse blame condemn denounce praise demand confirm",
    "brag lament ridicule mock",
)
"""Verbs that say more than that somebody spoke: only for a source that says it as well."""

AIMING = _stems(
    "plan want wish hope intend aim seek offer promise vow pledge threaten propose agree refuse expect prepare vote",
    "call ask urge decide try attempt order fail plot beg tell instruct invite encourage advise recommend schedule set",
    "go come travel visit fly return arrive head rush",
)
"""Words before an infinitive that leave open whether it came true: who travelled to discuss may not have discussed.

Others do not: who met to discuss has discussed, and who won to reach the final has reached it.
"""

MUTUAL = _stems(
    "meet talk negotiate debate agree disagree clash fight differ marry divorce join unite merge share play face",
    "resemble match equal border tie trade exchange",
)
"""Verbs that say the same of both sides: nothing is turned round when these change places."""

CONVERSE = _stems("serve precede follow succeed hear lead employ own replace include comprise represent mean involve")
"""Verbs that tell of the same thing from the other side as another verb does."""

LIGHT = _stems(
    "be have do make take get give go come put set let hold keep see become remain stay seem appear include involve",
    "continue begin start try want need use face follow lead bring show mean stand mark remain say tell add report",
    "expect plan intend hope aim seek help allow enable cause base relate concern know call name describe",
)
"""Verbs that carry little of what a sentence says; another word of it does."""
