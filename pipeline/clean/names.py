"""Names of people as metadata and bylines write them: split, stripped of what is not a name, and judged."""

from __future__ import annotations

import re

from pipeline.text import normalise_line

MAX_BYLINE_CHARS = 400
MAX_NAME_CHARS = 80
MAX_WORDS = 6
MAX_LABEL_CHARS = 12

_BETWEEN = re.compile(r"\s*(?:[;|&•·\x1f]|\s/\s|\s(?:and|und|et|y|e|og|och|en|with|mit|ve)\s)\s*", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*(?!(?:jr|sr|ph\.?\s?d|m\.?d|ii|iii)\b)", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:(?:written |reported |posted |geschrieben |ein (?:artikel|beitrag) |un article |story |text[e]? )?"
    r"(?:by|von|vom|par|por|di|av|af|door|autor(?:in|en)?|author|text)\b\s*:?|by(?=[A-Z]))\s*",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*(?:\d{1,2}[.:/-]\d|\b(?:19|20)\d\d\b|\d{1,2}\s[^\W\d_]{3,}|\(|\[|©|\bstand:|\bupdated?\b|\bpublished\b|\bposted\b|"
    r"\bfor\s|\bfür\s|@|https?:)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(?:dr|prof|mr|mrs|ms)\.?\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"\s*(?:기자|특파원|記者|編集委員|논설위원)$")
_NOT_A_NAME = re.compile(
    r"[@\d_<>{}=/]|https?:|www\.|\.(?:com|org|net|de|co|html?)\b|^\W|^(?:image|photo|foto)\b", re.IGNORECASE
)
_NO_AUTHOR = re.compile(r"@|https?:|www\.|[<>{}=]|^\(|^(?:image|photo|foto)\b|^\d+$", re.IGNORECASE)
_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)+$")
_PARTICLE_TABLE = """
    von van de der den da di del della dos das du le la el al bin ibn zu zum zur ter ten af av i y e
"""
_PARTICLES = frozenset(_PARTICLE_TABLE.split())
_GLUED = re.compile(r"[^\W\d_A-Z][A-Z].*[^\W\d_A-Z][A-Z]")
"""One capital within a word is McCarthy; two are words run together."""
_ROLE = re.compile(
    r"\b(?:editor|reporter|writer|correspondent|staff|redakt\w*|journalist\w*|author|contributor|producer|professor\w*|"
    r"universit\w*|director|freelance\w*|newsroom|team|follow|subscribe|share|read|more|comments?|minutes?|min|"
    r"news|agency|agentur|online|zeitung|magazine|nachrichten)\b",
    re.IGNORECASE,
)
_AGENCY_TABLE = """
    aap afp ani ansa ap apa belga ctk dpa efe epd ians kna lusa ntb pa pap pti reuters ritzau sda sid stt tass tt upi
    xinhua yonhap
"""
AGENCIES = frozenset(_AGENCY_TABLE.split())
"""Lower-case names of news agencies, which stand beside people in bylines: "Name and Name, dpa"."""
_CJK = re.compile(r"^[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af・\s]{2,12}$")


def is_personal(name: str) -> bool:
    """Whether a string looks like the name of one person: two to six words, each begun by a capital or a particle."""
    if _CJK.match(name):
        return len(name) <= 8
    words = name.split()
    if not 2 <= len(words) <= MAX_WORDS or any(one.search(name) for one in (_NOT_A_NAME, _ROLE, _GLUED)):
        return False
    return all(word.lower() in _PARTICLES or not word[:1].islower() for word in words)


def begins_byline(text: str) -> bool:
    """Whether a short line begins with the word that introduces an author, and a name."""
    found = _LEADING.match(text) if len(text) <= 120 else None
    return found is not None and text[found.end() : found.end() + 1].isupper()


def _tidy(name: str) -> str:
    """One name without titles, suffixes and marks around it."""
    return _SUFFIX.sub("", _TITLE.sub("", name.strip(" .,:;-–—|/\"'"))).strip()


def _is_plausible(name: str) -> bool:
    """Whether a declared string may be the name of a person or of a house: no address, no slug, no caption."""
    return 1 < len(name) <= MAX_NAME_CHARS and not _NO_AUTHOR.search(name) and not _SLUG.match(name)


def _split_commas(part: str) -> list[str]:
    """Split at commas where that gives names; where the first is a name and the rest is not, the rest is its title."""
    pieces = [_tidy(piece) for piece in _COMMA.split(part)]
    if len(pieces) == 1:
        return pieces
    personal = [piece for piece in pieces if is_personal(piece) or piece.lower() in AGENCIES]
    return personal or pieces[:1]


def split_declared(text: str) -> list[str]:
    """The names of a field that is meant to hold names."""
    line = _LEADING.sub("", normalise_line(text[:MAX_BYLINE_CHARS]))
    parts = [piece for part in _BETWEEN.split(line) for piece in _split_commas(part)]
    return [part for part in parts if _is_plausible(part)]


def split_byline(text: str) -> list[str]:
    """The names of persons in a byline of the page, which also holds places, times and offers to follow."""
    names: list[str] = []
    for line in re.split(r"[|•·\x1f]", text[:MAX_BYLINE_CHARS]):
        whole = normalise_line(line)
        begun = _LEADING.sub("", whole)
        cut = _CUT.search(begun)
        parts = _BETWEEN.split(begun[: cut.start()] if cut else begun)
        for part in parts:
            pieces = [_tidy(piece) for piece in _COMMA.split(part)]
            if begun != whole and len(parts) == 1 and len(pieces) == 2 and ":" not in whole[:MAX_LABEL_CHARS]:
                pieces = pieces[:1]  # "By Name, Place", where "By: Name, Name" is a list
            names += [piece for piece in pieces if is_personal(piece) and len(piece) <= MAX_NAME_CHARS]
    return names
