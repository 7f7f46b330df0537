"""What a sentence says around one of its figures."""

from __future__ import annotations

import pytest

from pipeline.reconcile.context import read_context
from schemas.figure import FigureKind


def context(sentence: str, kind: FigureKind = FigureKind.COUNT):
    """The context of the first `#` in capitals `@`; other figures are `#`."""
    spans = tuple((index, index + 1) for index, sign in enumerate(sentence) if sign in "#@")
    return read_context(sentence.replace("@", "#"), spans, [sentence[start] for start, _ in spans].index("@"), kind)


@pytest.mark.parametrize(
    ("sentence", "deed"),
    [
        ("The blast killed @ people and injured # others.", "killed"),
        ("The blast killed # people and injured @ others.", "injured"),
        ("@ people were hurt when two trains collided.", "injured"),
        ("The death toll in the crash rose to @ on Monday.", "killed"),
        ("# people were arrested and @ police officers hurt.", "injured"),
        ("On a march in March @ of us sang.", "marched"),
        ("In March @ of us sang.", None),
        ("The museum owns @ paintings.", None),
    ],
)
def test_deeds(sentence, deed):
    assert context(sentence).deed == deed


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("Revenue rose to @ while profit fell to #.", "revenue"),
        ("Revenue rose to # while profit fell to @.", "profit"),
        ("They want to spend @ of GDP on defence.", "spending"),
        ("Consumer prices rose @ in the year to May.", "inflation"),
        ("Drivers paid a toll of @ at the gate.", "toll"),
        ("It got @ in prize money.", "prize"),
    ],
)
def test_measures(sentence, measure):
    assert context(sentence, kind=FigureKind.PERCENT).measure == measure


@pytest.mark.parametrize(
    ("sentence", "slot", "expected"),
    [
        ("Analysts had forecast revenue of @.", "stance", "forecast"),
        ("The union is demanding @ more.", "stance", "demand"),
        ("The plane carried @ people.", "stance", None),
        ("Profit rose from @ to #.", "side", "from"),
        ("Profit rose from # to @.", "side", "to"),
        ("Of them, @ were children.", "is_part", True),
        ("Dozens died, including @ children.", "is_part", True),
        ("@ of them died.", "is_part", False),
        ("Last year's strike lasted # days and hit @ patients.", "is_elsewhere", True),
        ("Sales fell to @, compared with # a year earlier.", "is_elsewhere", False),
        ("Sales fell to #, compared with @ a year earlier.", "is_elsewhere", True),
        ("A quake in 2010, with a magnitude of #, killed @.", "periods", frozenset({"2010"})),
        ("Inflation was @ in May, after # in April.", "periods", frozenset({"may"})),
        ("Core inflation, which leaves out food, was @.", "contrasts", frozenset({"core"})),
        ("They seized @ tonnes of cocaine.", "substance", None),
        ("It brings annual savings of @.", "pace", "year"),
        ("Mayor Ann Lee said Varga took @ of the vote.", "owner", frozenset({"varga"})),
    ],
)
def test_slots(sentence, slot, expected):
    assert (
        getattr(context(sentence, kind=FigureKind.COUNT if slot == "is_part" else FigureKind.MONEY), slot) == expected
    )


def test_nearer_words_weigh_more():
    words = context("Rescuers found @ paintings in a cellar, said the mayor.").words
    assert words["painting"] > words["cellar"] > 0
    assert "the" not in words
