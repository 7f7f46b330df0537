"""Verbs, nouns and adverbs that say a number is a change, and which way."""

from __future__ import annotations

from pipeline.extract.figures.words import words
from schemas.figure import Change

_UP_VERBS = words(
    """
    rise rose risen climb gain grow grew grown increase jump surge soar advance expand swell rocket skyrocket spike
    leap add improve boost raise lift hike strengthen bolster enlarge accelerate rally appreciate balloon widen
    extend augment rebound recover bounce upped upping
    """
)
_DOWN_VERBS = words(
    """
    fall fell fallen drop decline decrease slide slid slump plunge tumble sink sank sunk dip shrink shrank shrunk
    lose lost cut reduce slash trim lower weaken plummet retreat ease shed contract dive crash dwindle recede
    depreciate narrow ebb halve curtail collapse slip subtract erode deduct nosedive soften
    """
)
_UP_NOUNS = words(
    """
    increase enhancement strengthening rise gain growth jump surge hike boost advance improvement climb uptick upturn
    expansion uplift spike leap rally appreciation
    """
)
_DOWN_NOUNS = words(
    """
    decrease decline drop fall reduction cut slump plunge dip slide downturn contraction cutback tumble shrinkage
    depreciation dive collapse
    """
)
_UP_AFTER = words("higher up more")
_DOWN_AFTER = words("lower down less fewer off")


def _forms(verbs: frozenset[str]) -> set[str]:
    """All inflections by rule; forms that are no words do no harm."""
    found: set[str] = set()
    for verb in verbs:
        found |= {
            verb,
            f"{verb}s",
            f"{verb}es",
            f"{verb}ed",
            f"{verb}d",
            f"{verb}ing",
            f"{verb[:-1]}ing",
            f"{verb}{verb[-1]}ed",
            f"{verb}{verb[-1]}ing",
        }
    return found


VERBS = dict.fromkeys(_forms(_UP_VERBS), Change.INCREASE) | dict.fromkeys(_forms(_DOWN_VERBS), Change.DECREASE)
NOUNS = {
    form: change
    for nouns, change in ((_UP_NOUNS, Change.INCREASE), (_DOWN_NOUNS, Change.DECREASE))
    for word in nouns
    for form in (word, f"{word}s", f"{word}es")
}
DIRECTIONS = {
    "up": Change.INCREASE,
    "down": Change.DECREASE,
    "higher": Change.INCREASE,
    "lower": Change.DECREASE,
    "off": Change.DECREASE,
    "upward": Change.INCREASE,
    "upwards": Change.INCREASE,
    "downward": Change.DECREASE,
    "downwards": Change.DECREASE,
}
# Before "up" or "down" with a plain count: elsewhere it is a particle ("gave up 517 yards").
BEFORE_ADVERB = words(
    """
    is was were are be been being ended finished still and points shares sales numbers cases
    """
)
# Verbs that make the "up" after them a particle with any number ("made up 21% of GDP").
PHRASAL = words(
    """
    made make makes making racked racking racks gave give gives giving set sets setting put puts took take takes
    picked pick coughed cough run ran rack saved save turned showed built build blew pay paid split used using
    taking drew ate eat eats eating soaked came come comes coming pony closed shut closing rang
    """
)
INTRANSITIVE = _forms(
    words("rise rose fall fell jump climb drop soar surge decline slide slid slump plummet grow grew increase decrease")
)
"""Only these make a plain count right after them the change ("plunge 95 people into poverty" does not)."""
TRAVEL = ("advanc", "climb", "fall", "fell", "drop", "plung", "jump", "leap", "slid", "tumbl", "div", "sink", "sank")
"""What moves a length right after these travels it ("fell 30 metres", "advanced four miles")."""
GUESSES = words(
    "expected forecast forecasts predicted estimated estimates planned budgeted targeted analysts normal average"
)
"""More than these is no change: "0.5 points more than forecast"."""
LEVELS = words("below above past beyond under")
"""A change verb before these names a level that was crossed: "fell below 30%"."""
AFTER = dict.fromkeys(_UP_AFTER, Change.INCREASE) | dict.fromkeys(_DOWN_AFTER, Change.DECREASE)
