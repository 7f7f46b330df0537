"""Offices in one form: which words name one office, whose it is, and whether one person holds it at a time.

Knows nothing of who holds them.
"""

from __future__ import annotations

import re

from pipeline.reconcile.lexicon import OFFICE_NAMES, SHARED_OFFICES, SOLE_OFFICES, SPEAKING, STOP, stem
from schemas.mention import RoleMention

RANKS = frozenset({"minister", "secretary"})
"""Bare ranks that stand for the one office of that rank that a story names in full."""

GENERAL = frozenset({"officer", "chief", "secretary", "manager", "leader", "head", "commander"})
"""Offices that say little without the words before them."""

_TURNED = re.compile(r"(minister|secretary) (?:of|for) (?:the )?(?!state)(\w+)|(chief|commissioner) of (police)")
"""An office that is named the other way round: there is no state minister, and no staff chief."""

_SHORT = re.compile(r"(information|technology|operating|financial|medical|veterinary|scientific|risk) chief")
_OWNER = re.compile(r"(?<!\w)([A-Z][\w&-]+(?: [A-Z][\w&-]+){0,3})(?P<owns>['’]s?)? $")
_KIND = re.compile(r"(?:(?<!\w)[A-Za-z][a-z]+ ){1,2}$")
_REACH = 60
_STAND_IN = re.compile(r"^(?:acting|interim) ")
"""One person stands in for an office at a time."""

_SOLE_IN_A_BODY = frozenset({"secretary", "manager", "head coach", "coach", "captain"})
"""Offices that only a named organisation has one of."""

_OF_MANY = frozenset(
    {"prime", "foreign", "first", "general", "president", "chancellor", "leader", "head", "king", "queen"}
)
"""Words of offices of which a story may bring those of several countries or parties; it mostly has one mayor."""


def office_of(text: str, role: RoleMention) -> str:
    """The office in one form: the secretary for health is the health secretary, the chief of police its chief."""
    plain = " ".join(f"{_kind_of_officer(text, role)} {role.role}".lower().replace("-", " ").split())
    turned, short = _TURNED.fullmatch(plain), _SHORT.fullmatch(plain)
    if turned:
        plain = f"{turned[2] or turned[4]} {turned[1] or turned[3]}"
    if short:
        plain = f"chief {short[1]} officer"
    return OFFICE_NAMES.get(plain, plain)


def _kind_of_officer(text: str, role: RoleMention) -> str:
    """The words that say what kind of officer it is: "returning", "chief information"; empty for other offices."""
    if role.role not in GENERAL:
        return ""
    found = _KIND.search(text, max(0, role.start_char - _REACH), role.start_char)
    words = found.group().lower().split() if found else []
    return " ".join(word for word in words if word not in STOP and stem(word) not in SPEAKING)


def body_of(text: str, role: RoleMention) -> str | None:
    """The organisation of the office, or the name right before it: "Ferrant's chief executive", "Ferrant CEO"."""
    if role.organisation:
        return role.organisation
    found = _OWNER.search(text, max(0, role.start_char - _REACH), role.start_char)
    if not found or not (found["owns"] or role.surface.startswith(("CEO", "CFO"))) or found[1].lower() in STOP:
        return None
    return found[1]


def is_sole(office: str, body: str | None) -> bool:
    """Whether one person holds the office at a time."""
    plain = _STAND_IN.sub("", office)
    if plain in _SOLE_IN_A_BODY and body:
        return True
    return not any(word in plain for word in SHARED_OFFICES) and any(
        plain == sole
        or plain.endswith(f" {sole}")
        or plain.startswith(f"{sole} ")
        or (sole.endswith(" of") and plain.startswith(sole))
        for sole in SOLE_OFFICES
    )


def is_of_many(office: str) -> bool:
    """A story mostly has one mayor and one transport secretary, but may bring two presidents."""
    return not _OF_MANY.isdisjoint(office.split())
