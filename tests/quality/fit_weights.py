"""Fits the weights of `pipeline/reconcile/weights.tsv` on the gold events: run `python -m tests.quality.fit_weights`.

Penalised logistic regression (Newton's method) for three questions in turn; see `pipeline/reconcile/weights.py`. What the
later questions take from the first is always computed with weights that have not seen the event (eight folds). Before it
writes the table it prints what the same procedure reaches on events that it was not fitted on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.reconcile import reconcile
from pipeline.reconcile.align import evidence_of_agreement, likeness
from pipeline.reconcile.claim import Claim, claims_of
from pipeline.reconcile.compare import Relation, compare
from pipeline.reconcile.evidence import Rarity, evidence_of, rarity_of
from pipeline.reconcile.group import Group, group_equal
from pipeline.reconcile.hints import hint_for
from pipeline.reconcile.opposition import evidence_of_conflict, is_near
from pipeline.reconcile.rivals import comparable_pairs, partners_in, rivals_by_family
from pipeline.reconcile.weights import AGREEMENT, BIAS, CONFLICT, TABLE, THING, WEIGHTS
from schemas.fact import SourceArticle
from tests.quality.events import Event, load_events
from tests.quality.fact_scores import Scores, score_event
from tests.quality.test_facts import sources_of

N_FOLDS = 8
PENALTY = {THING: 2.0, AGREEMENT: 2.0, CONFLICT: 3.0}
PRIOR = {"more taken for times": 2.0, "also two sides": 2.0}
"""Weights that the fit starts from and is pulled to; all others from nothing. The gold events show this slip too seldom."""

_NEWTON_STEPS = 40

TWIN = 0.03
PLAIN = 2.0
"""Conflicts that no slip explains are rarer in the gold events than in the news, and count twice."""

VALUE_EVIDENCE = frozenset({"doublings", "1 digits", "2 digits", "3 digits"})

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """Named evidence, and whether what is asked is so."""

    evidence: dict[str, float]
    is_so: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Case:
    """One event as the reconciler sees it."""

    event: Event
    sources: list[SourceArticle]

    def claims(self) -> list[Claim]:
        """Its claims."""
        return claims_of(self.sources)

    def name_of(self, claim: Claim) -> str | None:
        """The gold fact whose mark the claim covers."""
        figure = claim.figure
        return next(
            (
                mark.fact
                for mark in self.event.marks
                if claim.is_quotable
                and mark.article_id == claim.article.article_id
                and figure.start_char < mark.end
                and mark.start < figure.end_char
            ),
            None,
        )


def gathered(evidence: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Evidence by name."""
    found: dict[str, float] = {}
    for name, amount in evidence:
        found[name] = found.get(name, 0.0) + amount
    return found


def fit(examples: Sequence[Example], penalty: float) -> dict[str, float]:
    """Weights by name, the one of `BIAS` unpenalised."""
    names = [BIAS, *sorted({name for example in examples for name in example.evidence})]
    place = {name: index for index, name in enumerate(names)}
    rows = np.zeros((len(examples), len(names)))
    rows[:, 0] = 1.0
    for index, example in enumerate(examples):
        for name, amount in example.evidence.items():
            rows[index, place[name]] = amount
    wanted = np.array([float(example.is_so) for example in examples])
    counts = np.array([example.weight for example in examples])
    prior = np.array([PRIOR.get(name, 0.0) for name in names])
    weights = _newton(rows, wanted, counts, prior, penalty)
    return dict(zip(names, (float(weight) for weight in weights), strict=True))


def _newton(rows: Vector, wanted: Vector, counts: Vector, prior: Vector, penalty: float) -> Vector:
    weights = prior.copy()
    pull = np.full(rows.shape[1], penalty)
    pull[0] = 0.01
    for _ in range(_NEWTON_STEPS):
        odds = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (counts * (odds - wanted)) + pull * (weights - prior)
        curve = (rows.T * (counts * odds * (1 - odds))) @ rows + np.diag(pull)
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def thing_examples(case: Case) -> list[Example]:
    """Do two claims measure one thing: pairs across articles of which the event marks at least one."""
    claims = case.claims()
    rarity = _rarity(claims)
    return [
        Example(gathered(evidence_of(one, other, rarity)), case.name_of(one) == case.name_of(other))
        for one, other, relation in _marked_pairs(case, claims)
        if relation is not Relation.OPPOSED or is_near(one.reading, other.reading)
    ]


def agreement_examples(case: Case) -> list[Example]:
    """Are two equal values one claim."""
    claims = case.claims()
    rarity = _rarity(claims)
    return [
        Example(
            gathered(evidence_of_agreement(one, other, likeness(one, other, rarity))),
            case.name_of(one) == case.name_of(other),
        )
        for one, other, relation in _marked_pairs(case, claims)
        if relation is Relation.SAME
    ]


def conflict_examples(case: Case) -> list[Example]:
    """Do two groups of different values speak of one thing."""
    claims = case.claims()
    rarity = _rarity(claims)
    examples = []
    for rivals in rivals_by_family(group_equal(claims, rarity)):
        pairs = list(comparable_pairs(rivals, rarity))
        near = partners_in(pairs)
        for pair in pairs:
            if pair.relation is Relation.OPPOSED:
                evidence = evidence_of_conflict(pair.one, pair.other, pair.alike, pair.wording, near, rivals)
                here, there = _names(case, pair.one), _names(case, pair.other)
                is_plain = bool(here & there) and hint_for(pair.one.reading, pair.other.reading) is None
                examples.append(Example(gathered(evidence), bool(here & there), PLAIN if is_plain else 1.0))
                if here and there and not here & there:
                    examples += _twins(examples[-1])
    return examples


def _twins(example: Example) -> list[Example]:
    """Two other things again, as if their numbers were a slip apart: by chance that is rare, and news has such pairs."""
    if any(name.startswith(("slip", "more taken")) for name in example.evidence):
        return []
    wording = {name: amount for name, amount in example.evidence.items() if name not in VALUE_EVIDENCE}
    return [Example(wording | {f"slip of {digits} digits": 1.0}, is_so=False, weight=TWIN) for digits in (1, 2, 3)]


def _names(case: Case, group: Group) -> set[str]:
    return {name for claim in group.claims if (name := case.name_of(claim))}


def _rarity(claims: Iterable[Claim]) -> Rarity:
    return rarity_of({id(claim.context): claim.context for claim in claims}.values())


def _marked_pairs(case: Case, claims: Sequence[Claim]) -> Iterable[tuple[Claim, Claim, Relation]]:
    named = [(claim, case.name_of(claim)) for claim in claims if claim.is_quotable]
    for index, (one, here) in enumerate(named):
        for other, there in named[index + 1 :]:
            if one.article is not other.article and (here or there):
                relation = compare(one.reading, other.reading)
                if relation is not Relation.APART:
                    yield one, other, relation


def fit_all(cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    """Weights for all three questions from these events."""
    weights = {THING: fit(_examples(cases, thing_examples), PENALTY[THING])}
    folded = {question: list[Example]() for question in (AGREEMENT, CONFLICT)}
    for seen, unseen in folds_of(cases):
        WEIGHTS[THING] = fit(_examples(seen, thing_examples), PENALTY[THING])
        agreements = _examples(unseen, agreement_examples)
        folded[AGREEMENT] += agreements
    weights[AGREEMENT] = WEIGHTS[AGREEMENT] = fit(folded[AGREEMENT], PENALTY[AGREEMENT])
    for seen, unseen in folds_of(cases):
        WEIGHTS[THING] = fit(_examples(seen, thing_examples), PENALTY[THING])
        folded[CONFLICT] += _examples(unseen, conflict_examples)
    weights[CONFLICT] = fit(folded[CONFLICT], PENALTY[CONFLICT])
    WEIGHTS.update(weights)
    return weights


def folds_of(cases: Sequence[Case]) -> Iterable[tuple[list[Case], list[Case]]]:
    """The events in eight folds: those to fit on, and those left out."""
    for fold in range(min(N_FOLDS, len(cases))):
        yield (
            [case for index, case in enumerate(cases) if index % N_FOLDS != fold],
            [case for index, case in enumerate(cases) if index % N_FOLDS == fold],
        )


def _examples(cases: Iterable[Case], gather: Callable[[Case], list[Example]]) -> list[Example]:
    return [example for case in cases for example in gather(case)]


def cross_validated(cases: Sequence[Case]) -> Scores:
    """Scores on events that the weights in use were not fitted on."""
    total = Scores()
    for seen, unseen in folds_of(cases):
        fit_all(seen)
        for case in unseen:
            score_event(case.event, reconcile(case.sources), total)
    return total


def write_table(weights: dict[str, dict[str, float]]) -> None:
    """The table of the package, strongest evidence first."""
    lines = [
        f"{question}\t{name}\t{weight:.2f}"
        for question, table in weights.items()
        for name, weight in sorted(table.items(), key=lambda item: (-abs(round(item[1], 2)), item[0]))
    ]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Print the scores on events left out, then fit on all events and write the table."""
    cases = [Case(event, sources_of(event)) for event in load_events()]
    left_out = cross_validated(cases)
    print("\n".join(left_out.remarks))
    print(f"on events left out in turn\n{left_out.table()}")
    write_table(fit_all(cases))


if __name__ == "__main__":
    main()
