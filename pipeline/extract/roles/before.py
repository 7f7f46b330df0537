"""Offices people are said to hold: "NATO Secretary General Mark Rutte", "Dmitry Peskov, the Kremlin spokesman".

Works on the text and the mentions found in it. Says who is said to hold what; not whether it is so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.entities import country_behind
from pipeline.extract.offices import FORMER, OFFICE, normal_form
from schemas.mention import EntityType, Mention, RoleMention

WINDOW = 100
"""Characters looked at beside a name; the longest office in use is shorter."""

_TITLE_BEFORE = re.compile(
    rf"(?<![\w-])(?P<former>{FORMER})?(?P<office>{OFFICE})(?: of (?:the )?(?P<of>[^\W\d_][\w.' \u2019-]{{1,40}}?))?"
    r"(?:,? (?:Mr|Mrs|Ms|Dr|Gen|Sir)\.?)?,?\s$",
    re.IGNORECASE,
)
_LINK = re.compile(rf"(?:['\u2019]s?)?\s(?P<former>{FORMER})?$", re.IGNORECASE)
_FORMER_BEFORE = re.compile(rf"(?<![\w-]){FORMER}$", re.IGNORECASE)
_MADE = (
    r"(?:(?:has been|was|is|were|be) )?(?:appointed|named|elected|re-?elected|confirmed|installed|inaugurated"
    r"|sworn in|chosen)(?: as)?|became|(?:has|had) become|becomes|took (?:office|over) as|serves as"
)
"""How somebody comes to an office; "wants to be" and "will never be" are no such thing."""
_TITLE_AFTER = re.compile(
    rf"(?:,\s(?:(?:who (?:is|(?P<was>was)|{_MADE})|currently)\s)?|\s(?P<made>{_MADE})\s)"
    rf"(?:(?:the|a|an|its|their|his|her)\s)?(?P<former>{FORMER})?"
    rf"(?P<body>[^\W\d_][\w.&\u2019'-]*(?:\s[^\W\d_][\w.&\u2019'-]*){{0,4}}?\s)??(?P<again>{FORMER})?(?P<office>{OFFICE})"
    r"(?=[\s,.;:)]|$)(?:\s(?:of|for|at)\s(?:the\s)?)?",
    re.IGNORECASE,
)
_LONG_AGO = re.compile(r"[^.\n]{0,60}?\s(?:in|from|between|until)\s(?:[A-Z][a-z]+\s)?(?:19|20)\d\d\b")
"""Who was made something in a year that is named may hold another office by now: nothing is said of it."""
_LEADING = re.compile(r",\swho (?:now |also )?(?P<verb>heads|leads|chairs)\s(?:the\s)?")
_LEADERS = {"heads": "head", "leads": "leader", "chairs": "chairman"}
_POSSESSIVE = re.compile(r"^(?:['\u2019]s?)?\s$")


def find_roles(text: str, mentions: Sequence[Mention]) -> tuple[RoleMention, ...]:
    """Roles sorted by start, free of overlaps; each holder is one of the mentions."""
    roles: list[RoleMention] = []
    for index, mention in enumerate(mentions):
        if mention.type is EntityType.PERSON:
            role = _before(text, mentions, index) or _after(text, mentions, index)
            if role and (not roles or role.start_char >= roles[-1].end_char):
                roles.append(role)
    return tuple(roles)


def _before(text: str, mentions: Sequence[Mention], index: int) -> RoleMention | None:
    """The role before a name: [former] [body] office [of body] holder."""
    holder = mentions[index]
    floor = max(0, holder.start_char - WINDOW)
    if not text[floor : holder.start_char][-1:].isspace():
        return None
    match = _TITLE_BEFORE.search(text[floor : holder.start_char])
    if not match:
        return None
    start = floor + match.start()
    body, former = _of_body(mentions, index, match, floor), bool(match["former"])
    if match["of"] and body is None:
        return None
    if body is None and index:
        previous = mentions[index - 1]
        link = (
            _LINK.fullmatch(text, previous.end_char, start + len(match["former"] or ""))
            if previous.end_char <= start
            else None
        )
        if link and previous.type is not EntityType.PERSON:
            start, body, former = previous.start_char, country_behind(previous.entity), former or bool(link["former"])
    earlier = _FORMER_BEFORE.search(text, max(0, start - 12), start)
    start, former = (earlier.start(), True) if earlier else (start, former)
    return _role(text, (start, holder.end_char), match["office"], body, holder, former)


def _of_body(mentions: Sequence[Mention], index: int, match: re.Match[str], floor: int) -> str | None:
    """The mention that stands where the pattern expects the body after "of"."""
    if not match["of"] or not index:
        return None
    previous = mentions[index - 1]
    is_there = previous.start_char == floor + match.start("of") and previous.end_char == floor + match.end("of")
    return previous.entity if is_there else None


def _after(text: str, mentions: Sequence[Mention], index: int) -> RoleMention | None:
    """The role after a name: holder, the [former] [body] office [of body]."""
    holder = mentions[index]
    line_end = text.find("\n", holder.end_char, holder.end_char + WINDOW)
    ceiling = line_end if line_end >= 0 else holder.end_char + WINDOW
    following = mentions[index + 1] if index + 1 < len(mentions) else None
    leading = _LEADING.match(text, holder.end_char, ceiling)
    if leading:
        return _leading(text, holder, leading, following)
    match = _TITLE_AFTER.match(text, holder.end_char, ceiling)
    if not match or (match["made"] and _LONG_AGO.match(text, match.end("office"))):
        return None
    end, body = match.end("office"), None
    if following and following.start_char == match.end() and following.type is not EntityType.PERSON:
        end, body = following.end_char, following.entity
    elif match["body"]:
        body = _body_within(mentions, index, match)
        if body is None:
            return None
    span = (holder.start_char, end)
    return _role(text, span, match["office"], body, holder, bool(match["former"] or match["again"] or match["was"]))


def _leading(text: str, holder: Mention, match: re.Match[str], body: Mention | None) -> RoleMention | None:
    """E.g. "Ursula von der Leyen, who heads the European Commission": the body must stand right there."""
    if body is None or body.start_char != match.end() or body.type is EntityType.PERSON:
        return None
    return _role(text, (holder.start_char, body.end_char), _LEADERS[match["verb"]], body.entity, holder, False)


def _body_within(mentions: Sequence[Mention], index: int, match: re.Match[str]) -> str | None:
    """The mention that is the body named before the office; null if those words name none."""
    for mention in mentions[index + 1 : index + 3]:
        left_over = _POSSESSIVE.sub("", match["body"][mention.end_char - match.start("body") :])
        if mention.start_char == match.start("body") and not left_over and mention.type is not EntityType.PERSON:
            return country_behind(mention.entity)
    return None


def _role(
    text: str, span: tuple[int, int], office: str, body: str | None, holder: Mention, is_former: bool
) -> RoleMention:
    return RoleMention(
        start_char=span[0],
        end_char=span[1],
        surface=text[span[0] : span[1]],
        role=normal_form(office, body),
        organisation=body,
        holder=holder.entity,
        is_former=is_former,
    )
