"""Two facts whose values are each other's: somebody exchanged the numbers of a pair.

Also where the one looks like a count that rose: the dead do not become the hurt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.reconcile.compare import Relation, compare
from pipeline.reconcile.status import Value, Verdict
from pipeline.reconcile.wording import reason_for
from schemas.fact import FactStatus, Hint

Draft = tuple[list[Value], Verdict]


def with_swapped_pairs(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with the hint `swapped_pair` on both facts of a pair that one article gives crosswise to another."""
    conflicts = [index for index, (_, verdict) in enumerate(drafts) if verdict.opposed or verdict.overtaken]
    swapped = {
        place
        for position, index in enumerate(conflicts)
        for other in conflicts[position + 1 :]
        if _are_crossed(drafts[index][1], drafts[other][1])
        for place in (index, other)
    }
    return [_hinted(draft) if index in swapped else draft for index, draft in enumerate(drafts)]


def _are_crossed(one: Verdict, other: Verdict) -> bool:
    return any(
        _crossed(a, b, c, d) or _crossed(a, b, d, c)
        for a, b in (*one.opposed, *one.overtaken)
        for c, d in (*other.opposed, *other.overtaken)
    )


def _crossed(a: Value, b: Value, c: Value, d: Value) -> bool:
    """One article says a and c, another b and d, where d is a's number and c is b's."""
    same = compare(a.reading, d.reading) is Relation.SAME and compare(b.reading, c.reading) is Relation.SAME
    return same and bool(_articles(a) & _articles(c)) and bool(_articles(b) & _articles(d))


def _articles(value: Value) -> set[int]:
    return {claim.article.article_id for claim in value.claims}


def _hinted(draft: Draft) -> Draft:
    values, verdict = draft
    pairs = [(one.claims, other.claims) for one, other in verdict.opposed or verdict.overtaken]
    status = FactStatus.CONFLICTING
    reason = reason_for(status, [value.claims for value in values], pairs, Hint.SWAPPED_PAIR)
    return values, replace(verdict, status=status, hint=Hint.SWAPPED_PAIR, reason=reason)
