"""Plain texts: what was copied along with the article becomes metadata, or goes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean_text
from pipeline.text import normalise_text
from schemas.document import Document
from schemas.entry import ParsedEntry
from schemas.outcome import Rejected
from tests.pipeline.clean.pages import PARAGRAPHS

URL = "file:///bridge.txt"
TITLE = "Old bridge stays open until a new one is built"
TEXT = "\n\n".join(PARAGRAPHS)


def cleaned(text: str, entry: ParsedEntry | None = None) -> Document:
    document = clean_text(text, URL, entry)
    assert isinstance(document, Document), document
    return document


def test_a_headline_becomes_the_title():
    document = cleaned(f"{TITLE}\n\n{TEXT}")
    assert (document.title, document.text, document.sources) == (TITLE, TEXT, {"title": "first_line"})
    assert document.published_at is None


def test_a_first_line_that_is_a_sentence_stays_in_the_text():
    sentence = "The council keeps the old harbour bridge open until a new one has been built."
    document = cleaned(f"{sentence}\n{TEXT}")
    assert document.title == sentence
    assert document.text.startswith(sentence)


def test_a_lead_paragraph_is_no_title():
    assert cleaned(TEXT + "\nAnd that was all.").title is None or PARAGRAPHS[0] in cleaned(TEXT).text


@pytest.mark.parametrize(
    ("top", "at", "names"),
    [
        (f" date 2025-03-04 {TITLE}\n\n", datetime(2025, 3, 4, tzinfo=UTC), ()),
        (f"2025-03-04 - {TITLE}\n", datetime(2025, 3, 4, tzinfo=UTC), ()),
        (f"{TITLE}\n\nAda Quill - 04 March 2025 11:02\n\n", datetime(2025, 3, 4, 11, 2, tzinfo=UTC), ("Ada Quill",)),
        (f"{TITLE}\nBy Ada Quill\n", None, ("Ada Quill",)),
        (
            f"{TITLE}\nBy Ada Quill and Ben Inkwell | March 4, 2025\n",
            datetime(2025, 3, 4, tzinfo=UTC),
            ("Ada Quill", "Ben Inkwell"),
        ),
        (f"{TITLE}\n04.03.25, 20:17 • [views_3226]\n", datetime(2025, 3, 4, 20, 17, tzinfo=UTC), ()),
        (f"{TITLE}\n4 March 2025\n", datetime(2025, 3, 4, tzinfo=UTC), ()),
        (f"{TITLE}\n\nPORT ELLERY\n\n", None, ()),
        (f"{TITLE}\n\nPORT ELLERY, Westmark\n\n", None, ()),
    ],
)
def test_stamps_bylines_and_datelines_at_the_top(top, at, names):
    document = cleaned(top + TEXT)
    assert document.title == TITLE
    assert document.text == TEXT
    assert document.published_at == at
    assert document.authors == names


@pytest.mark.parametrize(
    "dateline", ["PORT ELLERY (Reuters) - ", "LONDON, March 4 (AP) — ", "PORT ELLERY — ", "NEW YORK (AP) -- "]
)
def test_a_dateline_before_the_first_words_goes(dateline):
    document = cleaned(f"{TITLE}\n\n{dateline}{TEXT}")
    assert (document.text, document.dateline) == (TEXT, dateline.rstrip(" -—"))
    assert document.sources["dateline"] == "text"


def test_a_dateline_on_a_line_of_its_own_is_kept_beside_the_text():
    document = cleaned(f"{TITLE}\n\nPORT ELLERY\n\n{TEXT}")
    assert (document.text, document.dateline) == (TEXT, "PORT ELLERY")
    assert cleaned(f"{TITLE}\n\n{TEXT}").dateline is None


@pytest.mark.parametrize(
    "tail",
    [
        "\n\nSource",
        "\nComments",
        "\n\nAlso read: Five things to know about old bridges",
        "\nRead more: Storm over the bay | The Post",
        "\nStorm keeps ships in the harbour02.03.25, 20:17 • [views_3226]",
        "\nStorm keeps ships in the harbour\nAs the wind rose, no ship left. It may last.\nThe Ellery PostAda Quill\nComments",
        "\nStorm keeps ships in the harbour of Port Ellery",
        "\nShare this\nFacebook\nTelegram",
    ],
)
def test_what_is_glued_to_the_end_goes(tail):
    document = cleaned(f"{TITLE}\n\n{TEXT}{tail}")
    assert document.text == TEXT
    assert document.published_at is None
    assert document.authors == ()


def test_an_author_alone_at_the_end_is_kept_as_the_author():
    document = cleaned(f"{TITLE}\n\n{TEXT}\n\nAda Quill")
    assert (document.text, document.authors) == (TEXT, ("Ada Quill",))


def test_labels_within_the_text_go_and_offers_too():
    parts = [*PARAGRAPHS[:2], "Details", "Also read: Storm over the bay", *PARAGRAPHS[2:]]
    assert cleaned(f"{TITLE}\n" + "\n".join(parts)).text == TEXT


def test_a_sentence_broken_over_two_lines_is_joined():
    assert "Mayor President Nora Vale said so." in cleaned(f"{TEXT}\nMayor President\nNora Vale said so.").text


@pytest.mark.parametrize(
    "sentence",
    [
        "Related costs will be paid by the harbour office, the council said on Monday.",
        "Watch towers were built along the quay in the last century.",
        "Sources said that the plan was drawn up in haste.",
        "Comments by the mayor came too late, several fishermen said.",
        "On 4 March 2025 the bridge was closed for two days.",
        "Mr. Vale of Port Ellery said: “No.”",
        "NATO, the EU and the UN declined to comment on it.",
    ],
)
def test_sentences_are_never_residue(sentence):
    for text in (f"{TITLE}\n{sentence}\n{TEXT}", f"{TITLE}\n{TEXT}\n{sentence}"):
        assert sentence in cleaned(text).text


def test_the_entry_has_the_word_on_title_and_time():
    at = datetime(2025, 3, 5, tzinfo=UTC)
    document = cleaned(f"{TITLE}\n\n{TEXT}", ParsedEntry(guid="1", url=URL, title=TITLE, published_at=at))
    assert (document.title, document.text, document.published_at) == (TITLE, TEXT, at)


@given(
    st.lists(
        st.sampled_from(
            [
                *PARAGRAPHS,
                TITLE,
                "Source",
                "LONDON",
                "By Ada Quill",
                "4 March 2025",
                "",
                "x",
                "\ud800",
                "-",
            ]
        ),
        max_size=12,
    )
)
def test_any_lines_give_a_normal_document_or_a_reason(lines):
    outcome = clean_text("\n".join(lines), URL)
    assert isinstance(outcome, Document | Rejected)
    if isinstance(outcome, Document):
        assert normalise_text(outcome.text) == outcome.text
        assert all(text in outcome.text for text in PARAGRAPHS if text in lines and text != lines[0])


@pytest.mark.parametrize(
    "offer", ["Also read: What the bridge means for the bay", "Lesen Sie auch: Sturm in der Bucht."]
)
def test_an_offer_glued_behind_the_last_sentence_goes(offer):
    assert cleaned(f"{TITLE}\n\n{TEXT} {offer}\n\nSource").text == TEXT


@pytest.mark.parametrize(
    "ending",
    ["He asked them to read more: books, he said. Papers too.", "The sign said: see also: page nine of the report."],
)
def test_a_sentence_that_only_sounds_like_an_offer_stays(ending):
    assert cleaned(f"{TITLE}\n\n{TEXT} {ending}").text.endswith(ending)
