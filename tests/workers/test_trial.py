"""Stages on records that come from nowhere: what `fivefold try fold` says."""

from __future__ import annotations

from typing import Any

from workers.trial import fold_records


def record(number: int, first: int) -> dict[str, Any]:
    words = " ".join(f"word{n}" for n in range(first, first + 200))
    return {"id": f"r{number}", "text": words, "publisher": f"Outlet {number}", "language": "en"}


def test_pairs_are_told_that_stand_in_no_group_together() -> None:
    """Of three texts the outer ones are each half like the middle one, and hardly like each other."""
    found = {one["id"]: one for one in fold_records([record(1, 0), record(2, 60), record(3, 120)])}
    alike = {name: [other["id"] for other in one["near_duplicates"]] for name, one in found.items()}
    assert alike == {"r1": ["r2"], "r2": ["r1", "r3"], "r3": ["r2"]}
    assert [found[name]["duplicate_of"] for name in ("r1", "r2")] == [None, "r1"]
    assert found["r2"]["near_duplicates"][0]["similarity"] == found["r2"]["similarity"]


def test_records_come_out_in_the_order_they_went_in() -> None:
    found = list(fold_records([record(n, n * 500) for n in (3, 1, 2)]))
    assert [one["id"] for one in found] == ["r3", "r1", "r2"]
    assert all(one["story"] == one["id"] and not one["near_duplicates"] for one in found)
