"""Offices that a sentence gives: "Toyota named X chief executive", "X replaced Y as head of Z"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.offices import OFFICE
from pipeline.extract.roles.after import IN_A_YEAR
from pipeline.extract.roles.role import WINDOW, role
from schemas.mention import EntityType, Mention, RoleMention

_NAMED = re.compile(
    r"(?P<gap>[\s,]*)(?:(?:has|have|had)\s)?(?:named|appointed|re-?elected|elected|chose|installed|confirmed|picked|promoted|hired)\s$"
)
_DENIED = re.compile(r"\b(?:not|never|be|been|was|were|is|are)\s$")
_AS = (
    rf"\s(?:(?:as|to be)\s)?(?:(?:the|a|an|its|their|his|her)\s)?(?:new\s|next\s)?(?P<office>{OFFICE})"
    r"(?=[\s,.;:)]|$)(?P<of>\s(?:of|for|at)\s(?:the\s)?)?"
)
_TO_OFFICE = re.compile(_AS, re.IGNORECASE)
_REPLACED = re.compile(r"\s(?:(?:has|had)\s)?(?:replaced|succeeded|replaces|succeeds|took over from|takes over from)\s")


def role_made(text: str, mentions: Sequence[Mention], index: int) -> RoleMention | None:
    """Whoever is named, elected or takes somebody's place; of years that are named nothing is said."""
    return _named(text, mentions, index) or _replacing(text, mentions, index)


def _named(text: str, mentions: Sequence[Mention], index: int) -> RoleMention | None:
    """[body] named holder [its] office [of body]: the body that names is the body, unless another one is told."""
    holder = mentions[index]
    floor = max(0, holder.start_char - WINDOW)
    verb = _NAMED.search(text, floor, holder.start_char)
    if not verb or _DENIED.search(text, floor, verb.end("gap")):
        return None
    found = _office(text, mentions, index, holder.end_char)
    if not found:
        return None
    match, end, body = found
    namer = mentions[index - 1] if index else None
    if body is None and namer and namer.type is EntityType.ORGANISATION and namer.end_char == verb.start():
        body = namer.entity
    return role(text, (holder.start_char, end), match["office"], body, holder, is_former=False)


def _replacing(text: str, mentions: Sequence[Mention], index: int) -> RoleMention | None:
    """Holder replaced somebody as office [of body]."""
    holder, other = mentions[index], mentions[index + 1] if index + 1 < len(mentions) else None
    verb = _REPLACED.match(text, holder.end_char)
    if not verb or not other or other.type is not EntityType.PERSON or other.start_char != verb.end():
        return None
    if not text.startswith(" as ", other.end_char):
        return None
    found = _office(text, mentions, index + 1, other.end_char)
    if not found:
        return None
    match, end, body = found
    return role(text, (holder.start_char, end), match["office"], body, holder, is_former=False)


def _office(
    text: str, mentions: Sequence[Mention], index: int, start: int
) -> tuple[re.Match[str], int, str | None] | None:
    """The office that begins at `start`, its end, and the body named right behind it."""
    match = _TO_OFFICE.match(text, start, start + WINDOW)
    if not match or IN_A_YEAR.match(text, match.end("office")):
        return None
    following = mentions[index + 1] if index + 1 < len(mentions) else None
    if match["of"] and following and following.start_char == match.end() and following.type is not EntityType.PERSON:
        return match, following.end_char, following.entity
    return match, match.end("office"), None
