"""Common given names by gender, in one spelling: a clue for `he` and `she` within an article, never more."""

from __future__ import annotations

from bot.domain.lexicon import word_set
from bot.domain.speaker import spelling

MALE = frozenset(
    spelling(name)
    for name in word_set(
        "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark",
        "donald steven stephen paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan",
        "jacob gary nicholas eric jonathan larry justin scott brandon benjamin samuel gregory frank alexander raymond",
        "patrick jack dennis jerry tyler aaron jose adam henry nathan douglas zachary peter kyle walter ethan jeremy",
        "harold keith christian roger noah gerald carl sean austin arthur lawrence dylan bryan joe jordan",
        "billy bruce albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell elijah louis",
        "bobby philip johnny vladimir volodymyr sergei dmitry ivan boris mikhail alexei igor andriy oleksandr emmanuel",
        "olaf friedrich hans klaus jens mario giorgio marco pedro carlos luis miguel pablo jean pierre",
        "francois jacques",
        "keir rishi narendra xi benjamin mahmoud ahmed mohammed muhammad ali hassan omar yusuf ibrahim abdul khalid",
        "bill jim mike bob tom tim dan ben sam steve dave chris matt tony nick greg jeff ted rick barack mitt bernie",
        "marco rand newt rudy lindsey chuck harry mitch al hugh seth neil brad josh jake ken ron ray fred phil karl",
        "tomas piet jonas bram karel olu vic viktor recep kim shinzo fumio antonio jeremy nigel graham ian",
        "simon stuart",
    )
)
FEMALE = frozenset(
    spelling(name)
    for name in word_set(
        "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra",
        "margaret ashley",
        "kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia dorothy amy",
        "kathleen angela shirley emma brenda pamela nicole anna samantha katherine christine helen debra",
        "rachel carolyn",
        "janet maria catherine heather diane olivia julie joyce victoria ruth virginia lauren",
        "christina joan evelyn",
        "judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann kathryn",
        "abigail sophia",
        "frances jean alice judy isabella julia grace amber denise danielle marilyn beverly charlotte natalie theresa",
        "hillary chelsea melania ivanka kellyanne nikki condoleezza loretta elena sonia tammy claire kirsten",
        "dianne gwen",
        "ursula angela kaja annalena giorgia marine christine theresa liz priti suella yulia olena svetlana",
        "natalia irina",
        "maria tatiana anastasia ingrid astrid sanna mette jacinda aung sheikh park tsai benazir indira fatima aisha",
        "kate jane anne sue ellen megyn rosie meryl oprah wendy paula tina gina monica veronica adriana",
        "alicia lena ida",
        "mei noor amelie leila zainab hala rania karine jen psaki tulsi kamala ketanji amal malala greta",
    )
)
