"""Small closed classes of English words, for finding the noun that is counted and the clause a number stands in."""

from __future__ import annotations

from pipeline.extract.figures.words import pairs, words

# Words that end a noun phrase.
STOP = words(
    """
    a an the this that these those my your his her its our their of in on at by for with from to into onto over
    under about after before between during without within through throughout across against among around behind
    beyond near off out up down since until till per via and or but nor so yet as than if when while where who whom
    whose which what why how because although though unless whether is are was were be been being am has have had do
    does did will would can could may might must shall should not no it he she they we you i him them us me said
    says say told tells added adds according there here also too very just only even ever never again already still
    now then each every both all any some most many much few several same another including excluding plus versus vs
    like despite amid amongst along alongside toward towards
    died dead killed injured wounded hurt missing arrested dies came come comes went go
    goes got get gets made make makes took take takes gave give gives found find finds left leave remain remained
    live lived lives work worked works fell rose want need worth ago apart apiece old later earlier away ahead let
    saw see seen won lost led hit ran fled began begin begins became become becomes kept keep keeps held hold holds
    paid pay pays sold sell sells showed show shows voted vote flew spoke wrote drew broke chose drove knew rode sat
    stood struck threw thought brought bought caught taught felt met sent spent
    """
)
DETERMINERS = words("the many these those this that his her its their our my your most all only very")
# What a rate may be per after a mere "a": "$5 a barrel", "twice a week".
PER_NOUNS = words(
    """
    year month week day hour minute second quarter decade century night person head capita barrel litre gallon kilo
    kilogram kilometre mile tonne ton metre share ounce pound gram unit household family child student pupil
    passenger employee worker vehicle car ticket acre hectare episode game match season visit trip dose megawatt
    kilowatt_hour megawatt_hour piece bottle pack room inch foot session customer user square_metre square_foot
    square_kilometre square_mile cubic_metre annum bushel dozen carat pair bag box case plate pint glass cup
    """
)
# Whose age is told: "her son, 7," and "my mother is 87".
PERSONS = words(
    """
    man woman boy girl son daughter mother father mum mom dad brother sister wife husband grandmother grandfather
    grandson granddaughter child star singer actor actress driver teacher student pupil player victim suspect
    teenager baby toddler nurse doctor farmer worker soldier officer artist writer author lawyer pensioner fan
    resident neighbour neighbor friend partner boyfriend girlfriend widow aunt uncle niece nephew twin king queen
    prince princess pope president minister politician businessman businesswoman musician rapper footballer
    midfielder striker defender goalkeeper comedian presenter journalist model athlete swimmer runner cyclist boxer
    """
)
# Words between the number and its noun that say nothing about it.
LIGHT = words("more other additional new extra further different separate total such")
# Plurals that stand before another noun more often than alone.
MODIFIER_PLURALS = words(
    """
    sports arms sales munitions weapons drugs savings operations goods communications systems electronics
    human-rights rights narcotics games services claims customs earnings accounts honours honors parks appeals
    materials securities forces affairs hearts police personnel staff crew youth aircraft fish cattle
    infantry poultry spacecraft
    """
)
NOT_PLURAL = words(
    """
    news series species this his its was is has as us thus less bus plus gas yes across always perhaps politics
    economics physics measles mumps rabies diabetes herpes tuberculosis
    sometimes overseas besides afterwards towards says goes does comes makes takes gives finds
    shows raises reduces requires includes contains suggests allows becomes means
    """
)
IRREGULAR = pairs(
    """
    people=person men=man women=woman children=child feet=foot teeth=tooth mice=mouse geese=goose lives=life
    wives=wife knives=knife leaves=leaf wolves=wolf halves=half thieves=thief shelves=shelf calves=calf loaves=loaf
    policemen=policeman policewomen=policewoman servicemen=serviceman gunmen=gunman fishermen=fisherman
    firemen=fireman congressmen=congressman businessmen=businessman lawmen=lawman grandchildren=grandchild
    schoolchildren=schoolchild crises=crisis analyses=analysis criteria=criterion phenomena=phenomenon oxen=ox
    dice=die aircraft=aircraft troops=troop series=series species=species buses=bus viruses=virus statuses=status
    bonuses=bonus campuses=campus gases=gas heroes=hero potatoes=potato tomatoes=tomato echoes=echo houses=house
    cases=case horses=horse nurses=nurse purchases=purchase licenses=license licences=licence offences=offence
    movies=movie cookies=cookie calories=calorie zombies=zombie rookies=rookie ties=tie pies=pie lies=lie dies=die
    shoes=shoe toes=toe axes=axe caches=cache headaches=headache aches=ache moustaches=moustache personnel=personnel
    police=police cattle=cattle sheep=sheep fish=fish staff=staff deer=deer ones=one passersby=passerby
    spacecraft=spacecraft hovercraft=hovercraft salmon=salmon youth=youth crew=crew infantry=infantry poultry=poultry
    """
)


def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    if word in IRREGULAR:
        return word not in {"dies", "lies", "ties", "axes"}
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "'s", "us", "is", "ous"))
        and word not in NOT_PLURAL
    )


def singular(word: str) -> str:
    """The singular of a lower-case noun, by rule; a word that is no plural is returned as it is."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if not is_plural(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]
