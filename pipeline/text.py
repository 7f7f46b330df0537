"""The one normal form of text: used for every stored text and before every key, so that offsets and hashes agree.

The rules, in the order in which they are applied (Unicode 15.1; UAX #15 for NFC):

1. a lone surrogate becomes U+FFFD, since UTF-8 cannot carry it and PostgreSQL refuses it;
2. line ends (CR LF, CR, VT, FF, NEL, U+2028, U+2029) become LF;
3. every space character (tab and category Zs, the no-break space among them) becomes U+0020;
4. other controls (C0, DEL, C1), zero-width characters (U+200B to U+200D, U+2060 to U+2064, U+FEFF, U+180E, U+034F,
   soft hyphen), bidirectional controls, interlinear marks, tag characters and noncharacters are removed;
5. NFC;
6. runs of spaces become one, lines are stripped, more than one blank line in a row becomes one blank line, and the
   text neither begins nor ends with white space.

A paragraph ends at a blank line; a single LF is a line break within a block (list items, verse).
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_SPACES = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_REMOVED_RANGES = (
    (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C),
    (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFDD0, 0xFDEF), (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB), (0xE0000, 0xE007F),
)  # fmt: skip
_PLANE_ENDS = [plane * 0x10000 + low for plane in range(17) for low in (0xFFFE, 0xFFFF)]

_TABLE: dict[int, str | None] = dict.fromkeys(_PLANE_ENDS)
_TABLE.update({code: None for first, last in _REMOVED_RANGES for code in range(first, last + 1)})
_TABLE.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))
_TABLE.update(dict.fromkeys(map(ord, _LINE_ENDS), "\n"))
_TABLE.update(dict.fromkeys(map(ord, _SPACES), " "))


_JOINER = "\u034f"
"""The one character of the table that Python calls printable."""
_SPACE_RUNS = re.compile(r" {2,}")
_BLANK_LINES = re.compile(r"\n{3,}")

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
WIDE_WEIGHT = 2.5
"""A character of Chinese, Japanese or Korean says as much as so many Latin ones (lengths of translated news)."""


def weigh(text: str) -> float:
    """The length of a text in Latin characters: what lengths of texts in any script are compared by."""
    if text.isascii():
        return len(text)
    return len(text) + (WIDE_WEIGHT - 1) * len(_WIDE.findall(text))


def normalise_text(text: str) -> str:
    """Bring text into the normal form. Idempotent, never raises, linear in the length."""
    # What is printable needs no translation; a character class of the table takes thirty times as long to say so.
    if _JOINER in text or not text.replace("\n", "").isprintable():
        text = text.replace("\r\n", "\n").translate(_TABLE)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = _SPACE_RUNS.sub(" ", text)
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    return _BLANK_LINES.sub("\n\n", text).strip(" \n")


def normalise_line(text: str) -> str:
    """The normal form on one line: for titles, names and keys."""
    return normalise_text(text).replace("\n\n", " ").replace("\n", " ")
