"""Numbers in headlines that capitalise every word: "Russia Lost 499 Drones", "Blast Kills Six In Gaza".

There a capital is no sign of a name, so a number stands only where the words beside it say that it counts.
"""

from __future__ import annotations

from pipeline.extract.figures.change_lexicon import VERBS
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.words import words

_VERBS = words(
    """
    kill kills hit hits launch launches fire fires strike strikes struck down downs shoot shoots shot injure injures
    wound wounds leave leaves left displace displaces arrest arrests seize seizes find finds found see sees saw say
    says said report reports win wins won take takes took get gets make makes made spend spends spent pay pays paid
    buy buys bought sell sells sold send sends sent offer offers give gives gave order orders close closes open opens
    plan plans want wants need needs has have had hold holds held evacuate evacuates rescue rescues destroy destroys
    intercept intercepts target targets claim claims top tops pass passes reach reaches hire hires fire sack sacks
    charge charges jail jails detain detains sentence sentences free frees release releases bring brings draw draws
    attract attracts face faces feature features include includes with of for than least most nearly almost about
    over under some another all these those his her their our its the
    """
)
FATES = words(
    """
    dead killed injured wounded missing hurt arrested detained hospitalised hospitalized rescued evacuated die dies
    people children civilians soldiers men women passengers feared
    """
)


def stands_in_headline(tokens: Tokens, draft: Draft) -> bool:
    """Whether a number of a headline counts: a verb or a preposition before it, or what befell people after it."""
    before, following = tokens.low[draft.first - 1], tokens.low[draft.after]
    if following in FATES:
        return True
    return before in _VERBS or before in VERBS or (before.endswith("ed") and len(before) > 4)
