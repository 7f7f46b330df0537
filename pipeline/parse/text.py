"""Plain text out of what feeds put into titles and summaries: markup, entities, both, or neither.

Only names that HTML knows count as tags, so that "A < B" and "List<T>" survive. Linear in the length of the input.
"""

from __future__ import annotations

import html
import re

_BLOCKS = (
    "address article aside blockquote br center dd details dialog div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section summary table tbody td tfoot th thead tr ul"
)
_INLINES = (
    "a abbr acronym amp-img audio b base bdi bdo big body button canvas caption cite code col colgroup data datalist"
    " del dfn em embed font frame frameset head html i iframe image img input ins kbd label link map mark meta meter"
    " nobr noscript object optgroup output param picture progress q rp rt ruby s samp select slot small source span"
    " strike strong sub sup svg template textarea time title track tt u var video wbr"
)
_IS_BLOCK = {**dict.fromkeys(_BLOCKS.split(), True), **dict.fromkeys(_INLINES.split(), False)}
_TAG = re.compile(r"""</?([A-Za-z][A-Za-z0-9-]{0,15})(?=[\s/>])(?:[^<>"']|"[^"<>]*+"|'[^'<>]*+'|["'])*+>""")
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*+>.*?(?:</\1[^<>]*+>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT_END = "-->"
_HUGE_REFERENCE = re.compile(r"&#(?:[xX]0*+[0-9a-fA-F]{7,}|0*+[0-9]{8,});?")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Controls, bidirectional overrides, halves of surrogate pairs: no database and no terminal wants them."""


def plain_text(markup: str, limit: int) -> str | None:
    """One line of plain text of at most `limit` code points, or None when nothing is left."""
    text = markup[: limit * 8]
    if "<" in text:
        text = _TAG.sub(_tag_text, _without_hidden(text))
    if "&" in text:
        text = html.unescape(_HUGE_REFERENCE.sub("\ufffd", text))
    return clean_line(text, limit)


def clean_line(text: str, limit: int) -> str | None:
    """Text without unprintable characters and with single spaces, cut at `limit` code points; None when empty."""
    line = _UNPRINTABLE.sub("", _SPACE.sub(" ", text)).strip()
    return line[:limit].rstrip() or None


def clean_markup(markup: str, limit: int) -> str | None:
    """Untrusted HTML, unchanged but for characters that cannot be stored; None when blank."""
    text = _UNPRINTABLE.sub("", markup[:limit]).strip()
    return text or None


def has_markup(text: str) -> bool:
    """Whether a text holds at least one HTML tag."""
    return any(found[1].lower() in _IS_BLOCK for found in _TAG.finditer(text))


def _tag_text(tag: re.Match[str]) -> str:
    """What stands for a tag in plain text: a space for a block, nothing inside a line, itself when it is no HTML."""
    is_block = _IS_BLOCK.get(tag[1].lower())
    return tag[0] if is_block is None else " " if is_block else ""


def _without_hidden(text: str) -> str:
    """Text without comments, scripts and styles."""
    if "<!--" in text:
        text = _without_comments(text)
    return _HIDDEN.sub(" ", text) if "<s" in text or "<S" in text else text


def _without_comments(text: str) -> str:
    """Text without comments; an unclosed one hides nothing, so that a stray mark costs no text."""
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find(_COMMENT_END, start + 4)
        if end < 0:
            break
        kept.append(text[position:start])
        position = end + len(_COMMENT_END)
    return "".join([*kept, text[position:].replace("<!--", " ")])
