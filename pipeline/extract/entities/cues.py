"""Words that tell what kind of name stands beside them or ends with them. General newspaper English, lower case."""

from __future__ import annotations

from schemas.mention import EntityType

TITLES = frozenset(
    "mr mrs ms mx miss dr prof sir dame madam lord lady rev reverend fr father sister brother hon gen col lt capt maj sgt cpl sen rep gov "
    "cmdr adm st sheikh sheik sheikha shaikh emir sultan president premier minister chancellor judge justice senator congressman "
    "congresswoman representative governor general brigadier colonel captain major lieutenant sergeant constable inspector "
    "superintendent admiral commander marshal professor doctor engineer secretary ambassador mayor pope king queen prince princess "
    "duke duchess baron bishop archbishop cardinal imam rabbi ayatollah pastor mp mla advocate councillor councilor tan datuk dato dato' "
    "datin haji shri smt nana chief undersecretary comrade sr sra don dona señor señora monsieur madame herr".split()
)
"""Words before a person's name. Most are no part of it."""

OFFICES = TITLES | frozenset(
    "ceo cfo coo cto mps mlas member members speaker chairman chairwoman chairperson chair chairs manager director directors officer "
    "officers spokesman spokeswoman spokesperson commissioner high director-general secretary-general attorney lawmaker lawmakers "
    "senators leader leaders analyst economist coach captain head founder co-founder correspondent reporter editor lecturer expert "
    "vice deputy assistant ministers executive official officials rapporteur envoy managing former user dermatologist specialist "
    "sultan highness excellency majesty heads undersecretary representatives representative".split()
)
"""Words for people in office, on either side of a name and no part of it."""

PERSON_BEFORE = TITLES | frozenset(
    "said says asked added explained noted spokesman spokeswoman spokesperson leader coach captain director chairman chairwoman "
    "chairperson chair ceo founder cofounder co-founder editor actor actress singer author writer activist lawyer attorney analyst "
    "journalist reporter economist researcher scientist striker midfielder defender goalkeeper player boxer candidate deputy "
    "counterpart wife husband son daughter mother father brother sister widow friend colleague named convict suspect".split()
)
PERSON_AFTER = frozenset(
    "said says told added asked explained noted stated argued recalled insisted continued admitted stressed urged tweeted wrote "
    "joked replied resigned testified pleaded born who whose herself himself".split()
)
PLACE_BEFORE = frozenset(
    "in at near across within outside around throughout via toward towards visiting inside".split()
)
PLACE_PHRASES = frozenset(
    f"{word} of"
    for word in (
        "city town village capital state province district region island republic county port people youth north south east west coast "
        "streets outskirts invasion citizens residents parts suburb municipality kingdom shores northwest northeast southwest southeast "
        "department territory governorate commune areas resident settlement villages towns cities neighbourhood neighborhood hamlet colony "
        "annexation"
    ).split()
)
PLACE_AFTER = frozenset(
    "settlement electorate neighbourhood neighborhood airstrip reservoir canal dam region district province area city town village county where peninsula border coast valley prefecture island islands river "
    "governorate oblast sub-county subcounty suburb".split()
)
ORGANISATION_BEFORE = frozenset(
    "ruling opposition told group band brand brands newspaper daily weekly company firm startup start-up club giant airline magazine "
    "charity ngo nonprofit platform website agency broadcaster network retailer manufacturer carmaker automaker conglomerate "
    "outlet tabloid portal label developer operator lender insurer union federation monopoly subsidiary militia".split()
)
ORGANISATION_AFTER = frozenset(
    "report website app users shareholders subsidiaries investors customers journalists fans spokesman spokeswoman spokesperson ceo shares employees staff members lawmakers mps lawmaker officials legislators subsidiary "
    "chairman chairperson headquarters supporters led-government".split()
)
OTHER_AFTER = frozenset("people peoples language pandemic virus variant culture citizens citizenship nationals".split())

ORGANISATION_HEADS = frozenset(
    "university college institute institution academy school bank ministry department agency authority commission committee council "
    "court tribunal parliament senate congress assembly party union association federation confederation organization organisation "
    "foundation fund trust society club fc united league corporation corp corp. company co co. inc inc. ltd ltd. limited llc plc bhd "
    "berhad gmbh group holdings industries enterprises airlines airways air police army navy force forces guard board bureau office "
    "service services team news times post herald tribune journal gazette daily telegraph guardian independent press media radio "
    "television tv network magazine church ministries secretariat cabinet government administration coalition alliance movement front "
    "brigade regiment corps hospitality partners capital ventures technologies systems solutions laboratories pharmaceuticals motors "
    "energy petroleum oil insurance securities investments cooperative consortium centre center chamber directorate division "
    "conference initiative mission unit band orchestra greens democrats republicans sabha duma knesset bundestag politburo ombudsman "
    "reuters embassy consulate municipality guards rangers studios records pictures entertainment games labs".split()
)
PLACE_HEADS = frozenset(
    "city town village county province state district region island islands peninsula river lake sea ocean bay gulf strait straits "
    "mountain mountains mount hill hills valley desert forest park square street road avenue boulevard highway bridge airport station "
    "port harbour harbor beach coast dam canal stadium arena prison museum temple cathedral mosque palace castle tower house plaza mall "
    "zone territory territories kingdom republic emirate oblast prefecture governorate basin plateau cape reef waterfall falls cemetery "
    "border crossing plant mine field reserve refuge sanctuary hotel resort hospital chowk nagar upazila township barangay borough "
    "volcano glacier".split()
)
OTHER_HEADS = frozenset(
    "act bill law code treaty agreement accord accords convention protocol amendment constitution war wars battle revolution cup "
    "championship championships olympics games festival award awards prize day week month year plan program programme project strategy "
    "summit conference forum exhibition expo fair operation campaign syndrome virus disease covid variant language calendar medal "
    "trophy tournament marathon series season index scheme report style vision agenda policy".split()
)

AMBIGUOUS_HEADS = frozenset("house centre center court games conference office mission air".split())
"""Heads of which newsrooms disagree whether the name is a place or a body: the model decides."""

HEADS = (
    {head: EntityType.ORGANISATION for head in ORGANISATION_HEADS}
    | {head: EntityType.PLACE for head in PLACE_HEADS}
    | {head: EntityType.OTHER for head in OTHER_HEADS - ORGANISATION_HEADS}
)
for _head in AMBIGUOUS_HEADS:
    HEADS.pop(_head, None)


PLACE_FIRST = frozenset(
    "lake mount mt cape fort gulf port rio cerro isla playa klong wadi hotel cafe santa san saint".split()
)
"""First words of the names of places."""


def head_type(words: list[str]) -> EntityType | None:
    """What the head noun of a name of several words says: its last word, or the one before "of" or "for"."""
    lowered = [word.lower() for word in words]
    if len(words) > 1 and lowered[0] in PLACE_FIRST and lowered[-1] not in HEADS:
        return EntityType.PLACE if len(words) == 2 else None
    for link in ("of", "for"):
        if link in lowered[1:]:
            return HEADS.get(lowered[lowered.index(link, 1) - 1])
    return HEADS.get(lowered[-1]) if len(words) > 1 else None
