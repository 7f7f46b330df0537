"""Blocks: neighbourhoods of one slice of time, connected by scores of at least `least_score`, clustered as one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from pipeline.fold.bench import Workbench
from pipeline.fold.candidates import Scored, neighbours
from pipeline.fold.slices import sliced_postings
from pipeline.fold.values import FoldRules

MOST_REBUILT = 1 << 14
"""Heads of a block that are connected anew when links may have gone."""

ALL = 1 << 30
"""As many as there are."""

Links = dict[int, Scored]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What new and lost heads have changed around them."""

    blocks: set[int]
    """Those that have gained or lost a head or a link."""
    links: Links
    """Of every head that was looked at again."""
    edge: set[int]
    """Heads that have become a hub, or ceased to be one."""


def place_blocks(bench: Workbench, gained: list[int], lost: list[int], rules: FoldRules) -> Neighbourhood:
    """Give new heads and those around them their blocks."""
    changed = [bench.fingerprint(one) for one in (*gained, *lost)] + bench.replaced_texts()
    edge = bench.moved_hubs(posting for one in changed for posting in sliced_postings(one)).difference(gained, lost)
    broken = {bench.block_before(one) for one in (*lost, *edge)}
    loose = {one for heads in bench.block_heads(broken, MOST_REBUILT).values() for one in heads}
    asking = sorted({*gained, *loose, *edge})
    links = neighbours(bench, [bench.fingerprint(one) for one in asking], rules)
    return Neighbourhood(_name_blocks(bench, _connect(bench, links, loose.union(gained))), links, edge)


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


def _name_blocks(bench: Workbench, union: dict[int, int]) -> set[int]:
    """Name the block of each component after its first head. Only heads whose block gets another name are touched."""
    components: defaultdict[int, list[int]] = defaultdict(list)
    for node, representative in union.items():
        components[representative].append(node)
    bench.load(node for node in union if node >= 0)
    heads = {one: [node if node >= 0 else -1 - node for node in nodes] for one, nodes in components.items()}
    first = {one: bench.in_order(filter(bench.is_head, some))[0] for one, some in heads.items()}
    renamed = [node for one, nodes in components.items() for node in nodes if node >= 0 and node != first[one]]
    whole = bench.block_heads(renamed, ALL)
    for representative, nodes in components.items():
        for node in nodes:
            for one in whole.get(node, ()) if node >= 0 else (-1 - node,):
                if bench.now[one].block_id != first[representative]:
                    bench.place(replace(bench.now[one], block_id=first[representative]))
    return set(first.values())
