"""Words that carry no topic of their own."""

from __future__ import annotations

from bot.domain.lexicon import word_set

STOP_WORDS = word_set(
    """a about above according after again against all also although am an and another any are as at be because been
    before being below between both but by can could did do does doing done down during each either even ever every
    few for from further get had has have having he her here hers him his how however i if in into is it its itself
    just last later less like made make many may me might more most much must my near never new next no nor not now of
    off on once one only or other our out over own per said same say says see she should since so some still such than
    that the their them then there these they this those though through to told too two under until up upon us very was
    we week were what when where whether which while who whom whose why will with within without would year years yet
    you your"""
)
