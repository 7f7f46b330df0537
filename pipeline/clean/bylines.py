"""The names that a page shows rather than declares: bylines at the headline, lines of names, labels, signatures.

Nothing here weighs these names against declared ones; `people` does.
"""

from __future__ import annotations

import re

from pipeline.clean.blocks import Outline
from pipeline.clean.folding import fold
from pipeline.clean.furniture import is_stamp
from pipeline.clean.names import AGENCIES, begins_byline, is_personal, split_byline
from pipeline.clean.times import read_stamp

MAX_LONE_NAME_CHARS = 40
MAX_LINE_CHARS = 100
MAX_LABELLED = 4
MAX_LINES_SEARCHED = 400
LINES_WITHIN_TEXT = 3
"""Lines of the range at the headline that lie behind the first line of the text."""
_LABEL = re.compile(
    r"(?:author|written by|autor(?:in)?(?:/autor(?:in)?)?|auteur(?:e|rice)?|autore|forfatter|författare)s?"
    r"\b\s?(?::\s?|\n\s?|\s(?-i:(?=[A-ZÀ-Þ])))",
    re.IGNORECASE,
)
_CHINESE_LABEL = re.compile(
    r"[(（\s]{0,3}(?:责任?编辑?|責任編輯|作者|记者|記者|撰文)\s?[:：](?P<names>[^()（）]{2,60})"
)
_EDITOR = re.compile(r"(?:editors?|penyunting|redaktur|redactor|redacteur)\s{0,2}[:：]\s{0,2}", re.IGNORECASE)
_INITIALS = re.compile(r"(?:by|von|par|por)\s(?P<house>[A-Z]{2,5})(?=\s?[,|·•]|$)", re.IGNORECASE)
_MARKS = re.compile(r"[;,/|&]")


def marked(outline: Outline, top: range, tail: range) -> list[str]:
    """The names in the bylines at the headline, or else behind the text; what states itself before class names."""
    for place in (top, tail):
        near = [mark for mark in outline.bylines if mark.block in place]
        stated = [name for mark in near if mark.is_stated for name in split_byline(mark.text)]
        names = stated or [name for mark in near for name in split_byline(mark.text)]
        if names:
            return names
    return []


def stated(outline: Outline, top: range) -> list[str]:
    """The names in the bylines at the headline that `rel` or `itemprop` marks as such."""
    marks = [mark for mark in outline.bylines if mark.block in top and mark.is_stated]
    return [name for mark in marks for name in split_byline(mark.text)]


def stated_initials(outline: Outline, tail: range) -> list[str]:
    """What `rel` or `itemprop` marks as the author behind the text, as it stands: often initials, "ab/cde"."""
    marks = [mark.text for mark in outline.bylines if mark.block in tail and mark.is_stated]
    return [part.strip() for text in marks if len(text) <= MAX_LONE_NAME_CHARS for part in _MARKS.split(text)]


def begun(outline: Outline, top: range) -> list[str]:
    """The names in lines at the headline that begin as bylines do: "By Name Surname"."""
    lines = [outline.blocks[index].text for index in top]
    return [name for line in lines if begins_byline(line) for name in split_byline(line)]


def alone(outline: Outline, top: range, tail: range) -> list[str]:
    """The names in paragraphs of nothing else: before the text, with a time perhaps, or right behind it."""
    behind = [outline.blocks[index] for index in tail[1:2]]
    lines = [one.text for one in behind if one.tag == "p" and not one.n_link and len(one.text) <= MAX_LONE_NAME_CHARS]
    return _lone_before(outline, top) or list(filter(is_personal, lines))


def labelled(outline: Outline) -> list[str]:
    """The names in short lines that begin with the word for author, wherever the page has its box of facts."""
    lines = [one.text for one in outline.blocks if len(one.text) <= MAX_LINE_CHARS]
    names = [name for line in lines if (found := _LABEL.match(line)) for name in split_byline(line[found.end() :])]
    chinese = [part for line in lines if (found := _CHINESE_LABEL.match(line)) for part in found["names"].split("、")]
    return (names or [name.strip() for name in chinese if is_personal(name.strip())])[:MAX_LABELLED]


def editors(outline: Outline) -> set[str]:
    """The folded names that short lines call the editor's: who made the page ready, not who wrote."""
    lines = [one.text for one in outline.blocks if len(one.text) <= MAX_LINE_CHARS]
    behind = [line[label.end() :] for line in lines if (label := _EDITOR.match(line))]
    return {fold(name) for line in behind for name in (line, *split_byline(line))}


def addressed(outline: Outline, addresses: list[str]) -> list[str]:
    """The lines of a name whose last word is the end of the local part of an address: "Ann Archer", "a.archer@"."""
    ends = {fold(part.partition("@")[0].rpartition(".")[2]) for part in addresses if "@" in part}
    lines = [one.text for one in outline.blocks[:MAX_LINES_SEARCHED] if len(one.text) <= MAX_LONE_NAME_CHARS]
    return [line for line in lines if ends and is_personal(line) and fold(line.split()[-1]) in ends][:1]


def houses(outline: Outline, top: range) -> list[str]:
    """The agency or the house in capitals that a line at the headline names in place of a person."""
    lines = [outline.blocks[index].text for index in top]
    begun = [found["house"] for line in lines if (found := _INITIALS.match(line)) and found["house"].isupper()]
    return [line.partition(",")[0] for line in lines if is_agency_line(line)] or begun


def is_agency_line(line: str) -> bool:
    """Whether a line is an agency and a place in capitals, and nothing else: "AFP, MANILA"."""
    agency, _, place = line.partition(",")
    return agency.lower() in AGENCIES and line.isupper() and bool(place.strip()) and len(line) <= MAX_LONE_NAME_CHARS


def _lone_before(outline: Outline, top: range) -> list[str]:
    """The names of a paragraph of nothing else, or of a line with a time, right before the text."""
    blocks = outline.blocks
    near = list(top[:-LINES_WITHIN_TEXT])
    before = [index for index in top if index + 1 < len(blocks) and blocks[index + 1].is_prose]
    names = [name for index in (*near[-2:], *before) if _is_bare(outline, index) for name in _parts(blocks[index].text)]
    lines = [blocks[index].text for index in near]
    timed = [name for line in lines if is_stamp(line, 6) and read_stamp(line) for name in split_byline(line)]
    return [name for name in names if " " in name and is_personal(name)] or timed


def _is_bare(outline: Outline, index: int) -> bool:
    """Whether a line is a short paragraph without links, and the line before does not make it a picture's credit."""
    block = outline.blocks[index]
    is_credited = index > 0 and outline.blocks[index - 1].text.endswith(":")
    return block.tag == "p" and not block.n_link and len(block.text) <= 2 * MAX_LONE_NAME_CHARS and not is_credited


def _parts(line: str) -> list[str]:
    """The parts of a line between strokes."""
    return [part.strip() for part in line.split("/")]
