"""Blocks: neighbourhoods of one slice of time, connected by scores of at least `least_score`, clustered as one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from pipeline.fold.bench import Workbench
from pipeline.fold.candidates import Scored, displaced_hubs, neighbours
from pipeline.fold.values import FoldRules

MOST_REBUILT = 2048
"""Heads of a block that are connected anew when links may have gone."""

Links = dict[int, Scored]


def place_blocks(bench: Workbench, gained: list[int], lost: list[int], rules: FoldRules) -> tuple[set[int], Links]:
    """Give new heads and those around them their blocks. Returns the blocks to cluster and the links that were seen."""
    edge = displaced_hubs(bench, [bench.fingerprint(one) for one in (*gained, *lost)])
    broken = {bench.block_before(one) for one in lost} | {bench.now[one].block_id for one in edge}
    loose = {one for heads in bench.block_heads(broken, MOST_REBUILT).values() for one in heads}
    asking = sorted({*gained, *loose, *edge})
    links = neighbours(bench, [bench.fingerprint(one) for one in asking], rules)
    union = _connect(bench, links, loose.union(gained))
    touched: set[int] = set()
    for heads in _gather(bench, union).values():
        first = bench.in_order(heads)[0]
        touched.add(first)
        for one in heads:
            if bench.now[one].block_id != first:
                bench.place(replace(bench.now[one], block_id=first))
    return touched, links


class Union:
    """Sets of nodes that grow together."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def find(self, node: int) -> int:
        """The node that stands for the set of this one."""
        while (above := self._above.setdefault(node, node)) != node:
            self._above[node] = node = self._above[above]
        return node

    def nodes(self) -> list[int]:
        """Every node that was ever named."""
        return list(self._above)

    def join(self, first: int, second: int) -> None:
        """Make two sets one."""
        self._above[self.find(first)] = self.find(second)


def _connect(bench: Workbench, links: Links, loose: set[int]) -> dict[int, int]:
    """Block or loose head to the representative of its component. A block that keeps its links is one node."""
    union = Union()
    node = {one: -1 - one if one in loose else bench.now[one].block_id for one in links}
    for one, scored in links.items():
        union.find(node[one])
        for _, other in scored:
            union.join(node[one], -1 - other if other in loose else bench.now[other].block_id)
    return {one: union.find(one) for one in union.nodes()}


def _gather(bench: Workbench, union: dict[int, int]) -> dict[int, list[int]]:
    """All heads of each component."""
    whole = bench.block_heads([one for one in union if one >= 0], MOST_REBUILT * 8)
    heads: defaultdict[int, list[int]] = defaultdict(list)
    for node, representative in union.items():
        heads[representative].extend(whole[node] if node >= 0 else [-1 - node])
    return heads
