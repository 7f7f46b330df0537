"""Labels of facts: what is measured, in words of the text.

Never stems: "people killed", "air defence increase", "share of GDP". Says nothing of the values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reconcile.claim import Claim
from pipeline.reconcile.lexicon import CHANGE_WORDS, LIVING_DEEDS, SPEAKING, STOP, stem
from pipeline.reconcile.sentence import Near, Token, around, tokens_of
from schemas.figure import FigureKind

_PLURALS = {"person": "people", "child": "children", "man": "men", "woman": "women"}
_MOST_WORDS = 3
_REACH = 12.0
_LINKS = frozenset({"include", "includes", "including", "included", "toward", "towards", "within"})
"""Words that only lead to what is measured."""

_TIMES = frozenset("last next year years month months week weeks quarter day days today yesterday".split())
"""Words that say when: "last year decrease" names nothing that fell."""

_ROOT = 4
"""Letters by which "visitors" and "visited" are one word said twice."""


def label_of(claim: Claim) -> str:
    """What the claim measures, in a few words."""
    near = _near(claim)
    label = _of_count(claim, near) if claim.is_count else _of_amount(claim, near)
    return label or str(claim.figure.kind)


def _near(claim: Claim) -> list[Near]:
    """The words of the sentence, seen from the figure."""
    figure, article = claim.figure, claim.article
    text = article.text if claim.is_quotable else article.title
    sentence = text[figure.sentence_start : figure.sentence_end]
    start, end = figure.start_char - figure.sentence_start, figure.end_char - figure.sentence_start
    return around(tokens_of(sentence), start, end, ())


def _of_count(claim: Claim, near: Sequence[Near]) -> str:
    """Such as "people killed", "drones launched", "passengers"."""
    noun, deed = claim.figure.counted, claim.context.deed
    if not noun:
        return " ".join(part for part in (_phrase(near), deed) if part)
    word = _PLURALS.get(noun) or _surface(near, stem(noun.lower().split()[-1])) or noun
    if deed in LIVING_DEEDS or (deed and deed[:_ROOT] != word[:_ROOT]):
        return f"{word} {deed}"
    other = next(_phrases(near, {word}), "")
    return f"{word}, {other}" if other else word


def _of_amount(claim: Claim, near: Sequence[Near]) -> str:
    """Such as "profit increase", "spending, share of GDP", "air defence increase"."""
    figure, measure = claim.figure, claim.context.measure
    named = (_surface(near, measure) or measure) if measure else _phrase(near)
    if figure.change != "none":
        return f"{(not measure and _changed(near)) or named} {figure.change}".strip()
    if figure.of_what and figure.kind in (FigureKind.PERCENT, FigureKind.RATIO):
        return f"{named}, share of {figure.of_what}" if measure and named else f"share of {figure.of_what}"
    beside = next(_phrases(near, set(named.split())), "") if measure else ""
    return f"{named}, {beside}" if beside else named


def _changed(near: Sequence[Near]) -> str:
    """What an "increase in ..." behind the figure is an increase in."""
    right = [seen for seen in near if not seen.is_left]
    for index, seen in enumerate(right[:_MOST_WORDS]):
        if seen.token.stem in CHANGE_WORDS and len(right) > index + 1 and right[index + 1].token.word in {"in", "of"}:
            return _phrase([each for each in right[index + 2 :] if each.in_clause])
    return ""


def _surface(near: Sequence[Near], wanted: str) -> str:
    """The word of the text that has this stem."""
    return next((seen.token.word for seen in near if seen.token.stem == wanted and seen.distance <= _REACH), "")


def _phrase(near: Sequence[Near]) -> str:
    return next(_phrases(near, set()), "")


def _phrases(near: Sequence[Near], used: set[str]) -> Iterator[str]:
    """Runs of content words around the figure, nearest first; those that begin with a verb come last."""
    runs = sorted(_runs(near), key=lambda run: (_is_verb(run[1][0]), run[0]))
    for _, tokens in runs:
        words = [token.word if not token.is_name else _capital(token.word) for token in tokens]
        if not {word[:_ROOT] for word in used} & {word.lower()[:_ROOT] for word in words}:
            yield " ".join(words[:_MOST_WORDS])


def _runs(near: Sequence[Near]) -> Iterator[tuple[float, list[Token]]]:
    """Neighbouring content words with the distance of the nearest of them, in the order of the text."""
    for is_left in (True, False):
        run: list[Near] = []
        for seen in (*(seen for seen in near if seen.is_left == is_left and seen.distance <= _REACH), None):
            joins = not run or (seen is not None and seen.distance - run[-1].distance <= 1)
            if seen is None or not _is_content(seen.token) or not joins:
                if run:
                    yield run[0].distance, [each.token for each in (reversed(run) if is_left else run)]
                run = [seen] if seen is not None and _is_content(seen.token) else []
            else:
                run.append(seen)


def _is_content(token: Token) -> bool:
    return (
        bool(token.stem)
        and token.word not in STOP | _LINKS | _TIMES
        and token.stem not in CHANGE_WORDS | SPEAKING
        and len(token.word) > 2
    )


def _is_verb(token: Token) -> bool:
    return token.word.endswith(("ed", "ing", "ly")) and not token.is_name


def _capital(word: str) -> str:
    return word if len(word) < 2 else word[0].upper() + word[1:]
