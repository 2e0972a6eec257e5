"""Words that tell that somebody speaks: reporting verbs in all their forms, and the words that may stand around them.

Owns word lists only; how they are used around a quotation is `steps/find/cues_before` and `cues_after`.
"""

from __future__ import annotations

from bot.domain.lexicon import word_set

ADVERBS = word_set(
    "has had have also then later first once often reportedly recently repeatedly himself herself again",
    "even still simply",
    "further would will did does do was were is are been being never always just only once twice",
    "previously already soon",
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday on in this last week month year night morning too not",
)

_BASES = word_set(
    "say tell add write tweet post ask reply answer explain argue note state announce declare insist claim warn",
    "acknowledge admit continue conclude recall joke quip remark observe comment respond report suggest",
    "stress emphasize",
    "emphasise reiterate caution predict vow promise pledge urge complain confess concede agree assert affirm allege",
    "charge contend counter deny disclose estimate exclaim express hint hope imply indicate inform",
    "inquire joke lament",
    "maintain mention muse mutter opine plead pronounce propose protest proclaim recommend recount",
    "reflect remind repeat",
    "reveal shout speculate testify think believe underscore underline voice wonder yell call describe dismiss slam",
    "blast criticize criticise accuse compare liken label dub praise denounce condemn characterize characterise mock",
    "brand deride ridicule rip hammer attack boast brag cite demand decry defend refer tout term refuse reject retort",
    "sign read chant sing whisper scream snap fire shoot offer point summarize summarise tease thank",
    "welcome greet state",
    "laud admire type scrawl pen",
    "rate rule specify reference exhort scold rebuke",
    "deem portray depict paint sneer scoff gush rave marvel beg swear",
    "interject clarify elaborate stipulate blog email caption decree lecture plead chide chastise admonish preach",
    "advise assure convince notify order instruct invite encourage blame fault hail knock lambaste lash mean",
)
_IRREGULAR = word_set(
    "say said says saying told telling wrote written writing thought thinking shot read sang sung meant",
    "went goes put puts",
    "began begins begun made makes gave gives calls spoke speaks speaking replied replies denies denied testified",
    "admitted quipped tweeted tweeting referred ripped bragged dubbed hoped opined mused urged vowed lied cried cries",
    "sagte erklärte betonte meinte schrieb sagt dijo afirmó declaró explicó déclaré dit affirmé",
    "argues pleaded pled swore sworn kept held saw sees joked found finds saying concedes cautioned laid wants wanted",
)


INFINITIVES = _BASES | word_set("speak sing put begin give make")
"""Bare forms, which count behind `to` and behind auxiliary verbs only."""


def _forms(base: str) -> set[str]:
    """Finite and participle forms; the bare form is left out, for `a comment` and `the claim` are no verbs."""
    stem = base[:-1] if base.endswith("e") else base
    root = base[:-1] + "i" if base.endswith("y") and base[-2] not in "aeiou" else stem
    return {base + "s", root + "es", root + "ed", stem + "ing"}


ACTIVE_ONLY = word_set("said says wrote spoke went")
"""Verbs that no be-form before them turns into a passive."""

VERBS = frozenset(form for base in _BASES for form in _forms(base)) | _IRREGULAR
"""Reporting verbs in all forms; also verbs that introduce words as a judgement (`called him “…”`)."""

TELLING = word_set("told tells telling informed assured asked warned advised reminded")
"""Verbs whose next words are whom somebody spoke to."""

STATING = word_set(
    "said says told tells wrote writes added adds noted notes stated states argued argues explained explains tweeted",
    "insisted insists acknowledged acknowledges continued continues concluded replied responded asked asks recalled",
    "claimed claims warned warns predicted predicts agreed agrees admitted admits announced",
)
"""Verbs that may close a sentence of reported words: `The boats stay in port, Okafor said.`"""

ALSO_NOUNS = word_set(
    "claims remarks demands attacks calls reports comments orders promises pledges hopes notes charges tweets posts",
    "replies answers threats warnings requests jokes hints fires shots offers points blames doubts quotes rates rules",
    "signs protests voices references faults finds marvels lectures boasts labels brands thanks hammers states means",
)
"""Forms that are plural nouns as well."""

CLAIM_NOUNS = word_set(
    "claim claims statement assertion prediction promise pledge remark remarks comment comments contention warning",
    "suggestion argument tweet description allegation accusation insistence vow view belief complaint demand message",
    "call calls words quip boast",
)
"""What somebody says, as a noun: `Okafor’s claim that there are “no boats left”`."""
