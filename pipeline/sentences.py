"""Where sentences stand in a text.

Every newline ends a paragraph; within one, a full stop ends a sentence unless it belongs to an abbreviation. Not a
model: rules over the characters around the stop, in one linear pass. Offsets are code points.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP = re.compile(r"[.!?…。！？]+[\"'”’»)\]]{0,3}(?=\s)|[\r\n\u2028\u2029]+")
_LAST_WORD = re.compile(r"[^\W\d_](?:\.?[^\W\d_]){0,15}$")
_OPENS = re.compile(r"\s*[\"'“‘«(\[—–•*-]*\s?(\w?)")

_ABBREVIATIONS = _words(
    """
    mr mrs ms dr prof st sr jr gen col lt sgt maj capt cmdr adm gov sen rep rev hon pres sec amb messrs mt ft vs etc
    approx dept est fig no nos vol ed eds cf al inc corp co ltd bros pty plc assn bldg ave blvd rd jan feb mar apr
    jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun rs p pp art sq kg km cm mm lb lbs
    oz min hr hrs a.m p.m e.g i.e u.s u.k u.n e.u d.c ph.d
    """
)
# These close a sentence as often as they stand inside one: the next word decides.
_UNDECIDED = _words(
    """
    inc corp co ltd plc etc al jr sr a.m p.m u.s u.k u.n e.u d.c jan feb mar apr jun jul aug sept sep oct nov dec
    """
)
# Units close one after their number: "a front of 28km. Five" and "at 50p. Shares".
_UNITS = _words("kg km cm mm lb lbs oz p")
_STARTERS = _words(
    """
    the a an it he she they we i this that these those in on at but and or as if when while after before for with
    there however meanwhile his her its their our my you what who why how where by from according
    """
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans [start, end) of the sentences of `text`, in order, without surrounding white space.

    Blank ones are left out.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.group()[0] in "\r\n\u2028\u2029":
            _add(spans, text, start, stop.start())
        elif _ends_sentence(text, stop):
            _add(spans, text, start, stop.end())
        else:
            continue
        start = stop.end()
    _add(spans, text, start, len(text))
    return spans


def opening(text: str, length: int = 120) -> str:
    """The first sentence of `text`, cut at a word with "…" where it is longer than `length` characters.

    For people, where a text has no headline; no offsets point into it.
    """
    spans = sentence_spans(text[: 4 * length])
    first = " ".join(text[slice(*spans[0])].split()) if spans else ""
    return first if len(first) <= length else first[:length].rpartition(" ")[0] + "…"


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    body = piece.strip()
    if body:
        left = start + len(piece) - len(piece.lstrip())
        spans.append((left, left + len(body)))


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """Whether the punctuation at `stop` closes a sentence."""
    opening = _OPENS.match(text, stop.end(), stop.end() + 24)
    following = opening.group(1) if opening else ""
    if following.islower():
        return False
    if stop.group() != ".":
        return True
    before = text[max(0, stop.start() - 24) : stop.start()]
    word = _LAST_WORD.search(before)
    if word is None or (following.isalpha() and _is_measured(before, word)):
        return True
    return _may_close(word.group(), _word_at(text, opening))


def _is_measured(before: str, word: re.Match[str]) -> bool:
    """Whether the word before the stop is the unit of a number."""
    return word.group().lower() in _UNITS and before[: word.start()].rstrip()[-1:].isdigit()


def _may_close(word: str, following: str) -> bool:
    """Whether a stop after `word` may close a sentence that `following` would continue."""
    low = word.lower()
    if len(word) == 1 and word.isupper():
        return following.lower() in _STARTERS
    if low in _UNDECIDED or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", low):
        return following.lower() in _STARTERS
    return low not in _ABBREVIATIONS


def _word_at(text: str, opening: re.Match[str] | None) -> str:
    if opening is None:
        return ""
    start = opening.start(1)
    word = re.match(r"\w*", text[start : start + 24])
    return word.group() if word else ""
