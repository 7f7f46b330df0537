"""What reaches a parser is decoded by our own rules and declares no entities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.charsets import codec_of
from pipeline.errors import Poison
from pipeline.prolog import check_shape, decode, strip_prolog
from schemas.outcome import Reason

TEXT = '<?xml version="1.0" encoding="{}"?><a>café — Ж</a>'


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "utf-7", "nonsense"])
def test_unicode_is_told_by_its_bytes_whatever_the_label(codec: str, label: str) -> None:
    text = TEXT.format(label)
    assert decode(text.encode(codec), f"text/xml; charset={label}") == text


@pytest.mark.parametrize(
    ("codec", "label", "word"),
    [
        ("cp1252", "iso-8859-1", "café"),
        ("cp1251", "windows-1251", "Новости"),
        ("koi8_r", "KOI8-R", "Новости"),
        ("cp932", "Shift_JIS", "ニュース速報です"),
        ("euc_jp", "euc-jp", "ニュース速報です"),
        ("iso2022_jp", "iso-2022-jp", "ニュース速報です"),
        ("gb18030", "gb2312", "新闻联播节目"),
        ("big5hkscs", "big5", "新聞聯播節目"),
        ("cp949", "euc-kr", "뉴스 속보입니다"),
        ("cp1256", "windows-1256", "أخبار"),
        ("iso8859_7", "greek", "Ειδήσεις"),
    ],
)
@pytest.mark.parametrize("place", ["header", "declaration"])
def test_labels_of_the_standard_are_honoured(codec: str, label: str, word: str, place: str) -> None:
    declared = label if place == "declaration" else ""
    body = f'<?xml version="1.0"{f" encoding={chr(34)}{declared}{chr(34)}" if declared else ""}?><a>{word}</a>'
    header = f"text/xml; charset={label}" if place == "header" else ""
    assert word in decode(body.encode(codec), header)


@pytest.mark.parametrize(
    "label", ["utf-7", "unicode_escape", "rot13", "zlib_codec", "raw_unicode_escape", "idna", "utf-32"]
)
def test_other_labels_name_nothing(label: str) -> None:
    assert codec_of(label) is None
    body = f'<?xml version="1.0" encoding="{label}"?><a>+ADw- a\\x41</a>'.encode()
    assert decode(body, f"text/xml; charset={label}") == body.decode()


def test_latin_without_a_label_is_windows_1252() -> None:
    assert decode(b"<a>caf\xe9 \x93x\x94</a>") == "<a>café “x”</a>"


def test_damaged_utf_8_loses_only_the_damage() -> None:
    body = "<a>Новости — café</a>".encode() + b"\xff"
    assert decode(body) == "<a>Новости — café</a>\ufffd"


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_decode(body: bytes, header: str) -> None:
    assert isinstance(decode(body, f"text/xml; charset={header}"), str)


ENTITY = '<!ENTITY a "b">'


@pytest.mark.parametrize(
    "prolog",
    [
        f"<!DOCTYPE rss [{ENTITY}]>",
        f'<?xml version="1.0"?><!DOCTYPE rss [{ENTITY}]>',
        f"<!-- x --><?pi?>\n<!DOCTYPE rss PUBLIC \"a\" 'b' [<!-- > ] --> <?x ]> ?> {ENTITY}]>",
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "file:///etc/hostname">%x;]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        f'<!DOCTYPE rss SYSTEM "]>" [{ENTITY}',
        f'<!doctype rss [<!entity a "{"&b;" * 10}">]>',
        f'<!DOCTYPE rss [<!ATTLIST a b CDATA "]>"> {ENTITY}]>',
    ],
)
def test_entity_declarations_are_refused(prolog: str) -> None:
    with pytest.raises(Poison) as caught:
        strip_prolog(prolog + "<rss/>")
    assert caught.value.reason is Reason.DTD_ENTITIES


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_entities_are_seen_in_every_encoding(codec: str) -> None:
    with pytest.raises(Poison):
        strip_prolog(decode(f"<!DOCTYPE rss [{ENTITY}]><rss/>".encode(codec)))


@pytest.mark.parametrize(
    "prolog",
    [
        "",
        "\ufeff",
        '<?xml version="1.0"?>\n<?xml-stylesheet href="x"?><!-- <!ENTITY --> ',
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">',
        '<!DOCTYPE rss SYSTEM "a>b">\n',
        '<!DOCTYPE rss [<!ELEMENT rss (channel)> <!ATTLIST rss a CDATA "x">]>',
    ],
)
def test_a_harmless_prolog_is_dropped(prolog: str) -> None:
    assert strip_prolog(prolog + "<rss>&amp;</rss>") == "<rss>&amp;</rss>"


def test_entities_later_in_the_document_are_text() -> None:
    text = "<rss><![CDATA[<!DOCTYPE x [<!ENTITY a 'b'>]>]]></rss>"
    assert strip_prolog(text) == text


@pytest.mark.parametrize(
    "text", ["<!--" * 50_000, "<?" * 50_000, "<!DOCTYPE " + '"' * 50_001, "<!DOCTYPE x [" + "<!" * 50_000]
)
def test_unclosed_prologs_end(text: str) -> None:
    assert isinstance(strip_prolog(text), str)


def test_swarms_are_refused() -> None:
    attributes = " ".join(f'a{n}=">"' for n in range(2_000))
    namespaces = "".join(f'<n{n}:a xmlns:n{n}="u{n}"/>' for n in range(30_000))
    for text in (f"<item {attributes}/>", f"<item>{namespaces}</item>"):
        with pytest.raises(Poison) as caught:
            check_shape(text)
        assert caught.value.reason is Reason.TOO_COMPLEX


def test_long_texts_with_equals_signs_are_none() -> None:
    check_shape("<a>" + 'x="1" ' * 5_000 + "</a>")
