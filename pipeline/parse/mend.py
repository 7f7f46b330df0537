"""Makes well-formed XML of a feed that is not: one pass over its tags, linear, with every excess bounded.

Mended are stray ampersands and angle brackets, HTML entities, control characters, attributes without quotes, undeclared
prefixes, tags that are never closed or closed in the wrong order, and documents that break off. The result means
what feedparser's loose parser reads in the same bytes; it is checked against that in the tests.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from pipeline.parse.limits import MAX_AUTHOR
from pipeline.prolog import MAX_ATTRIBUTES, MAX_DEPTH

_TOKEN = re.compile(
    r"<!\[CDATA\[|<!--|<\?|<!|"
    r"""<(?P<close>/?)(?P<name>[A-Za-z_][\w.-]{0,63}(?::[A-Za-z_][\w.-]{0,63})?)(?P<rest>(?:[^<>"']|"[^"<]*+"|'[^'<]*+'|["'])*+)>"""
)
_ATTRIBUTE = re.compile(
    r"""([A-Za-z_][\w.-]{0,63}(?::[A-Za-z_][\w.-]{0,63})?)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>/]++))"""
)
_REFERENCE = re.compile(
    r"&(?:#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))|([A-Za-z][A-Za-z0-9]{1,31}));|&#(?:[xX][0-9a-fA-F]+|[0-9]+);?|&"
)
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_PEOPLE = frozenset(
    ("author", "contributor", "creator", "email", "managingeditor", "name", "owner", "publisher", "webmaster")
)
_ITEMS = frozenset(("item", "entry", "url"))
_ROOT = re.compile(
    r"<(?P<name>(?:[A-Za-z_][\w.-]{0,30}:)?(?:rss|feed|rdf|urlset|sitemapindex|channel))(?=[\s/>])", re.IGNORECASE
)


@dataclass(slots=True)
class Mended:
    """Well-formed XML without declaration. `is_cut` says that the document broke off inside an item."""

    text: str
    is_cut: bool


@dataclass(slots=True)
class _Bench:
    """The work in progress: what is written, which elements are open, which prefixes were met."""

    written: list[str] = field(default_factory=list)
    open_names: list[str] = field(default_factory=list)
    open_counts: dict[str, int] = field(default_factory=dict)
    prefixes: set[str] = field(default_factory=set)
    declared: set[str] = field(default_factory=set)
    n_too_deep: int = 0
    hopeless: set[str] = field(default_factory=set)
    """Ends that the rest of the document does not hold; looking again each time would be quadratic."""
    name_room: int = 0
    """How much text the open author element may still take."""

    def write(self, text: str) -> None:
        """Add text, of an author no more than a name is long: parsers search it for addresses in quadratic time."""
        if self.open_names and self.open_names[-1].rpartition(":")[2].lower() in _PEOPLE:
            text = text[: self.name_room]
            self.name_room -= len(text)
        self.written.append(_escaped(text))


def mend(text: str) -> Mended | None:
    """A well-formed document with the same items, or None where no feed begins."""
    root = _ROOT.search(text)
    if root is None:
        return None
    bench = _Bench()
    text = _INVALID.sub("", text[root.start() :])
    position = 0 if _TOKEN.match(text) else _open_broken_root(text, root["name"], bench)
    while position < len(text):
        position = _step(text, position, bench)
        if not bench.open_names and len(bench.written) > 1:
            break
    is_cut = any(name in _ITEMS for name in bench.open_names)
    while bench.open_names:
        _close(bench)
    return Mended(_with_declarations(bench), is_cut)


def _open_broken_root(text: str, name: str, bench: _Bench) -> int:
    """Write a root whose start tag cannot be read, without attributes; returns where the next tag begins."""
    _open(name, "", bench)
    following = text.find("<", 1)
    return following if following > 0 else len(text)


def _step(text: str, position: int, bench: _Bench) -> int:
    """Write the text up to the next token, and the token; returns where it ends."""
    found = _TOKEN.search(text, position)
    if found is None:
        bench.write(text[position:])
        return len(text)
    if found.start() > position:
        bench.write(text[position : found.start()])
    if found["name"] is None:
        return _skip_special(text, found, bench)
    if found["close"]:
        _close_up_to(found["name"], bench)
    else:
        _open(found["name"], found["rest"], bench)
    return found.end()


_ENDS = {"<!--": "-->", "<?": "?>", "<!": ">"}


def _skip_special(text: str, found: re.Match[str], bench: _Bench) -> int:
    """Write CDATA as escaped text; drop comments, instructions and declarations. Unclosed CDATA goes to the end."""
    if found[0] == "<![CDATA[":
        end = text.find("]]>", found.end())
        bench.write(text[found.end() : end if end >= 0 else len(text)].replace("&", "&amp;"))
        return end + 3 if end >= 0 else len(text)
    mark = _ENDS[found[0]]
    end = -1 if mark in bench.hopeless else text.find(mark, found.end())
    if end < 0:
        bench.hopeless.add(mark)
        return found.end()
    return end + len(mark)


def _open(name: str, rest: str, bench: _Bench) -> None:
    """Write a start tag with clean attributes. What is nested too deep is left out, its text kept."""
    is_empty = rest.endswith("/")
    if len(bench.open_names) >= MAX_DEPTH:
        bench.n_too_deep += 0 if is_empty else 1
        return
    if name in _ITEMS and bench.open_counts.get(name):
        _close_up_to(name, bench)
    _note_prefix(name, bench)
    bench.written.append(f"<{name}{_attributes(rest, bench)}{'/' if is_empty else ''}>")
    if not is_empty:
        bench.name_room = MAX_AUTHOR
        bench.open_names.append(name)
        bench.open_counts[name] = bench.open_counts.get(name, 0) + 1


def _attributes(rest: str, bench: _Bench) -> str:
    """Attributes once each, quoted and escaped."""
    kept: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(rest):
        name, double, single, bare = found.groups()
        if name.startswith("xmlns:"):
            bench.declared.add(name[6:])
        else:
            _note_prefix(name, bench)
        kept.setdefault(
            name, _escaped((double or single or bare or "").strip()).replace('"', "&quot;").replace("<", "&lt;")
        )
        if len(kept) == MAX_ATTRIBUTES:
            break
    return "".join(f' {name}="{value}"' for name, value in kept.items() if name != "xmlns:xml")


def _note_prefix(name: str, bench: _Bench) -> None:
    """Remember a prefix that the root must declare."""
    prefix, colon, _ = name.partition(":")
    if colon and prefix not in ("xml", "xmlns"):
        bench.prefixes.add(prefix)


def _close_up_to(name: str, bench: _Bench) -> None:
    """Close the innermost open element of this name and everything inside it; an end without a start is dropped."""
    if not bench.open_counts.get(name):
        bench.n_too_deep = max(bench.n_too_deep - 1, 0)
        return
    while bench.open_names[-1] != name:
        _close(bench)
    _close(bench)


def _close(bench: _Bench) -> None:
    """Write the end of the innermost element."""
    name = bench.open_names.pop()
    bench.open_counts[name] -= 1
    bench.written.append(f"</{name}>")


def _escaped(text: str) -> str:
    """Text with every reference resolved or escaped and no angle bracket left."""
    if "&" in text:
        text = _REFERENCE.sub(_reference, text)
    return text.replace("<", "&lt;") if "<" in text else text


def _reference(found: re.Match[str]) -> str:
    """A character for a numeric or HTML reference, the XML ones as they are, an escaped ampersand for all else."""
    if found[0] == "&":
        return "&amp;"
    if found[3]:
        return found[0] if found[3] in _XML_ENTITIES else _named(found[0])
    code = int(found[1], 16) if found[1] else int(found[2]) if found[2] else 0
    if code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF:
        return f"&#{code};"
    return "\ufffd"


def _named(reference: str) -> str:
    """The characters of an HTML entity, or the words themselves when HTML has no such entity."""
    text = html.unescape(reference)
    return "&amp;" + reference[1:] if text == reference else html.escape(text)


def _with_declarations(bench: _Bench) -> str:
    """The document with the prefixes that nobody declared declared on its root."""
    missing = sorted(bench.prefixes - bench.declared)[:200]
    if missing and bench.written:
        extra = "".join(f' xmlns:{prefix}="{_ADDRESSES.get(prefix, "urn:" + prefix)}"' for prefix in missing)
        root = bench.written[0]
        cut = len(root) - (2 if root.endswith("/>") else 1)
        bench.written[0] = root[:cut] + extra + root[cut:]
    return "".join(bench.written)


_ADDRESSES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
