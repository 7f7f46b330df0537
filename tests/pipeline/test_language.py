"""Language identification."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import identify_language, settle_language

SENTENCES = {
    "en": "The council voted on Monday to keep the old bridge open until a new one has been built.",
    "de": "Der Stadtrat hat am Montag beschlossen, die alte Brücke bis zum Neubau offen zu halten.",
    "fr": "Le conseil municipal a décidé lundi de garder le vieux pont ouvert jusqu'à la construction du nouveau.",
    "es": "El ayuntamiento decidió el lunes mantener abierto el viejo puente hasta que se construya otro nuevo.",
    "ru": "Городской совет в понедельник решил оставить старый мост открытым до постройки нового.",
    "ja": "市議会は月曜日、新しい橋が完成するまで古い橋を通行可能にしておくことを決めた。",
    "ar": "قرر مجلس المدينة يوم الاثنين إبقاء الجسر القديم مفتوحا حتى يتم بناء جسر جديد.",
}


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items())
def test_sentences(code, sentence):
    assert identify_language(sentence) == code


@pytest.mark.parametrize("text", ["", "LONDON", "12 34 56 78 90 12 34", "Source", "\n\n"])
def test_too_little_has_no_language(text):
    assert identify_language(text) is None


@given(st.text(max_size=200))
def test_any_text_is_accepted(text):
    code = identify_language(text)
    assert code is None or len(code) == 2


@pytest.mark.parametrize(
    ("declared", "settled"),
    [
        ("en-US", "de"),
        (None, "de"),
        ("", "de"),
        ("sw", "sw"),
        ("zu-ZA", "zu"),
        ("english", "de"),
        ("nb", "de"),
        ("cz", "de"),
    ],
)
def test_the_text_decides_unless_the_identifier_cannot_know(declared, settled):
    assert settle_language(SENTENCES["de"], declared) == settled


def test_a_declaration_serves_where_the_text_is_too_short():
    assert settle_language("LONDON", "en-GB") == "en"
    assert settle_language("LONDON", None) is None
