"""The gate before every XML parser: bytes to text by our own rules, and no document that declares entities.

A feed of 0.65 MB with 25,000 nested entities ends the process in expat before 2.7 (CVE-2024-8176), and no `except`
catches that. So the text is decoded here, once, and the parser gets exactly the text that was checked: a check of the
raw bytes says nothing when the parser transcodes them afterwards. No DOCTYPE reaches a parser at all.
"""

from __future__ import annotations

import codecs
import re

from pipeline.charsets import codec_of
from pipeline.errors import Poison
from schemas.outcome import Reason

MAX_ATTRIBUTES = 256
"""In one tag. Duplicate checks are quadratic in parsers; 181 real pages had 64 at most."""
MAX_NAMESPACES = 20_000
MAX_DEPTH = 250
"""libxml2 drops what is nested deeper than 256 without a word."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_MISC = re.compile(r"(?:[\s\ufeff\0]++|<\?(?:[^?]|\?(?!>))*+\?>|<!--(?:[^-]|-(?!->))*+-->)*+")
_QUOTED = r""""[^"]*+"|'[^']*+'"""
_DOCTYPE = re.compile(
    rf"<!DOCTYPE(?:[^\[\]<>\"']|{_QUOTED})*+"
    rf"(?:\[(?:[^\]<\"']|{_QUOTED}|<!--(?:[^-]|-(?!->))*+-->|<[!?](?!--)(?:[^<>\"']|{_QUOTED})*+>)*+\]\s*+)?>",
    re.IGNORECASE,
)
_TAG_END = re.compile(r"""<[^\s<>/!?](?:[^<>"']|"[^"]*+"|'[^']*+')*+""")
_ATTRIBUTE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_LONG_TAG = 4_096


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a document: by mark, by form, as UTF-8 if it is that, by label of header or declaration, by guess.

    Labels are those of the WHATWG Encoding Standard and no others: `utf-7` and `unicode_escape` are ways around every
    check. Valid UTF-8 that is not plain ASCII is UTF-8 whatever a label says: the chance of an accident is negligible.
    """
    return decode_as(body, content_type)[0]


def decode_as(body: bytes, content_type: str = "") -> tuple[str, str | None]:
    """The text, and the codec it was read as where that is another than the document or its server named."""
    named = _named(body, content_type)
    text, codec = _decode(body, named)
    is_as_named = codec == (named[0] if named else "utf-8") or body.isascii()
    return text, None if is_as_named else codec


def _decode(body: bytes, named: list[str]) -> tuple[str, str]:
    """Text and codec: by mark or by form, else by what is named."""
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace"), codec
    if body[:4].count(0) >= 2 or b"\0<" in body[:4] or b"<\0" in body[:4]:
        codec = "utf-16-be" if body[:1] == b"\0" else "utf-16-le"
        return body.decode(codec, "replace"), codec
    if "iso2022_jp" in named and b"\x1b" in body:
        return body.decode("iso2022_jp", "replace"), "iso2022_jp"
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_legacy(body, [codec for codec in named if not codec.startswith("utf")])


def _decode_legacy(body: bytes, named: list[str]) -> tuple[str, str]:
    """Text of a body that is not UTF-8: the first label that fits, else damaged UTF-8 or windows-1252 by its looks."""
    for codec in named:
        try:
            return body.decode(codec), codec
        except UnicodeDecodeError:
            continue
    mended = body.decode("utf-8", "replace")
    n_bad = mended.count("\ufffd")
    n_good = sum(1 for character in mended[:200_000] if character > "\x7f") - n_bad
    if n_good > n_bad:
        return mended, "utf-8 with errors"
    codec = named[0] if named else "cp1252"
    return body.decode(codec, "replace"), codec


def _named(body: bytes, content_type: str) -> list[str]:
    """The codecs that the header and the declaration name, those that the standard knows."""
    labels = (_header_label(content_type), _declared_label(body))
    return [codec for label in labels if label and (codec := codec_of(label))]


def _header_label(content_type: str) -> str | None:
    """The charset parameter of a Content-Type."""
    found = _CHARSET.search(content_type[:500])
    return found[1] if found else None


def _declared_label(body: bytes) -> str | None:
    """The encoding in the XML declaration."""
    found = _DECLARED.match(body[:400])
    return found[1].decode("ascii") if found else None


def strip_prolog(text: str) -> str:
    """The document from its first element on. Raises Poison(DTD_ENTITIES) where entities are declared.

    Comments, processing instructions and a DOCTYPE without entities are dropped. Text before the first tag, which
    real feeds have (a stray line of PHP output), is dropped as well.
    """
    position = _skip_misc(text, 0)
    if text[position : position + 9].upper() == "<!DOCTYPE":
        found = _DOCTYPE.match(text, position)
        end = found.end() if found else len(text)
        if "<!ENTITY" in text[position:end].upper():
            raise Poison("the document declares entities", Reason.DTD_ENTITIES)
        position = end if found else text.find(">", position) + 1
        position = _skip_misc(text, position)
    return text[position:]


def _skip_misc(text: str, start: int) -> int:
    """Where whitespace, comments and processing instructions end."""
    found = _MISC.match(text, start)
    return found.end() if found else start


def check_shape(text: str) -> None:
    """Raises Poison(TOO_COMPLEX) for documents that are small and yet quadratic: swarms of attributes or namespaces."""
    if text.count("xmlns:") > MAX_NAMESPACES:
        raise Poison(f"more than {MAX_NAMESPACES} namespace declarations", Reason.TOO_COMPLEX)
    for part in text.split("<"):
        if len(part) > _LONG_TAG and part.count("=") > MAX_ATTRIBUTES:
            _check_tag("<" + part)


def _check_tag(part: str) -> None:
    """Refuse one swollen tag; a long text with equals signs is none."""
    tag = _TAG_END.match(part)
    if tag and sum(1 for _ in _ATTRIBUTE.finditer(tag[0])) > MAX_ATTRIBUTES:
        raise Poison(f"a tag with more than {MAX_ATTRIBUTES} attributes", Reason.TOO_COMPLEX)


def without_comments(text: str) -> str:
    """Text without comments; an unclosed one hides nothing, so that a stray mark costs no text. Linear."""
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        kept.append(text[position:start])
        position = end + 3
    return "".join([*kept, text[position:].replace("<!--", " ")])
