"""One address for one article: the canonical form of a URL, and the natural key of an entry that is made of it.

The form keeps what may select an article and drops what never does: tracking parameters, fragments, default ports, user
names, AMP and mobile variants. It is idempotent. It never looks anything up: whether an address may be fetched is
decided where it is resolved. Sources: RFC 3986 section 6, UTS 46, courlan's list of trackers, the AMP cache URL format.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote_plus, urlsplit, urlunsplit

import idna

from pipeline.errors import Poison
from schemas.outcome import Reason

MAX_URL = 2_048
MAX_PARAMETERS = 200
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRACKER = re.compile(
    r"(?:utm|mtm|mkt|mc|itm|int|pk|piwik|matomo|hsa|oly|vero|ns|wt|at|ga|gs|ml|ads?|cmp|guce|gaa|usqp|li_fat|trk)_\w*"
    r"|wt\.\w+|_{1,2}(?:ga|gl|hs\w+|twitter_impression|s|cf_\w+)"
    r"|(?:fbc|gc|dc|twc|yc|ysc|ttc|sc)lid|msclkid|[gw]braid|gclsrc|igsh(?:id)?|irclickid|mkwid|pcrid|epik|dm_i|cm_(?:mmc|sp)"
    r"|xtor|xts|ocid|smid|smtyp|cmp|cmpid|ncid|icid|intcid|mbid|taid|ftag|ito|s_cid|sc_cid|cid_rss|partner|partnerid"
    r"|ref|ref_?src|src_?ref|referr?er|campaign|campaign_id|traffic_?source|source|sr_share|share|sharetype|shareid"
    r"|feature|rss|feed|feedtype|feedname|spm|sref|mod|soc_(?:src|trk)|tsrc|usqp|output_?type|amp|amp_\w+|mobile",
    re.IGNORECASE,
)
"""Names that never select an article, matched as a whole: courlan's are searched anywhere and would drop `eid`."""
_SELECTING_VALUE = re.compile(r"\d{4,}|[0-9a-f]{12,}", re.IGNORECASE)
_AMBIGUOUS = frozenset(("feed", "source", "mod", "ref", "share", "feature", "rss", "partner", "campaign"))
"""Names that some sites use for selecting: kept when their value looks like an identifier."""
_VARIANT_LABELS = frozenset(("m", "mobile", "amp", "wap", "touch"))
_PUBLIC_SECOND = frozenset(
    ("ac", "co", "com", "edu", "gob", "gov", "gouv", "go", "mil", "ne", "net", "nom", "or", "org")
)
_MAY_BE_VARIANT = re.compile(r"amp|/[civ]/|://(?:m|mobile|wap|touch)\.", re.IGNORECASE)
_AMP_VIEWER = re.compile(
    r"/(?:amp/|[civ]/)(?P<tls>s/)?(?P<rest>[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/.*)?)", re.IGNORECASE | re.DOTALL
)
_AMP_TAIL = re.compile(r"(?:[/.]amp(?:\.html?)?|/amp)/?$", re.IGNORECASE)
_AMP_HEAD = re.compile(r"^/amp(?:/(?=[^/]+/|[^/]*[-_.0-9][^/]*$))", re.IGNORECASE)
_SLASHES = re.compile(r"//+")
_SAFE_PATH = "/:@!$&'()*+,;=~-._%"
_SAFE_QUERY = _SAFE_PATH + "?"
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


_USERINFO = re.compile(r"^\s*([a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/?#\\]*@")


def without_userinfo(url: str) -> str:
    """The URL without user name and password, for storing and showing. Text that is no URL comes back as it is."""
    return _USERINFO.sub(lambda found: f"{found[1] or ''}//", url, count=1)


@lru_cache(maxsize=16_384)
def canonical_url(url: str) -> str:
    """The canonical form of a web address. Raises Poison(URL_REFUSED); the message begins with scheme, url or host."""
    form = _normal(url)
    # Every step shortens, so this ends; one page may hide behind several variants.
    while _MAY_BE_VARIANT.search(form) and (plain := _plain_form(form)) != form:
        form = plain
    return form


def _plain_form(form: str) -> str:
    """The canonical form one variant nearer to the ordinary page, or the same form."""
    try:
        plain = _normal(_without_variant(form))
    except Poison:
        return form
    return plain if len(plain) < len(form) else form


def _normal(url: str) -> str:
    """Scheme, host, port, path and query in their one form."""
    parts = split_web(url)
    host = ascii_host(parts.hostname or "")
    form = urlunsplit((parts.scheme, _with_port(host, parts), _path(parts.path), _query(parts.query), ""))
    if len(form) > MAX_URL:
        raise _refused(f"url: longer than {MAX_URL} characters")
    return form


def split_web(url: str) -> SplitResult:
    """The parts of an http or https URL. Raises Poison(URL_REFUSED) for other schemes, control characters, excess."""
    text = url.strip()
    if len(text) > MAX_URL:
        raise _refused(f"url: longer than {MAX_URL} characters")
    if _CONTROLS.search(text) or "\\" in text:
        raise _refused("url: it holds spaces or control characters")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise _refused("url: it cannot be read") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise _refused("scheme: only http and https are fetched")
    if not parts.hostname or port == 0:
        raise _refused("host: there is none")
    return parts


def origin_of(url: str) -> str:
    """Scheme, host and port of a web address; the port of the scheme is left out. Raises Poison(URL_REFUSED)."""
    parts = split_web(url)
    return f"{parts.scheme}://{_with_port(ascii_host(parts.hostname or ''), parts)}"


def _refused(message: str) -> Poison:
    """The error of a URL that is refused by its form."""
    return Poison(message, Reason.URL_REFUSED)


def ascii_host(host: str) -> str:
    """A host name in lower-case ASCII (UTS 46), addresses as they are. Raises Poison(URL_REFUSED)."""
    name = host.rstrip(".").lower()
    if ":" in name:
        return f"[{name}]"
    if name.isascii():
        if not name or len(name) > 253 or not re.fullmatch(r"[a-z0-9._-]+", name):
            raise _refused("host: it is no name")
        return name
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise _refused("host: it is no name") from error


def _with_port(host: str, parts: SplitResult) -> str:
    """The host, with its port unless that is the default of the scheme."""
    return host if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{parts.port}"


def _path(path: str) -> str:
    """A path with one form of escapes, no dots, no doubled and no trailing slash."""
    clean = _SLASHES.sub("/", _one_form(path, _SAFE_PATH))
    if "/." in clean:
        clean = _without_dots(clean)
    return clean.rstrip("/") or "/"


def _unescape(found: re.Match[str]) -> str:
    """An unreserved character for its escape; other escapes in capitals (RFC 3986 section 6.2.2)."""
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else found[0].upper()


def _without_dots(path: str) -> str:
    """A path without `.` and `..` (RFC 3986 section 5.2.4)."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept).lstrip("/")


def _query(query: str) -> str:
    """The parameters that may select, in one form of escapes and sorted."""
    if not query:
        return ""
    pieces = query.replace("&amp;", "&").split("&")
    if len(pieces) > MAX_PARAMETERS:
        return _one_form(query, _SAFE_QUERY)
    kept = [_one_form(piece, _SAFE_QUERY) for piece in pieces if piece and not _is_tracker(*_name_and_value(piece))]
    return "&".join(sorted(kept))


def _one_form(text: str, safe: str) -> str:
    """Text with everything escaped that must be, and nothing that need not (RFC 3986 section 6.2.2)."""
    return _ESCAPE.sub(_unescape, quote(text, safe=safe))


def _name_and_value(piece: str) -> tuple[str, str]:
    """The two sides of a parameter."""
    name, _, value = piece.partition("=")
    return unquote_plus(name), value


def _is_tracker(name: str, value: str) -> bool:
    """Whether a parameter says where a reader came from and not what he reads."""
    if not _TRACKER.fullmatch(name):
        return False
    return name.lower() not in _AMBIGUOUS or not _SELECTING_VALUE.search(value)


def _without_variant(url: str) -> str:
    """The address of the ordinary page behind an AMP viewer, an AMP page or a mobile page."""
    parts = urlsplit(url)
    viewed = _AMP_VIEWER.fullmatch(parts.path)
    if viewed and _is_viewer(parts, viewed["rest"]):
        scheme = "https" if viewed["tls"] else parts.scheme
        return f"{scheme}://{viewed['rest']}" + (f"?{parts.query}" if parts.query else "")
    host = _plain_host(parts.netloc)
    path = _AMP_HEAD.sub("/", parts.path) if host == parts.netloc or "amp" in parts.netloc else parts.path
    return urlunsplit((parts.scheme, host, _AMP_TAIL.sub("", path) or "/", parts.query, ""))


def _is_viewer(parts: SplitResult, rest: str) -> bool:
    """Whether a page shows another host's: `/amp/s/host/...`, or an AMP cache, whose first label encodes the host."""
    shown = rest.partition("/")[0].lower()
    encoded = shown.replace("-", "--").replace(".", "-")
    return parts.path.lower().startswith("/amp/s/") or parts.netloc.lower().startswith(encoded + ".")


def _plain_host(netloc: str) -> str:
    """A host without the label of its mobile or AMP variant, where a registrable name remains."""
    labels = netloc.split(".")
    if len(labels) < 3 or labels[0] not in _VARIANT_LABELS:
        return netloc
    rest = labels[1:]
    return netloc if len(rest) == 2 and rest[0] in _PUBLIC_SECOND else ".".join(rest)
