"""Verbs of the news that may stand for one another, in groups.

Owns the groups; a verb may stand in several. Verbs that say the opposite are `opposites`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.steps.words.verbs import verb_stem

_GROUPS = """
kill die slay murder execute assassinate dead death slain
attack strike hit bomb shell raid bombard assault target invade fire shoot
hurt injure wound harm injury
destroy demolish ruin wreck level raze flatten damage
seize capture take occupy control gain conquer
leave depart quit exit withdraw abandon pull flee evacuate
arrive come reach land travel visit go fly trip tour
meet talk discuss negotiate confer gather convene host hold summit talks meeting assemble
agree accept consent approve endorse back deal
approve pass adopt ratify authorise authorize clear vote sign green-light
reject refuse decline dismiss rebuff veto spurn turn deny oppose block
support back endorse favour favor aid help assist defend champion
oppose resist object protest reject criticise criticize
criticise criticize condemn denounce slam blast attack decry rebuke lambast accuse blame fault
praise hail welcome laud applaud thank
increase rise grow climb jump surge soar raise boost expand gain double up hike swell
fall drop decline decrease sink slump plunge tumble slip shrink reduce lower cut slash
begin start open launch commence kick resume
end finish conclude close stop halt cease finalise finalize complete suspend
win secure earn gain beat defeat victory
lose defeat
send deliver provide supply give ship dispatch donate deploy grant offer hand
give provide offer grant supply hand award
ask request urge call demand seek appeal press want
plan intend propose aim seek want consider prepare set schedule mean
expect predict forecast anticipate project estimate
announce unveil reveal declare disclose publish present release introduce
show reveal find suggest indicate demonstrate prove
arrest detain hold jail imprison capture custody
charge accuse indict prosecute allege
sentence jail imprison condemn
free release liberate
ban prohibit bar forbid outlaw block restrict
allow permit let enable authorise authorize
order command direct instruct tell demand require
resign quit step leave depart retire
appoint name choose pick select nominate install elect
elect vote choose win
lead head chair run command direct
replace succeed oust remove
fire dismiss sack oust remove
build construct develop make create set establish erect
make produce manufacture build create
buy purchase acquire order
sell offload
pay spend fund finance give cost
spend invest allocate pour
join enter sign accede become
warn caution threaten alert
worry fear concern
want seek hope wish aim
need require demand
keep maintain hold retain preserve continue remain
continue go keep carry proceed persist
change shift alter modify amend revise move
move shift transfer relocate go
stop prevent halt block avert
protect defend secure shield guard safeguard
help assist aid support
face confront encounter
receive get obtain win
lack miss want need
fail collapse break
happen occur take come
test trial fire launch
control run rule govern hold dominate
reinforce strengthen bolster boost fortify enhance
weaken undermine erode hurt
cancel scrap drop call abandon
delay postpone defer hold
rescue save free
find discover locate uncover detect
investigate probe examine inquire look
vote cast elect
speak talk say address tell
write pen author
sign ink agree
use employ deploy wield
view see consider regard think believe
try attempt seek aim
close shut
open reopen
return come go back
hide conceal
mark celebrate commemorate
discuss debate consider talk address raise
believe think consider
share split divide
include contain comprise cover involve
exceed top surpass pass
fight battle combat
cross enter pass
hold stage host keep organise organize
gather collect assemble
crash collide hit
die kill perish succumb
live reside stay
work serve
argue contend say insist maintain
admit acknowledge concede confess own
deny reject dismiss dispute refute contradict
vow pledge promise swear commit guarantee assure vote
threaten warn vow
demand insist urge call order want ultimatum
confirm verify acknowledge corroborate certify
boast brag tout
mock ridicule deride taunt
lament regret mourn bemoan
accuse blame charge allege fault say
describe call label characterise characterize depict portray
"""


def _likes() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _GROUPS.strip().splitlines():
        stems = frozenset(verb_stem(word) for word in line.split())
        for one in stems:
            found[one] = found.get(one, frozenset()) | stems
    return found


LIKE_VERBS = _likes()
"""Stem of a verb to the stems that may stand for it."""


def are_alike(one: str, other: str) -> bool:
    """Whether two verb stems are the same or may stand for one another."""
    return one == other or other in LIKE_VERBS.get(one, frozenset())
