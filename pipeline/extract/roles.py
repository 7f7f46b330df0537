"""Offices people are said to hold: "NATO Secretary General Mark Rutte", "Dmitry Peskov, the Kremlin spokesman".

Works on the text and the mentions found in it. Says who is said to hold what; not whether it is so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.mention import EntityType, Mention, RoleMention

_OFFICE = (
    r"(?:[Dd]eputy\s|[Vv]ice\s|[Aa]cting\s|[Ii]nterim\s|[Aa]ssistant\s)?"
    r"(?:[Ss]ecretary[\s-][Gg]eneral|[Ss]ecretary\sof\s(?:[Dd]efen[cs]e|[Ss]tate|[Tt]he\s[Tt]reasury|[Hh]ealth|[Ee]nergy|[Ww]ar|[Cc]ommerce)"
    r"|(?:[Pp]rime|[Ff]oreign|[Dd]efen[cs]e|[Ff]inance|[Ii]nterior|[Hh]ealth|[Ee]conomy|[Jj]ustice|[Ee]nergy|[Ee]ducation|[Tt]rade|[Cc]hief)\s[Mm]inister"
    r"|(?:[Ff]oreign|[Dd]efen[cs]e|[Hh]ome|[Tt]reasury|[Pp]ress|[Gg]eneral)\s[Ss]ecretary|[Pp]resident|[Cc]hancellor|[Gg]overnor|[Mm]ayor|[Ss]enator"
    r"|[Ss]pokes(?:man|woman|person)|[Cc]hief\s[Ee]xecutive(?:\s[Oo]fficer)?|CEO|[Cc]hair(?:man|woman|person)?|[Dd]irector(?:[\s-][Gg]eneral)?"
    r"|[Cc]ommissioner|[Aa]mbassador|[Ss]peaker|[Cc]hief|[Hh]ead|[Ll]eader|[Pp]remier|[Kk]ing|[Qq]ueen|[Pp]ope)"
)
_FORMER = re.compile(r"\b(?:[Ff]ormer|[Ee]x|[Ll]ate|[Pp]revious|then)[\s-]$")
_BEFORE = re.compile(rf"(?P<office>{_OFFICE}),?\s$")
_AFTER = re.compile(
    rf",\s(?:(?:the|a|an|its|their)\s)?(?P<former>former\s|ex-)?(?:(?P<body>[A-Z][\w.&'\u2019-]*(?:\s[A-Z][\w.&'\u2019-]*){{0,4}}?)(?:['\u2019]s)?\s)?"
    rf"(?P<office>{_OFFICE})(?:\sof\s(?:the\s)?(?P<of>[A-Z][\w.&'\u2019-]*(?:\s(?:of\s|the\s|for\s)*[A-Z][\w.&'\u2019-]*){{0,5}}))?"
)
_WINDOW = 80


def find_roles(text: str, mentions: Sequence[Mention]) -> tuple[RoleMention, ...]:
    """Roles sorted by start, free of overlaps; each holder is one of the mentions."""
    roles: list[RoleMention] = []
    for index, mention in enumerate(mentions):
        if mention.type is EntityType.PERSON:
            before = mentions[index - 1] if index else None
            role = _role_before(text, mention, before) or _role_after(text, mention)
            if role and (not roles or role.start_char >= roles[-1].end_char):
                roles.append(role)
    return tuple(roles)


def _role_before(text: str, holder: Mention, previous: Mention | None) -> RoleMention | None:
    """ "[former] [body] office Holder"."""
    floor = max(0, holder.start_char - _WINDOW, previous.end_char if previous else 0)
    match = _BEFORE.search(text[floor : holder.start_char])
    if not match:
        return None
    start, body = floor + match.start(), None
    if previous and text[previous.end_char : start].strip(" '\u2019s") == "" and previous.type is not EntityType.PERSON:
        start, body = previous.start_char, previous.entity
    former = bool(_FORMER.search(text[max(0, start - 40) : start]))
    return _role(text, (start, holder.end_char), match["office"], body, holder, former)


def _role_after(text: str, holder: Mention) -> RoleMention | None:
    """ "Holder, the [body] office [of body]"."""
    match = _AFTER.match(text[holder.end_char : holder.end_char + _WINDOW])
    if not match:
        return None
    body = match["of"] or match["body"]
    span = (holder.start_char, holder.end_char + match.end())
    return _role(text, span, match["office"], body, holder, bool(match["former"]))


def _role(
    text: str, span: tuple[int, int], office: str, body: str | None, holder: Mention, is_former: bool
) -> RoleMention:
    return RoleMention(
        start_char=span[0],
        end_char=span[1],
        surface=text[span[0] : span[1]],
        role=" ".join(office.lower().replace("-", " ").split()),
        organisation=body,
        holder=holder.entity,
        is_former=is_former,
    )
