"""Plain text out of what feeds put into titles and summaries: markup, entities, both, or neither.

Only names that HTML knows count as tags, so that "A < B" and "List<T>" survive. Linear in the length of the input.
"""

from __future__ import annotations

import html
import re

from pipeline.prolog import without_comments

_BLOCKS = (
    "address article aside blockquote br center dd details dialog div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section summary table tbody td tfoot th thead tr"
    " ul"
)
_INLINES = (
    "a abbr acronym amp-img audio b base bdi bdo big body button canvas caption cite code col colgroup data datalist"
    " del dfn em embed font frame frameset head html i iframe image img input ins kbd label link map mark meta meter"
    " nobr noscript object optgroup output param picture progress q rp rt ruby s samp select slot small source span"
    " strike strong sub sup svg template textarea time title track tt u var video wbr"
)
_IS_BLOCK = {**dict.fromkeys(_BLOCKS.split(), True), **dict.fromkeys(_INLINES.split(), False)}
_TAG = re.compile(r"""</?([A-Za-z][A-Za-z0-9-]{0,15})(?=[\s/>])(?:[^<>"']|"[^"<]*+"|'[^'<]*+'|["'])*+>""")
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*+>.*?(?:</\1[^<>]*+>|\Z)", re.IGNORECASE | re.DOTALL)
_HUGE_REFERENCE = re.compile(r"&#(?:[xX]0*+[0-9a-fA-F]{7,}|0*+[0-9]{8,});?")
_INVISIBLE = re.compile("[\u200b\ufeff]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Controls, bidirectional overrides, halves of surrogate pairs: no database and no terminal wants them."""


def plain_text(markup: str, limit: int) -> str | None:
    """One line of plain text of at most `limit` code points, or None when nothing is left."""
    text = single_encoded(markup[: limit * 8])
    if "<" in text:
        text = _TAG.sub(_tag_text, _without_hidden(text))
    if "&" in text:
        text = html.unescape(_HUGE_REFERENCE.sub("\ufffd", text))
    return clean_line(text, limit)


def plain_title(markup: str, limit: int) -> str | None:
    """Plain text of a headline. One that is nothing but a script is shown as it stands: it hides nothing else."""
    return plain_text(markup, limit) or (clean_line(markup[:limit], limit) if _HIDDEN.search(markup[:limit]) else None)


def clean_line(text: str, limit: int) -> str | None:
    """Text without unprintable characters and with single spaces, cut at `limit` code points; None when empty."""
    line = " ".join(text.split())
    if not line.isprintable():
        line = " ".join(_UNPRINTABLE.sub("", _INVISIBLE.sub(" ", line)).split())
    return line[:limit].rstrip() or None


def spelled(text: str, limit: int) -> str:
    """The beginning of a text in ASCII, as Python spells it: every database holds it, and no terminal acts on it."""
    return text[:limit].encode("unicode_escape").decode("ascii")


def hides_something(text: str) -> bool:
    """Whether a text has characters that `clean_line` takes out for good."""
    return not text.isprintable() and _UNPRINTABLE.search(text) is not None


def clean_markup(markup: str, limit: int) -> str | None:
    """Untrusted HTML, unchanged but for characters that cannot be stored; None when blank."""
    text = _UNPRINTABLE.sub("", single_encoded(markup[:limit])).strip()
    return text or None


def single_encoded(text: str) -> str:
    """Text that somebody took for Latin-1 or windows-1252 and encoded as UTF-8 once more, put right ("cafÃ©").

    Text of those characters that also reads as UTF-8 throughout is that by design, never by accident.
    """
    if text.isascii():
        return text
    for codec in ("latin-1", "cp1252"):
        try:
            return text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return text


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
        text = without_comments(text)
    return _HIDDEN.sub(" ", text) if "<s" in text or "<S" in text else text
