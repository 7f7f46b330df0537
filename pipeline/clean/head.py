"""What the head of a page declares: meta elements, canonical link, title element, language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MAX_METAS = 1_000


@dataclass(frozen=True, slots=True)
class Head:
    """Declarations by name. Names are lower case; the first value of a name comes first."""

    metas: dict[str, list[str]]
    title: str | None
    canonical: str | None
    language: str | None
    base: str | None

    def first(self, *names: str) -> str | None:
        """The first value of the first of these names that has one."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), None)

    def all(self, *names: str) -> list[str]:
        """All values of these names, in order."""
        return [value for name in names for value in self.metas.get(name, ()) if value]


def read_head(root: Any) -> Head:
    """Read the declarations of a page, wherever in the page they stand."""
    metas: dict[str, list[str]] = {}
    for number, meta in enumerate(root.iter("meta")):
        if number >= MAX_METAS:
            break
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.strip().lower(), []).append(content)
    title = next(root.iter("title"), None)
    base = next((one.get("href") for one in root.iter("base") if one.get("href")), None)
    return Head(
        metas=metas,
        title=" ".join(title.itertext()).strip() or None if title is not None else None,
        canonical=next((one.get("href") for one in root.iter("link") if _is_canonical(one)), None),
        language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        base=base,
    )


def _is_canonical(link: Any) -> bool:
    """Whether a link element names the canonical address."""
    return "canonical" in (link.get("rel") or "").lower().split() and bool(link.get("href"))
