"""Plain text to a document: what was copied along with the article goes into the metadata, or away."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.clean.plain_lines import (
    MAX_RESIDUE_CHARS,
    cut_dateline,
    cut_glued_offer,
    cut_leading_stamp,
    ends_sentence,
    has_glued_stamp,
    is_glued_credit,
    is_headline,
    judge_line,
)
from pipeline.clean.times import Moment
from pipeline.language import identify_language
from pipeline.screen import Evidence, screen
from pipeline.text import normalise_line, normalise_text
from schemas.document import Document
from schemas.entry import ParsedEntry
from schemas.outcome import Rejected

LINES_AT_TOP = 8
LINES_AT_END = 8
MAX_SENTENCE_TITLE_CHARS = 130
"""A first line that is a whole sentence is a title only when it is short; longer ones are lead paragraphs."""
MAX_MARKED_TITLE_CHARS = 300
LEAST_LINES_BEFORE_CARD = 3
MOST_LINES_OF_CARD = 4
MAX_TEXT_CHARS = 2_000_000

_UNFINISHED = re.compile(
    r"(?:,|\b(?:a|an|the|of|in|on|at|by|for|from|to|with|and|or|but|as|than|that|which|President|Minister|Secretary|"
    r"General|Chancellor|Senator|Governor|Mr|Mrs|Ms|Dr)\.?)$"
)


@dataclass(slots=True)
class _Reading:
    """What was found while the lines of a text were read."""

    lines: list[str] = field(default_factory=list)
    moment: Moment | None = None
    moment_source: str = ""
    names: list[str] = field(default_factory=list)
    dateline: str | None = None
    is_first_marked: bool = False
    """Whether a byline or a time follows the first line, which makes it the headline."""

    def note(self, moment: Moment | None, source: str) -> None:
        """Keep the first time that is found; it stands nearest to the headline."""
        if moment is not None and self.moment is None:
            self.moment, self.moment_source = moment, source


def _is_unfinished(line: str) -> bool:
    """Whether a line breaks off within a sentence."""
    return _UNFINISHED.search(line[-20:]) is not None


def _join_broken(lines: list[str]) -> list[str]:
    """Undo line breaks within sentences."""
    joined: list[str] = []
    for line in lines:
        if joined and (_is_unfinished(joined[-1]) or (line[0].islower() and not ends_sentence(joined[-1]))):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _drop_card(lines: list[str]) -> list[str]:
    """Take the card of another article off the end: headline, perhaps a paragraph, and what gives it away."""
    if lines and has_glued_stamp(lines[-1]):
        return lines[:-1]
    if lines and is_glued_credit(lines[-1]):
        first = max(LEAST_LINES_BEFORE_CARD, len(lines) - MOST_LINES_OF_CARD)
        start = next((i for i in range(len(lines) - 2, first - 1, -1) if is_headline(lines[i])), -1)
        return lines[:start]
    n_sentences = sum(map(ends_sentence, lines))
    if n_sentences >= 3 and is_headline(lines[-1]) and ends_sentence(lines[-2]):
        return lines[:-1]
    return lines


def _read(text: str) -> _Reading:
    """Sort the lines into text and residue. Datelines and bylines are looked for at the top and at the end only."""
    reading = _Reading()
    first, moment = cut_leading_stamp(text)
    reading.note(moment, "stamp")
    lines = _join_broken([line for line in first.split("\n") if line])
    for index, line in enumerate(lines):
        residue = judge_line(line) if line else None
        at_edge = index < LINES_AT_TOP or index >= len(lines) - LINES_AT_END
        if residue is None or (residue.kind not in ("label", "offer") and not at_edge):
            reading.lines.append(cut_glued_offer(line))
            continue
        reading.is_first_marked |= index == 1 and residue.kind in ("byline", "stamp")
        reading.note(residue.moment, residue.kind)
        reading.names += residue.names
        if residue.kind == "dateline" and reading.dateline is None:
            reading.dateline = line
    while reading.lines and (shorter := _drop_card(reading.lines)) != reading.lines:
        reading.lines = shorter
    return reading


def _take_title(lines: list[str], is_first_marked: bool, claimed: str | None) -> tuple[str | None, list[str], str]:
    """(title, lines of the text, source). A headline leaves the text; a first line that is a sentence stays in it."""
    first = lines[0] if lines else ""
    if claimed:
        same = normalise_line(claimed).casefold() == first.casefold()
        return normalise_line(claimed), lines[1:] if same and len(lines) > 1 else lines, "entry"
    most = MAX_MARKED_TITLE_CHARS if is_first_marked else MAX_RESIDUE_CHARS
    if len(lines) > 1 and is_headline(first, most):
        return first, lines[1:], "first_line"
    if len(lines) > 1 and ends_sentence(first) and len(first) <= MAX_SENTENCE_TITLE_CHARS and first.count(". ") == 0:
        return first, lines, "first_line"
    return None, lines, ""


def clean_text(text: str, url: str, entry: ParsedEntry | None = None) -> Document | Rejected:
    """Clean one plain text. `published_at` comes from a stamp in the text or from the entry, else it is None."""
    reading = _read(normalise_text(text[:MAX_TEXT_CHARS]))
    title, lines, title_source = _take_title(reading.lines, reading.is_first_marked, entry.title if entry else None)
    dateline = reading.dateline
    if lines:
        first, place = cut_dateline(lines[0])
        lines, dateline = [first, *lines[1:]], place or dateline
    body = normalise_text("\n\n".join(lines))
    claimed = entry.published_at if entry else None
    sources = {
        "title": title_source,
        "authors": "byline" if reading.names else "entry" if entry and entry.authors else "",
        "published_at": reading.moment_source if reading.moment else "entry" if claimed else "",
        "published_at_certainty": reading.moment.certainty if reading.moment else "",
        "dateline": "text" if dateline else "",
    }
    document = Document(
        url=url,
        title=title,
        text=body,
        authors=tuple(dict.fromkeys(reading.names)) or (entry.authors if entry else ()),
        published_at=reading.moment.at if reading.moment else claimed,
        language=identify_language(body),
        dateline=dateline,
        method="plain_text",
        is_truncated=len(text) > MAX_TEXT_CHARS,
        sources={name: source for name, source in sources.items() if source},
    )
    return screen(document, Evidence()) or document
