"""Offices before a name: "NATO Secretary General Mark Rutte", "the mayor of Oslo, X", "the new chairman is X"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.entities import country_behind
from pipeline.extract.offices import FORMER, OFFICE
from pipeline.extract.roles.role import WINDOW, role
from schemas.mention import EntityType, Mention, RoleMention

_TITLE = re.compile(
    rf"(?<![\w-])(?P<former>{FORMER})?(?P<office>{OFFICE})"
    r"(?: (?:of|(?P<for>for|at)) (?:the )?(?P<of>[^\W\d_][\w.' \u2019-]{1,40}?))?"
    r"(?: (?P<is>is|remains|(?P<was>was)))?(?P<comma>,)?(?: (?:Mr|Mrs|Ms|Dr|Gen|Sir)\.?)?,?\s$",
    re.IGNORECASE,
)
_LINK = re.compile(rf"(?:['\u2019]s?)?\s(?P<former>{FORMER})?(?:{OFFICE}(?: and|,) )?$", re.IGNORECASE)
_FORMER_BEFORE = re.compile(rf"(?<![\w-]){FORMER}$", re.IGNORECASE)
_WISHED = re.compile(r"\b(?:elected|appointed|named|becom(?:e|es|ing)|being)\s(?:as\s)?(?:the\s|a\s)?$", re.IGNORECASE)
"""What makes of an office before a comma one that is not yet held: "if elected president, X would ..."."""
_SUBJECT = re.compile(
    r"(?:^|[.!?:;\u201c\"]\s?|\n|,\s|\band\s|\bbut\s)(?:the|its|their|his|her|our)\s(?:[\w-]+\s)?$", re.IGNORECASE
)
"""An office that begins its clause is what the clause is about; "the problem of the president is X" is not."""
_OF = re.compile(r"\sof\s(?:the\s)?")
_OWNS = re.compile(r"['\u2019]")


def role_before(text: str, mentions: Sequence[Mention], index: int) -> RoleMention | None:
    """[former] [body] office [of body] [is] holder [of body]."""
    holder = mentions[index]
    floor = max(0, holder.start_char - WINDOW)
    if not text[floor : holder.start_char][-1:].isspace():
        return None
    match = _TITLE.search(text[floor : holder.start_char])
    if not match:
        return None
    start, end = floor + match.start(), holder.end_char
    body, is_former = _of_body(mentions, index, match, floor), bool(match["former"] or match["was"])
    if (match["of"] and body is None) or not _is_said(text, floor, match, end):
        return None
    if body is None:
        owner = _owner(text, mentions, index, start + len(match["former"] or ""))
        start, body, is_former = owner[0] or start, owner[1], is_former or owner[2]
    if body is None:
        end, body = _home(text, mentions, index)
    earlier = _FORMER_BEFORE.search(text, max(0, start - 12), start)
    start, is_former = (earlier.start(), True) if earlier else (start, is_former)
    return role(text, (start, end), match["office"], body, holder, is_former=is_former)


def _is_said(text: str, floor: int, match: re.Match[str], end: int) -> bool:
    """Whether the office is given to the holder: not wished for, and not that of somebody else in the sentence."""
    before = text[max(0, floor + match.start() - 40) : floor + match.start()]
    if match["is"]:
        return not _OWNS.match(text, end) and bool(_SUBJECT.search(before) or before.endswith(("'s ", "\u2019s ")))
    return not (match["comma"] and _WISHED.search(before))


def _of_body(mentions: Sequence[Mention], index: int, match: re.Match[str], floor: int) -> str | None:
    """The mention that stands where the pattern expects the body after "of"."""
    if not match["of"] or not index:
        return None
    previous = mentions[index - 1]
    is_there = previous.start_char == floor + match.start("of") and previous.end_char == floor + match.end("of")
    return previous.entity if is_there and previous.type is not EntityType.PERSON else None


def _owner(text: str, mentions: Sequence[Mention], index: int, office: int) -> tuple[int | None, str | None, bool]:
    """Where the body begins that stands right before the office, the body, and whether it says "former"."""
    previous = mentions[index - 1] if index else None
    if previous is None or previous.type is EntityType.PERSON or previous.end_char > office:
        return None, None, False
    link = _LINK.fullmatch(text, previous.end_char, office)
    if not link:
        return None, None, False
    return previous.start_char, country_behind(previous.entity), bool(link["former"])


def _home(text: str, mentions: Sequence[Mention], index: int) -> tuple[int, str | None]:
    """The body behind the name: "Chancellor Friedrich Merz of Germany"."""
    end = mentions[index].end_char
    following = mentions[index + 1] if index + 1 < len(mentions) else None
    match = _OF.match(text, end)
    if match and following and following.start_char == match.end() and following.type is not EntityType.PERSON:
        return following.end_char, following.entity
    return end, None
