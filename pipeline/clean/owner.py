"""Who owns the publisher of a page, where the page says so: sister titles of one owner are one origin.

Said are: the parent organisation in linked data (https://schema.org/parentOrganization), a line at the foot of the
page such as "X is a title of Y", "a division of Y" or "published by Y", and a copyright line in the name of a company
("© 2025 Y Media Group"). Trade names without a word for a company are left
alone: "© 2025 Y" may be the site, an agency or a photographer. Nothing is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.clean.blocks import Outline
from pipeline.clean.evidence import PageEvidence
from pipeline.clean.folding import fold
from pipeline.clean.json_ld import Node
from pipeline.clean.site_name import publisher_name
from pipeline.text import normalise_line

LINES_AT_FOOT = 25
MAX_LINE_CHARS = 500
MAX_OWNER_CHARS = 80
MAX_DEPTH = 3

_NAME = (
    r"(?P<name>[A-ZÀ-Þ0-9][\w.&+'’/-]{0,40}"
    r"(?:,?\s(?:(?:&|and|of|der|des|für|und|de|del|la|du|et|y)\s){0,2}[A-ZÀ-Þ(&][\w.&+'’/)-]{0,40}){0,7})"
)
_RELATION = re.compile(
    r"(?:(?:\ba|\bone)\s(?:title|division|brand|publication|product|subsidiary|member|unit|service|website|newspaper)\sof|"
    r"\b(?:is|are)\s(?:a\s)?part\sof|^part\sof|\bowned(?:\sand\s(?:operated|published))?\sby|"
    r"\b(?:published|operated|run)\sby|"
    r"\bein(?:e|es)?\s(?:webseite|website|marke|angebot|produkt|titel|unternehmen|zeitung)\s(?:der|des|von)|"
    r"\bherausgegeben\svon|\bgehört\szu[rm]?|"
    r"\bun(?:e)?\s(?:titre|publication|marque|site)\s(?:du|de|de\sla)|\béditée?\spar|"
    r"\buna\s(?:publicación|marca)\sde|\beditado\spor)"
    r"\s(?i:the\s|a\s|der\s|groupe\s|grupo\s)?(?-i:" + _NAME + ")",
    re.IGNORECASE,
)
_SUBSIDIARY = re.compile(r"\ba\s" + _NAME + r"\s(?:plc\s)?(?:subsidiary|company|publication|title|brand)\b")
_COPYRIGHT = re.compile(
    r"(?:©|\([Cc]\)|\b[Cc]opyright\b)[\s©–—,-]{0,5}(?:\([Cc]\)\s?|[Cc]opyright\s)?(?:(?:by|of)\s)?"
    r"(?:(?:19|20)\d\d(?:\s?[-–—]\s?(?:19|20)\d\d)?)?[\s,|:-]{0,5}(?:by\s|Die\s|The\s)?" + _NAME
)
_COMPANY_TABLE = """
    group groupe grupo gruppo gruppe mediengruppe verlagsgruppe holding holdings media medien médias network networks
    newspapers publishing publishers publications communications broadcasting entertainment corporation corp company
    verlag verlagsgesellschaft verlagshaus ltd limited llc inc gmbh ag kg plc sa nv ab as asa spa srl slu sl oy bv co
"""
_COMPANY = frozenset(_COMPANY_TABLE.split())
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:ltd|limited|llc|inc|incorporated|gmbh(?:\s(?:&|und)\sco\.?(?:\skg(?:aa)?)?)?|ag|kg|plc|s\.?\s?a\.?|n\.?\s?v\.?|"
    r"ab|as|asa|a/s|s\.?p\.?a\.?|s\.?r\.?l\.?|s\.?l\.?u?\.?|oyj?|b\.?v\.?|pty|\(pty\)|co|corp)\.?$",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(r"(?<!\bCo)(?<!\bSt)\.\s.*$|,?\s(?:All Rights|Alle Rechte|Tous|Todos|Tutti|Powered)\b.*$")


def _names_within(value: object, by_id: dict[str, Node], depth: int = 0) -> Iterator[str]:
    """The names in a field of linked data: a name, a node, a reference to one, or a list of them."""
    for one in value[:1] if isinstance(value, list) else [value]:
        if isinstance(one, str) and "://" not in one:
            yield one
        elif isinstance(one, dict) and depth < MAX_DEPTH:
            known = by_id.get(one.get("@id", "")) if isinstance(one.get("@id"), str) else None
            yield from _names_within(one.get("name") or (known or {}).get("name"), by_id, depth + 1)


def _publishers(evidence: PageEvidence, by_id: dict[str, Node], own: str) -> Iterator[Node]:
    """The nodes that describe the publisher: the article's own, the one it refers to, and those of the same name."""
    claimed = evidence.article.get("publisher")
    for one in claimed[:1] if isinstance(claimed, list) else [claimed]:
        if isinstance(one, dict):
            yield one
            if isinstance(one.get("@id"), str) and one["@id"] in by_id:
                yield by_id[one["@id"]]
    yield from (node for node in evidence.nodes if isinstance(node.get("name"), str) and _key(node["name"]) == own)


def _from_linked(evidence: PageEvidence, own: str) -> Iterator[str]:
    """The parents that linked data gives the publisher."""
    by_id = {node["@id"]: node for node in evidence.nodes if isinstance(node.get("@id"), str) and node.get("name")}
    for publisher in _publishers(evidence, by_id, own):
        yield from _names_within(publisher.get("parentOrganization"), by_id)


def _is_company(name: str) -> bool:
    """Whether a name holds a word for a company."""
    return not _COMPANY.isdisjoint(re.split(r"[\s,]+", name.lower().replace(".", "")))


def _from_foot(outline: Outline, last_of_text: int) -> Iterator[str]:
    """The owners that the last lines of the page name: those in words first, then holders of the copyright."""
    start = max(last_of_text + 1, len(outline.blocks) - LINES_AT_FOOT)
    lines = [
        normalise_line(one.text)
        for one in outline.blocks[start:]
        if len(one.text) <= MAX_LINE_CHARS and one.tag != "figcaption"
    ]
    for pattern in (_RELATION, _SUBSIDIARY):
        yield from (found["name"] for line in lines for found in pattern.finditer(line))
    held = (found["name"] for line in lines for found in _COPYRIGHT.finditer(line))
    yield from (name for name in held if _is_company(name))


def _tidy(name: str) -> str:
    """A name without its legal form, which titles of one owner write or leave out as they please."""
    bare = _NEXT_SENTENCE.sub("", normalise_line(name)).strip(" .,;|")
    for _ in range(2):
        bare = _LEGAL_FORM.sub("", bare).rstrip(" .,&")
    return bare


def _key(name: str) -> str:
    """The folded name without an article in front."""
    return fold(re.sub(r"^the\s", "", name.strip(), flags=re.IGNORECASE))


def find_owner(evidence: PageEvidence, last_of_text: int) -> tuple[str | None, str]:
    """The owner of the publisher and where it is said; None where nothing is said, or only the publisher itself.

    `last_of_text` is the index of the last block of the article: what its text says of owners is news, not evidence.
    """
    own = _key(publisher_name(evidence.head, evidence.article, evidence.nodes)[0] or "")
    for source, names in (
        ("json_ld", _from_linked(evidence, own)),
        ("footer", _from_foot(evidence.outline, last_of_text)),
    ):
        for name in map(_tidy, names):
            if 1 < len(name) <= MAX_OWNER_CHARS and _key(name) not in ("", own):
                return name, source
    return None, ""
