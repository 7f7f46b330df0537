"""The small English lexicon of reconciling: which words mean one deed, one measure, one stance, one group.

Tables only, plus the stemmer they are keyed by. Written for this project from the vocabulary of general news. Words that
are in no table still count as themselves wherever contexts are compared.
"""

from __future__ import annotations

from functools import lru_cache

_SUFFIXES = ("ations", "ation", "ings", "ing", "edly", "ed", "s", "ly")
_IRREGULAR = {
    "people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child", "died": "dead", "dies": "dead",
    "die": "dead", "dying": "dead", "death": "dead", "deaths": "dead", "shot": "shoot", "sold": "sell", "bought": "buy", "stole": "steal",
    "stolen": "steal", "fled": "flee", "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise", "grew": "grow", "grown": "grow",
    "growth": "grow", "built": "build", "lost": "lose", "losing": "lose", "losses": "loss", "paid": "pay", "made": "make", "held": "hold", "hit": "hit", "cut": "cut",
    "cuts": "cut", "cutting": "cut", "spent": "spend", "spending": "spend", "lives": "life", "houses": "house", "struck": "strike", "won": "win",
    "taken": "take", "took": "take", "given": "give", "gave": "give", "sent": "send", "was": "be", "were": "be", "sought": "seek",
    "laid": "lay", "wounded": "wound", "found": "find", "earnings": "earn", "savings": "saving", "sales": "sale", "shares": "share", "plane": "airplane", "planes": "airplane", "funding": "funding", "saving": "saving",
    "earning": "earn", "burnt": "burn", "supplies": "supply",
}  # fmt: skip


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A crude stem of a lower-case word: enough to bring "injured", "injuries" and "injuring" near each other."""
    if word in _IRREGULAR:
        return _trim(_IRREGULAR[word])
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith(("ss", "us", "is")):
            return _trim(word[: -len(suffix)])
    return _trim(word)


def _trim(word: str) -> str:
    if len(word) > 4 and word[-1] == word[-2] and word[-1] != "s":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _by_stem(rows: str) -> dict[str, str]:
    """Rows "concept: word word" as a map from stem to concept."""
    table: dict[str, str] = {}
    for row in rows.strip().splitlines():
        concept, _, words = row.partition(":")
        for word in words.split():
            table.setdefault(stem(word), concept.strip())
    return table


def _by_word(rows: str) -> dict[str, str]:
    """The same for words whose forms must not be mixed up: what is planned is not a plan."""
    pairs = (row.partition(":") for row in rows.strip().splitlines())
    return {word: concept.strip() for concept, _, words in pairs for word in words.split()}


DEEDS = _by_stem("""
killed: dead die death kill fatality fatal fatally perish drown murder slain slay executed massacre toll life casualty deadly
injured: injure injury wound hurt suffered maimed
missing: missing unaccounted disappeared
arrested: arrest detain detention custody apprehend
charged: charge indict prosecute
convicted: convict guilty
acquitted: acquit
evacuated: evacuate evacuation flee evacuee
displaced: displace uproot
homeless: homeless
rescued: rescue saved
survived: survive survivor alive
trapped: trap buried
stranded: strand
aboard: aboard board onboard carry
infected: case infect infection contract positive diagnosed
hospitalised: hospitalise hospitalize admitted treated
recovered: recover recovered retrieve
vaccinated: vaccinate inoculate immunise immunize jab
employed: employ workforce staff headcount
cancelled: cancel cancellation scrap
delayed: delay postpone
diverted: divert
attended: attend attendance spectator crowd audience
marched: march rally protest demonstrate demonstration gather
striking: strike walkout striker
destroyed: destroy raze collapse flatten gut demolish burn
damaged: damage
flooded: flood inundate
blacked out: outage blackout
launched: launch
intercepted: shoot intercept neutralise neutralize
stolen: steal theft loot stole
returned: return
seized: seize confiscate impound
sold: sell
ordered: order
delivered: deliver delivery ship supply
produced: produce production output manufacture assemble
registered: register enrol enroll
laid off: layoff redundancy redundant
created: create hire recruit
closed: shut closure
opened: open
elected: seat elect
fined: fine penalty
resigned: resign
voted: ballot
bid: bidder
signed: sign petition signature
recalled: recall
visited: visit visitor
detected: detect
""")
"""What happens to the things counted. Two different deeds are two different counts."""

MEASURES = _by_stem("""
revenue: revenue sale turnover
profit: profit earnings income
loss: loss deficit
operating: ebitda ebit
dividend: dividend
margin: margin
cost: cost budget price priced bill expense spend expenditure charge
salary: wage salary
shares: share stock
valuation: valuation capitalisation capitalization value worth
consumption: demand consumption usage
harvest: harvest crop
production: production output
debt: debt loan borrow
subsidy: subsidy
saving: saving
investment: invest investment
funding: funding raise grant
fine: fine penalty
damages: damages compensation settlement compensate
reward: reward bounty
prize: prize
donation: donate donation
ransom: ransom
tax: tax tariff duty levy
economy: economy gdp
inflation: inflation consumer
unemployment: unemployment jobless joblessness
rate: rate
turnout: turnout
vote: vote
approval: approval
stake: stake
premium: premium
export: export
import: import
efficacy: efficacy effective
risk: risk
magnitude: magnitude richter
depth: depth deep beneath below
height: height tall high altitude climb elevation summit
length: length long stretch
width: width wide across diameter
distance: distance away within radius
speed: speed wind gust
weight: weight weigh heavy
area: area burn scorch cover
temperature: temperature heat
rain: rain rainfall
snow: snow snowfall
sentence: sentence jail prison imprison imprisonment
journey: journey
strike: strike walkout
delay: delay late
closure: closure
age: age aged old
capacity: capacity process
emission: emission
efficiency: efficiency
orbit: orbit circle circuit
interval: interval
storage: storage store
""")
"""What money, percentages, lengths and times are amounts of."""

HEADS = _by_stem("""
person: person people human individual victim civilian resident citizen dead death fatality life body soul
worker: worker employee staff job post position
passenger: passenger traveller traveler
soldier: soldier troop serviceman
officer: officer policeman
student: student pupil
protester: protester demonstrator marcher
fan: fan spectator supporter
migrant: migrant refugee asylum
patient: patient
child: child kid minor boy girl
woman: woman
man: man
case: case infection
home: home house dwelling household
building: building structure
drone: drone
aircraft: aircraft plane jet
vehicle: vehicle car
ship: ship vessel boat
operation: operation surgery procedure
school: school
flight: flight
store: store shop outlet
dose: dose jab shot
seat: seat
participant: participant volunteer
arrest: arrest
company: company firm business
""")
"""Nouns that news exchanges for one another when it counts."""

GENERAL_HEADS = frozenset({"person"})
"""Heads that may stand for a narrower one: "36 people" can be 36 passengers."""

PEOPLE = frozenset(
    {"person", "worker", "passenger", "student", "protester", "fan", "migrant", "patient", "participant"}
    | {
        stem(word)
        for word in "suspect villager family voter customer shareholder staff refugee evacuee traveller hiker pilgrim runner member visitor guest miner farmer".split()
    }
)
"""Heads that name people by what they do: for equal numbers "27 people" and "27 suspects" are no contradiction."""

SUBGROUPS = frozenset(
    {
        "child",
        "woman",
        "officer",
        "soldier",
        "baby",
        "foreigner",
        "toddler",
        "infant",
        "teenager",
        "firefighter",
        "rescuer",
    }
)
"""Narrower heads that are always a part of the people counted, never another word for them."""

STANCES = _by_word("""
forecast: forecast forecasts predict predicts predicted poll polls prediction predictions analyst analysts economists pencilled
expectation: expect expects expected expectations expectation projection projected projects outlook guidance
demand: demands demanded demanding asks asked asking seeks sought seeking wants wanted requested request requests
offer: offer offers offered offering bid proposal proposed
limit: limit limits limited maximum licence license permit permitted allowed cap threshold ceiling
plan: planned target targets goal goals aim aims intended budgeted original originally initially
average: average averages mean median typical typically normal normally usual usually
previous: previous previously earlier prior formerly
""")
"""How a number is meant. A number with such a word is not opposed to one with another, or with none."""

CONTRASTS: dict[str, str] = {
    word: family
    for family, words in {
        "certainty": "suspected probable",
        "basis": "core food energy underlying",
        "period": "monthly weekly daily",
        "tax": "gross operating",
        "sex": "male female",
        "reach": "domestic foreign international overseas",
        "edge": "minimum maximum",
        "state": "existing remaining still",
        "place": "northern southern eastern western",
        "care": "critical critically serious seriously severe severely minor slight slightly lightly",
    }.items()
    for word in words.split()
}
"""Words that split one noun into two groups: a figure with one of them is not opposed to a figure with another, or with none."""

LOOSE_FAMILIES = frozenset({"length", "time", "share", "growth"})
"""Families so common in a story that two figures need the same measure to be one thing; a mass or a power hardly does."""

ACCOUNTS = frozenset({"revenue", "profit", "loss", "dividend", "debt", "production", "export", "import", "economy"})
"""Measures that are reported for the past year: "last year" is their present."""

RATES_OF_CHANGE = frozenset({"inflation", "economy"})
"""Measures that are changes themselves: "prices rose 3 %" and "inflation of 3 %" are one statement."""

ACTUAL = frozenset(
    "was were rose fell reported posted reached grew recorded came earned made dropped climbed jumped totalled".split()
)
"""Words that say that a number is history, so that a forecast does not oppose it."""

BIGRAMS = {
    (stem(first), stem(second)): joint
    for first, second, joint in (
        ("consumer", "prices", "inflation"), ("net", "income", "profit"), ("share", "price", "share"), ("pay", "rise", "wage"),
        ("pay", "offer", "wage"), ("domestic", "product", "gdp"), ("economic", "output", "gdp"), ("national", "output", "gdp"), ("before", "tax", "pretax"), ("pre", "tax", "pretax"),
    )
}  # fmt: skip
"""Two stems that name a measure together; the second takes the stem on the right."""

CHANGE_WORDS = frozenset(map(stem, "rise increase fall drop grow jump climb surge decline decrease slip gain add expand swell soar plunge reach hit stand total come amount reduce lower cut shrink".split()))  # fmt: skip
RISING = frozenset(map(stem, "rise climb jump grow mount swell soar surge".split()))
CORRECTING = frozenset(
    map(
        stem,
        "correct correction revise revision amend clarify clarification wrongly mistakenly retract restate".split(),
    )
)
LOWERING = frozenset(map(stem, "cut reduce lower shorten trim slash halve overturn downgrade".split()))
SPEAKING = frozenset(
    map(
        stem,
        "said say told tell according announced reported added stated confirmed spokesman spokeswoman minister mayor".split(),
    )
)
STOP = frozenset(
    "a an the of in on at to for from by with and or but as is are was were be been being has have had do does did it its this that these those "
    "he she they we i you his her their our my your who whom which what when where while than then there here also not no nor so such "
    "said say says told according would will could may might can should must about after before into over under more most some any all "
    "up down out off between during through per cent percent percentage million billion trillion thousand hundred nearly almost around roughly "
    "about least monday tuesday wednesday thursday friday saturday sunday new one two three four five six seven eight nine ten both each other "
    "another still just only very now late early later today yesterday tomorrow week day morning evening night if because since until against among".split()
)  # fmt: skip
