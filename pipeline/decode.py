"""Bytes and headers to text, by the labels of the WHATWG Encoding Standard and no others.

The order of evidence: byte order mark, valid UTF-8 with characters beyond ASCII, the header's charset, the page's own
`<meta>`, the pattern of NULs that UTF-16 leaves, UTF-8, windows-1252. Valid UTF-8 beats a label because text in any
other encoding is hardly ever valid UTF-8, while wrong labels are common. Python's own codecs such as `unicode_escape`,
`utf_7` or `zlib` can never be named from outside: only labels of the table are looked up.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

PRESCAN_BYTES = 4096
"""How far a declaration is looked for. The standard says 1,024; real pages put scripts before it."""

# Python codec: labels of the Encoding Standard (https://encoding.spec.whatwg.org/#names-and-labels). Labels of the
# "replacement" family are left out on purpose: they decode as if nothing had been declared.
_CODECS = {
    "utf-8": "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8",
    "cp866": "866 cp866 csibm866 ibm866",
    "iso8859-2": "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
    "iso8859-3": "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
    "iso8859-4": "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
    "iso8859-5": "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
    "iso8859-6": "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e "
    "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
    "iso8859-7": "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
    "iso_8859-7:1987 sun_eu_greek",
    "iso8859-8": "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
    "iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical",
    "iso8859-10": "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6",
    "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso8859-14 iso885914",
    "iso8859-15": "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "cskoi8r koi koi8 koi8-r koi8_r",
    "koi8-u": "koi8-ru koi8-u",
    "mac-roman": "csmacintosh mac macintosh x-mac-roman",
    "cp874": "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
    "cp1250": "cp1250 windows-1250 x-cp1250",
    "cp1251": "cp1251 windows-1251 x-cp1251",
    "cp1252": "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 "
    "iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 x-user-defined",
    "cp1253": "cp1253 windows-1253 x-cp1253",
    "cp1254": "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
    "windows-1254 x-cp1254",
    "cp1255": "cp1255 windows-1255 x-cp1255",
    "cp1256": "cp1256 windows-1256 x-cp1256",
    "cp1257": "cp1257 windows-1257 x-cp1257",
    "cp1258": "cp1258 windows-1258 x-cp1258",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "gb18030": "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "euc-jp": "cseucpkdfmtjapanese euc-jp x-euc-jp",
    "iso2022-jp": "csiso2022jp iso-2022-jp",
    "cp932": "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis",
    "cp949": "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
    "windows-949",
    "utf-16-be": "unicodefffe utf-16be",
    "utf-16-le": "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le",
}
_CODEC_OF_LABEL = {label: codec for codec, labels in _CODECS.items() for label in labels.split()}

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le"))
_HEADER_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([^\s\"';,]{1,40})", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,400}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([^\s\"'/>;]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s{0,9}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([^\"']{1,40})[\"']")
_INVALID_TO_WINDOWS_1252 = "fivefold.windows-1252"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was found: `encoding` is a Python codec name, `n_invalid` counts replacement characters."""

    text: str
    encoding: str
    source: str
    """bom, valid_utf8, header, meta, nul_pattern or default."""
    n_invalid: int = 0


def _replace_by_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as windows-1252, which is what mixed pages contain."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_INVALID_TO_WINDOWS_1252, _replace_by_windows_1252)


def codec_of_label(label: str) -> str | None:
    """The Python codec for a label of the Encoding Standard, or None for every other name."""
    return _CODEC_OF_LABEL.get(label.strip().lower())


def _is_utf8_beyond_ascii(body: bytes) -> bool:
    """Whether the bytes are UTF-8 with at least one multi-byte character; one cut off at the end is no fault."""
    if body.isascii():
        return False
    try:
        codecs.utf_8_decode(body, "strict", False)
    except UnicodeDecodeError:
        return False
    return b"\0" not in body[:PRESCAN_BYTES]


def _declared_in_header(headers: dict[str, str]) -> str | None:
    """The codec that the Content-Type header names."""
    found = _HEADER_CHARSET.search(headers.get("content-type", ""))
    return codec_of_label(found[1]) if found else None


def _declared_in_page(body: bytes) -> str | None:
    """The codec that the page names. A page that could be read as ASCII so far is not UTF-16, whatever it says."""
    head = body[:PRESCAN_BYTES]
    found = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    codec = codec_of_label(found[1].decode("latin-1")) if found else None
    return "utf-8" if codec in ("utf-16-be", "utf-16-le") else codec


def _utf16_by_nuls(body: bytes) -> str | None:
    """UTF-16 without a mark, told by NULs on one side of nearly every pair in the markup."""
    head = body[: PRESCAN_BYTES & ~1]
    n_pairs = len(head) // 2
    if n_pairs < 4:
        return None
    n_even, n_odd = head[0::2].count(0), head[1::2].count(0)
    if n_odd > 0.4 * n_pairs and n_even < 0.1 * n_pairs:
        return "utf-16-le"
    return "utf-16-be" if n_even > 0.4 * n_pairs and n_odd < 0.1 * n_pairs else None


def _choose(body: bytes, headers: dict[str, str]) -> tuple[str, str]:
    """The codec and the evidence for it."""
    by_nuls = _utf16_by_nuls(body)
    if by_nuls is not None:
        return by_nuls, "nul_pattern"
    if _is_utf8_beyond_ascii(body):
        return "utf-8", "valid_utf8"
    for source, codec in (("header", _declared_in_header(headers)), ("meta", _declared_in_page(body))):
        if codec is not None:
            return codec, source
    return "utf-8", "default"


def decode_body(body: bytes, headers: dict[str, str]) -> Decoded:
    """Decode a body. Never raises: what cannot be read becomes U+FFFD and is counted."""
    for mark, codec in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(codec, "replace")
            return Decoded(text, codec, "bom", text.count("\ufffd"))
    codec, source = _choose(body, headers)
    errors = _INVALID_TO_WINDOWS_1252 if codec == "utf-8" else "replace"
    text = body.decode(codec, errors)
    return Decoded(text, codec, source, text.count("\ufffd"))
