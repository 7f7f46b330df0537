"""What the lines of a plain text are: text, or the residue of the page that it was copied from.

The residue of news pages comes in few shapes: a stamp before the first words, a dateline, a byline with a time, a
time with a counter of views, an offer to read something else, a label such as "Source" or "Comments", and the card of
another article glued to the end. Times and names in it are kept as metadata; a whole sentence is never residue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.clean.names import begins_byline, is_personal, split_byline
from pipeline.clean.times import Moment, read_stamp, read_time

MAX_RESIDUE_CHARS = 200
MAX_DATELINE_CHARS = 60
MAX_OFFER_CHARS = 300

_ISO_STAMP = r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?"
_LEADING_STAMP = re.compile(
    rf"(?:(?:date|published|updated|posted|datum|fecha|дата)\s{{0,3}}:?\s{{0,3}})?({_ISO_STAMP})"
    r"(?:\s{1,3}[-–—|:]?\s{0,3}(?=\S)|$)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:sources?|details|comments?|share(?: this)?|related(?: (?:news|articles|stories))?|read more|advertisement|"
    r"tags?|print|e-?mail|facebook|twitter|telegram|whatsapp|subscribe|photo|video|quelle|kommentare|fuente|"
    r"comentarios|commentaires|источник|джерело)\s?[:.]?",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"[\W_]{0,6}(?:also read|read also|read (?:more|next)|see also|more on this(?: story| topic)?|"
    r"related(?: (?:news|story|article))?|don'?t miss|watch|listen|sign up|subscribe|lesen sie (?:auch|mehr)|"
    r"lire aussi|lea también|lee también|leggi anche|läs (?:också|även)|les også|lees ook|czytaj też|"
    r"читайте также|читайте також)\s{0,3}(?::|\s[-–—>»]|[>»])",
    re.IGNORECASE,
)
_GLUED_OFFER = re.compile(
    r"(?<=[.!?…”\"»])\s(?:also read|read also|read (?:more|next)|see also|related(?: (?:news|story|article))?|"
    r"lesen sie (?:auch|mehr)|lire aussi|lea también|lee también|leggi anche|czytaj też|читайте также|читайте також)"
    r"\s?:\s(?:[^.!?…\n]|\.(?=\S)){10,250}[.!?…]?$",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"\[?\bviews?[_: ]\s?\d[\d.,]*\s?k?\]?|\b\d[\d.,]*\s?k?\s(?:views?|reads|shares|comments)\b", re.IGNORECASE
)
_GLUED_STAMP = re.compile(
    r"\s{0,3}\(?\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d),?\s{1,3}\d{1,2}:\d\d\)?\s{0,3}"
    r"(?:[•|·–-]\s{0,3})?(?:\[[^\]\n]{1,40}\])?$"
)
_DATELINE = re.compile(r"[^\W\d_a-z][A-Z'’.-]+(?:[ ,/]{1,2}[A-Z][A-Za-z'’.-]*){0,4}")
_LEADING_DATELINE = re.compile(
    r"[A-Z][A-Z'’.-]{2,24}(?:[ ,/]{1,2}[A-Z][A-Za-z'’.-]{1,20}){0,4}"
    r"(?:,?\s[A-Z][a-z]{2,8}\.?\s\d{1,2}|,\s\d{1,2}\s[A-Z][a-z]{2,8})?"
    r"\s?(?:\((?P<agency>[A-Za-z. /]{2,30})\))?\s{0,2}[-–—]{1,2}\s{1,2}(?=\S)"
)
_NAME_AND_STAMP = re.compile(r"(?P<names>[^\d\n]{3,80}?)\s{0,3}[-–—|•·,]\s{0,3}(?P<stamp>\d.{4,40})")
_GLUED_WORDS = re.compile(r"[a-zà-ÿ][A-Z][a-zà-ÿ]")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Residue:
    """A line that is not text: what kind it is, and what it tells."""

    kind: str
    """stamp, byline, dateline, label or offer."""
    moment: Moment | None = None
    names: tuple[str, ...] = ()


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _ENDS_SENTENCE.search(line[-6:]) is not None


def cut_leading_stamp(line: str) -> tuple[str, Moment | None]:
    """A line without the date that was put before it, and the date."""
    found = _LEADING_STAMP.match(line)
    moment = read_time(found[1]) if found else None
    return (line[found.end() :], moment) if found and moment else (line, None)


def has_glued_stamp(line: str) -> bool:
    """Whether a time, often with a counter, is glued to the end of a headline: the card of another article."""
    found = _GLUED_STAMP.search(line[-80:])
    return found is not None and len(line) <= MAX_RESIDUE_CHARS + 80 and len(line) > found.end() - found.start()


def cut_dateline(line: str) -> tuple[str, str | None]:
    """A paragraph without the place and agency that it begins with, and these: "LONDON (Reuters)"."""
    found = _LEADING_DATELINE.match(line)
    if found is None or found.end() >= len(line) / 2:
        return line, None
    return line[found.end() :], found[0].strip(" -–—")


def cut_glued_offer(line: str) -> str:
    """A paragraph without the offer to read something else that is glued behind its last sentence."""
    found = _GLUED_OFFER.search(line, max(0, len(line) - MAX_OFFER_CHARS))
    return line[: found.start()] if found else line


def is_glued_credit(line: str) -> bool:
    """Whether a line is the name of a house and of a person run together, as cards of articles leave it."""
    words = line.split()
    return (
        2 <= len(words) <= 8
        and not ends_sentence(line)
        and _GLUED_WORDS.search(line) is not None
        and all(not word[0].islower() for word in words)
    )


def is_headline(line: str, most: int = MAX_RESIDUE_CHARS) -> bool:
    """Whether a line reads like a headline: several words, no end of a sentence, no item of a list."""
    return (
        len(line) <= most
        and len(_WORD.findall(line)) >= 3
        and not ends_sentence(line)
        and line[-1] not in ":;,"
        and (line[0].isalnum() or line[0] in "\"'“‘«„")
    )


def _byline(line: str) -> Residue | None:
    """A name with a time, or a name after the word for author."""
    found = _NAME_AND_STAMP.fullmatch(line)
    moment = read_stamp(found["stamp"]) if found else None
    if found and moment and _WORD.search(found["names"]) and not ends_sentence(line):
        return Residue("byline", moment, _names_in(found["names"]))
    if begins_byline(line) and not ends_sentence(line):
        names = tuple(split_byline(line))
        return Residue("byline", read_stamp(line), names) if names else None
    return None


def _names_in(text: str) -> tuple[str, ...]:
    """The names of persons in a byline; the whole of it where no part is one."""
    return tuple(split_byline(text)) or (text.strip(" -–—|•·,"),)


def _is_stamp(line: str) -> bool:
    """Whether a line is nothing but a time, with or without a counter."""
    bare = _COUNTER.sub("", line)
    return len(_WORD.findall(bare)) <= 4 and read_stamp(bare) is not None and not ends_sentence(line.rstrip("."))


def judge_line(line: str) -> Residue | None:
    """What a line is when it is not text; None for text."""
    if len(line) > MAX_RESIDUE_CHARS:
        return None
    if _LABEL.fullmatch(line):
        return Residue("label")
    if _OFFER.match(line):
        return Residue("offer")
    if len(line) <= MAX_DATELINE_CHARS and len(line) > 2 and _DATELINE.fullmatch(line) and line.split()[0].isupper():
        return Residue("dateline")
    if is_glued_credit(line):
        return None  # it gives away the card that it belongs to
    byline = _byline(line)
    if byline is None and _is_stamp(line):
        return Residue("stamp", read_stamp(line))
    return byline or (Residue("byline", None, (line,)) if is_personal(line) and len(line) < 40 else None)
