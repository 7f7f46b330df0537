"""Offices after a name: "Dmitry Peskov, the Kremlin spokesman", "X, who heads Y", "X resigned as mayor of Oslo"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.entities import country_behind
from pipeline.extract.offices import FORMER, OFFICE
from pipeline.extract.roles.role import WINDOW, role
from schemas.mention import EntityType, Mention, RoleMention

_MADE = (
    r"(?:(?:has been|was|is|were|be) )?(?:appointed|named|elected|re-?elected|confirmed|installed|inaugurated"
    r"|sworn in|chosen)(?: as)?|became|(?:has|had) become|becomes|took (?:office|over) as|serves as"
)
"""How somebody comes to an office; "wants to be" and "will never be" are no such thing."""
_WAS = (
    r"was|had been|used to be|(?:is|was) no longer"
    r"|(?:has |had )?(?:served|resigned|quit|retired|(?:stepped|stood) down) as"
)
"""What says that an office is held no more."""
_IS = r"(?:is|remains|has been)(?: now| also| still| currently)?"
_AGE = re.compile(r",\s(?:aged?\s)?\d\d(?=,\s)")
_TITLE = re.compile(
    rf"(?:(?:,\s|\s\()(?:(?:who (?:(?P<made>{_MADE})|(?P<was>{_WAS})|{_IS})|currently"
    r"|(?P<once>then|until recently|formerly|once))\s)?"
    rf"|\s(?:(?P<made2>{_MADE})|(?P<was2>{_WAS})|{_IS})\s)"
    rf"(?:(?:the|a|an|its|their|his|her)\s)?(?P<former>{FORMER})?"
    rf"(?P<body>[^\W\d_][\w.&\u2019'-]*(?:\s[^\W\d_][\w.&\u2019'-]*){{0,4}}?\s)??(?P<again>{FORMER})?(?P<office>{OFFICE})"
    r"(?=[\s,.;:)]|$)(?!\sto\s)(?:\s(?:of|for|at)\s(?:the\s)?)?",
    re.IGNORECASE,
)
IN_A_YEAR = re.compile(r"[^.\n]{0,60}?\s(?:in|from|between|until)\s(?:[A-Z][a-z]+\s)?(?:19|20)\d\d\b")
"""Who was made something in a year that is named may hold another office by now: nothing is said of it."""
_LEADING = re.compile(r",\swho (?:now |also )?(?P<verb>heads|leads|chairs)\s(?:the\s)?")
_LEADERS = {"heads": "head", "leads": "leader", "chairs": "chairman"}
_POSSESSIVE = re.compile(r"^(?:['\u2019]s?)?\s$")
_NOBODY = re.compile(r"(?:[a-z-]+\s){0,2}[a-z-]+(?:['\u2019]s|s['\u2019])\s")
"""The owner that has no name here: "the company's chief economist"."""
_ANOTHER = re.compile(r"\b(?:not|never|nor|no|of|for|to|by|with|and|as|than|from|in|at|who|would-be)\b", re.IGNORECASE)
"""Words between a name and an office that give the office to nobody, or to somebody else."""


def role_after(text: str, mentions: Sequence[Mention], index: int) -> RoleMention | None:
    """Holder, [who is] the [former] [body] office [of body]."""
    holder = mentions[index]
    line_end = text.find("\n", holder.end_char, holder.end_char + WINDOW)
    ceiling = line_end if line_end >= 0 else holder.end_char + WINDOW
    following = mentions[index + 1] if index + 1 < len(mentions) else None
    age = _AGE.match(text, holder.end_char, ceiling)
    begin = age.end() if age else holder.end_char
    leading = _LEADING.match(text, begin, ceiling)
    if leading:
        return _leading(text, holder, leading, following)
    match = _TITLE.match(text, begin, ceiling)
    if not match or ((match["made"] or match["made2"]) and IN_A_YEAR.match(text, match.end("office"))):
        return None
    before = match["body"] or ""
    end, body = match.end("office"), _body_within(mentions, index, match) if before else None
    if body is None and _ANOTHER.search(before):
        return None
    if body is None and following and following.start_char == match.end() and following.type is not EntityType.PERSON:
        end, body = following.end_char, following.entity
    elif before and body is None and not _NOBODY.fullmatch(before):
        return None
    is_former = any(match[one] for one in ("former", "again", "was", "was2", "once"))
    return role(text, (holder.start_char, end), match["office"], body, holder, is_former=is_former)


def _leading(text: str, holder: Mention, match: re.Match[str], body: Mention | None) -> RoleMention | None:
    """E.g. "Ursula von der Leyen, who heads the European Commission": the body must stand right there."""
    if body is None or body.start_char != match.end() or body.type is EntityType.PERSON:
        return None
    span = (holder.start_char, body.end_char)
    return role(text, span, _LEADERS[match["verb"]], body.entity, holder, is_former=False)


def _body_within(mentions: Sequence[Mention], index: int, match: re.Match[str]) -> str | None:
    """The mention that is the body named before the office; null if those words name none."""
    for mention in mentions[index + 1 : index + 3]:
        left_over = _POSSESSIVE.sub("", match["body"][mention.end_char - match.start("body") :])
        if mention.start_char == match.start("body") and not left_over and mention.type is not EntityType.PERSON:
            return country_behind(mention.entity)
    return None
