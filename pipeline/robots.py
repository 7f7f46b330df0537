"""What a robots.txt allows (RFC 9309): groups by product token, the longest matching rule wins, allow wins a tie.

Reading never fails: a line that is no rule is skipped, so an HTML page in its place allows everything. Matching takes
time linear in rule and path for each `*`; there is no backtracking.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

ROBOTS_MAX = 500 * 1024
"""Bytes that are read at most and at least (RFC 9309, 2.5)."""
LINES_MAX = 50_000
PATTERN_MAX = 2048
DELAY_MAX = 3600.0
BREAKS = re.compile(r"\r\n|\r|\n")
LINE = re.compile(r"[ \t]*([A-Za-z-]{1,40})[ \t]*:(.*)", re.DOTALL)
TOKEN = re.compile(r"[A-Za-z_-]+")
ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Rule:
    """One allow or disallow line, its pattern normalised and split at the stars."""

    is_allow: bool
    pieces: tuple[str, ...]
    is_anchored: bool
    """Whether the pattern ended in `$`."""
    length: int
    """Octets of the pattern: the more it says, the more it counts."""

    def matches(self, path: str) -> bool:
        """Whether the rule speaks of the normalised path: the pieces in order, each at its first chance."""
        first, *rest = self.pieces
        if not path.startswith(first):
            return False
        at = len(first)
        last = rest.pop() if rest else None
        for piece in rest:
            at = path.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return self._ends(path, at, last)

    def _ends(self, path: str, at: int, last: str | None) -> bool:
        if last is None:
            return not self.is_anchored or at == len(path)
        if self.is_anchored:
            return path.endswith(last) and len(path) - len(last) >= at
        return path.find(last, at) >= 0


@dataclass(frozen=True, slots=True)
class Group:
    """The rules for one crawler, merged from all groups that name it."""

    rules: tuple[Rule, ...] = ()
    crawl_delay: timedelta | None = None
    """Not in the standard, but what many sites ask for; whoever schedules may heed it."""

    def is_allowed(self, path: str) -> bool:
        """Whether path and query, as sent, may be fetched. robots.txt itself always may."""
        wanted = normalise(path or "/")
        if wanted == "/robots.txt":
            return True
        best = max((rule for rule in self.rules if rule.matches(wanted)), key=_weight, default=None)
        return best is None or best.is_allow


@dataclass(slots=True)
class _Draft:
    rules: list[Rule] = field(default_factory=list)
    crawl_delay: timedelta | None = None


def parse_robots(body: bytes, product: str) -> Group:
    """The group for a crawler in the first 500 KiB of a robots.txt; `product` is its token or whole User-Agent.

    A group that names the token wins over `*`; with neither, everything is allowed.
    """
    text = body[:ROBOTS_MAX].decode("utf-8", "replace").removeprefix("\ufeff")
    drafts: dict[str, _Draft] = {"*": _Draft(), _token(product): _Draft()}
    named: set[str] = set()
    current: list[str] = []
    is_naming = False
    for line in BREAKS.split(text, LINES_MAX)[:LINES_MAX]:
        key, value = _split(line)
        if key == "user-agent":
            current = [*current, _agent(value)] if is_naming else [_agent(value)]
            named.update(current)
            is_naming = True
        elif key:
            is_naming = is_naming and key not in ("allow", "disallow")
            for name in dict.fromkeys(current):
                if name in drafts:
                    _note(drafts[name], key, value)
    chosen = drafts[_token(product) if _token(product) in named else "*"]
    return Group(tuple(chosen.rules), chosen.crawl_delay)


def normalise(path: str) -> str:
    """Percent-encode what is not ASCII and decode what needed no encoding, so that equal paths compare equal."""
    encoded = "".join(sign if sign.isascii() else _percent(sign) for sign in path)
    return ESCAPE.sub(_plain, encoded)


def _note(draft: _Draft, key: str, value: str) -> None:
    if key == "crawl-delay":
        draft.crawl_delay = _delay(value) or draft.crawl_delay
    elif key in ("allow", "disallow") and value and len(value) <= PATTERN_MAX:
        draft.rules.append(_rule(key == "allow", value))


def _rule(is_allow: bool, value: str) -> Rule:
    is_anchored = value.endswith("$")
    pattern = normalise(value.removesuffix("$"))
    pieces = re.split(r"\*+", pattern)
    return Rule(is_allow, tuple(pieces), is_anchored, len(pattern) + is_anchored)


def _weight(rule: Rule) -> tuple[int, bool]:
    return rule.length, rule.is_allow


def _split(line: str) -> tuple[str, str]:
    found = LINE.match(line.partition("#")[0])
    return (found[1].lower(), found[2].strip()) if found else ("", "")


def _agent(value: str) -> str:
    return "*" if value.startswith("*") else _token(value)


def _token(agent: str) -> str:
    """The product token: letters, underscore and hyphen at the beginning (RFC 9309, 2.2.1)."""
    found = TOKEN.match(agent.strip())
    return found[0].lower() if found else ""


def _delay(value: str) -> timedelta | None:
    if not re.fullmatch(r"\d{1,6}(\.\d{0,6})?", value):
        return None
    return timedelta(seconds=min(float(value), DELAY_MAX))


def _percent(sign: str) -> str:
    return "".join(f"%{octet:02X}" for octet in sign.encode("utf-8", "surrogatepass"))


def _plain(escape: re.Match[str]) -> str:
    sign = chr(int(escape[0][1:], 16))
    return sign if sign in UNRESERVED else escape[0].upper()
