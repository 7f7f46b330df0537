"""Bytes to text by the labels of the Encoding Standard."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decode import codec_of_label, decode_body

PAGE = "<html><head>{head}</head><body><p>Größe naïve café</p></body></html>"


def test_byte_order_mark_beats_everything():
    body = codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le")
    decoded = decode_body(body, {"content-type": "text/html; charset=iso-8859-1"})
    assert "Größe naïve café" in decoded.text
    assert decoded.source == "bom"


def test_valid_utf8_beats_a_wrong_label():
    decoded = decode_body(PAGE.encode(), {"content-type": "text/html; charset=iso-8859-1"})
    assert "Größe" in decoded.text


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "ISO-8859-15", "latin1"])
def test_header_label(charset):
    decoded = decode_body(PAGE.encode("latin-1"), {"content-type": f'text/html; charset="{charset}"'})
    assert "Größe naïve café" in decoded.text


@pytest.mark.parametrize(
    ("head", "codec", "text"),
    [
        ('<meta charset="windows-1251">', "cp1251", "Привет"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=shift_jis">', "cp932", "東京の新聞"),
        ('<meta charset="euc-kr">', "cp949", "한국"),
        ('<meta charset="gb2312">', "gb18030", "新闻"),
    ],
)
def test_meta_label(head, codec, text):
    assert text in decode_body(f"<html><head>{head}</head><p>{text}</p>".encode(codec), {}).text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(codec):
    assert decode_body(PAGE.encode(codec), {}).text == PAGE


def test_a_page_that_mixes_encodings_is_read_byte_by_byte():
    assert (
        "café und Größe"
        in decode_body(b"<p>caf\xe9 und Gr\xc3\xb6\xc3\x9fe</p>", {"content-type": "text/html; charset=utf-8"}).text
    )


def test_a_character_cut_off_at_the_end_is_no_reason_to_doubt():
    assert (
        decode_body("<p>Größe".encode()[:-3] + "ö".encode()[:1], {"content-type": "text/html; charset=latin1"}).encoding
        == "utf-8"
    )


@pytest.mark.parametrize(
    "label",
    ["utf-7", "unicode_escape", "raw_unicode_escape", "zlib", "base64", "idna", "rot13", "punycode", "", "x" * 99],
)
def test_labels_outside_the_standard_are_unknown(label):
    assert codec_of_label(label) is None
    assert "café" in decode_body(b"<p>caf\xe9 +AOk- \\u0041</p>", {"content-type": f"text/html; charset={label}"}).text


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "utf-8", "utf-16", "shift_jis", "big5", "iso-2022-jp", "koi8-r", "nonsense"]),
)
def test_any_bytes_decode(body, charset):
    decoded = decode_body(body, {"content-type": f"text/html; charset={charset}"})
    assert decoded.n_invalid == decoded.text.count("\ufffd")
