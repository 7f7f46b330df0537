"""Scores facts against the gold events: conflicts, corroboration, traps, quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from schemas.fact import Fact, FactStatus, FactValue
from tests.quality.events import Event, Mark


@dataclass
class Scores:
    """Counts over events; a gold conflict is found when one conflicting fact quotes two of its values against each other."""

    conflicts_gold: int = 0
    conflicts_found: int = 0
    conflicts_said: int = 0
    conflicts_right: int = 0
    hints_right: int = 0
    hints_gold: int = 0
    corroborated_gold: int = 0
    corroborated_found: int = 0
    status_gold: int = 0
    status_right: int = 0
    traps: int = 0
    traps_sprung: int = 0
    quotes: int = 0
    quotes_wrong: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Conflicts reported that are gold."""
        return self.conflicts_right / self.conflicts_said if self.conflicts_said else 1.0

    @property
    def recall(self) -> float:
        """Gold conflicts reported."""
        return self.conflicts_found / self.conflicts_gold if self.conflicts_gold else 1.0

    @property
    def corroborated_recall(self) -> float:
        """Gold corroborations reported."""
        return self.corroborated_found / self.corroborated_gold if self.corroborated_gold else 1.0

    def table(self) -> str:
        """One line a measure."""
        return "\n".join(
            (
                f"conflict precision   {self.precision:.3f}  ({self.conflicts_right} of {self.conflicts_said})",
                f"conflict recall      {self.recall:.3f}  ({self.conflicts_found} of {self.conflicts_gold})",
                f"hints right          {self.hints_right} of {self.hints_gold}",
                f"corroborated recall  {self.corroborated_recall:.3f}  ({self.corroborated_found} of {self.corroborated_gold})",
                f"status right         {self.status_right} of {self.status_gold}",
                f"traps sprung         {self.traps_sprung} of {self.traps}",
                f"quotes wrong         {self.quotes_wrong} of {self.quotes}",
            )
        )


def score_event(event: Event, facts: Sequence[Fact], scores: Scores) -> None:
    """Add one event to the scores."""
    _score_quotes(event, facts, scores)
    _score_said(event, facts, scores)
    _score_traps(event, facts, scores)
    for name, gold in event.facts.items():
        _score_gold(event, name, gold, facts, scores)


def names_in(event: Event, value: FactValue) -> set[str]:
    """The gold facts whose marks a value quotes."""
    return {mark.fact for mark in event.marks if _is_quoted(mark, value)}


def _is_quoted(mark: Mark, value: FactValue) -> bool:
    return any(
        quote.article_id == mark.article_id and quote.start_char < mark.end and mark.start < quote.end_char
        for quote in value.quotes
    )


def _score_quotes(event: Event, facts: Iterable[Fact], scores: Scores) -> None:
    texts = {article.article_id: article.text for article in event.articles}
    for quote in (quote for fact in facts for value in fact.values for quote in value.quotes):
        scores.quotes += 1
        scores.quotes_wrong += texts[quote.article_id][quote.start_char : quote.end_char] != quote.surface


def _score_said(event: Event, facts: Iterable[Fact], scores: Scores) -> None:
    for fact in facts:
        if fact.status is FactStatus.CONFLICTING:
            scores.conflicts_said += 1
            is_right = bool(_gold_conflicts(event, fact))
            scores.conflicts_right += is_right
            if not is_right:
                scores.remarks.append(f"{event.name}: false conflict {fact.label!r}: {fact.reason}")


def _gold_conflicts(event: Event, fact: Fact) -> set[str]:
    """Gold conflicts that this fact reports: quoted by two of its values, or by one that argues with its own headline."""
    named = [names_in(event, value) for value in fact.values]
    wanted = {name for name, gold in event.facts.items() if gold["status"] == "conflicting"}
    needed = 1 if "headline" in fact.reason else 2
    return {name for name in wanted if sum(name in names for names in named) >= needed}


def _score_traps(event: Event, facts: Sequence[Fact], scores: Scores) -> None:
    scores.traps += len(event.traps)
    listed = {frozenset(trap) for trap in event.traps}
    for fact in facts:
        if fact.status is FactStatus.CONFLICTING:
            for one, other in _opposed_names(event, fact):
                is_listed = frozenset((one, other)) in listed
                scores.traps_sprung += is_listed
                scores.remarks.append(
                    f"{event.name}: {'TRAP' if is_listed else 'mixed'} {one} against {other} in {fact.label!r}"
                )


def _opposed_names(event: Event, fact: Fact) -> set[tuple[str, str]]:
    """Pairs of different gold facts that stand in different values of one fact."""
    named = [names_in(event, value) for value in fact.values]
    return {
        (min(one, other), max(one, other))
        for index, here in enumerate(named)
        for there in named[index + 1 :]
        for one in here
        for other in there
        if one != other
    }


def _score_gold(event: Event, name: str, gold: dict[str, str], facts: Iterable[Fact], scores: Scores) -> None:
    holders = [fact for fact in facts if any(name in names_in(event, value) for value in fact.values)]
    status, wanted = _best_status(event, name, holders), gold["status"]
    scores.status_gold += 1
    scores.status_right += status == wanted
    if wanted == "conflicting":
        found = [
            fact for fact in holders if fact.status is FactStatus.CONFLICTING and name in _gold_conflicts(event, fact)
        ]
        scores.conflicts_gold += 1
        scores.conflicts_found += bool(found)
        scores.hints_gold += "hint" in gold
        scores.hints_right += "hint" in gold and any(fact.hint == gold["hint"] for fact in found)
        if found and not any(fact.hint == gold.get("hint") for fact in found):
            scores.remarks.append(f"{event.name}: {name} has hint {found[0].hint}, wanted {gold.get('hint')}")
    elif wanted == "corroborated":
        scores.corroborated_gold += 1
        scores.corroborated_found += status == wanted
    if status != wanted:
        seen = "; ".join(f"{fact.status} {fact.label!r} {[value.text for value in fact.values]}" for fact in holders)
        scores.remarks.append(f"{event.name}: {name} is {status}, wanted {wanted} [{seen}]")


def _best_status(event: Event, name: str, holders: Sequence[Fact]) -> str:
    """The status of the fact that quotes most marks of the gold fact."""
    if not holders:
        return "absent"
    return str(max(holders, key=lambda fact: _n_marks(event, name, fact)).status)


def _n_marks(event: Event, name: str, fact: Fact) -> int:
    return sum(mark.fact == name and any(_is_quoted(mark, value) for value in fact.values) for mark in event.marks)
