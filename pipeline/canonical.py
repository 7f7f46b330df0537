"""One address for one article: the canonical form of a URL, and the natural key of an entry that is made of it.

The form keeps what may select an article and drops what never does: tracking parameters, fragments, default ports, user
names, AMP and mobile variants. It is idempotent. It never looks anything up: whether an address may be fetched is
decided where it is resolved. Sources: RFC 3986 section 6, UTS 46, courlan's list of trackers, the AMP cache URL format.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

import idna

from pipeline.errors import Poison
from schemas.outcome import Reason

MAX_URL = 2_048
MAX_PARAMETERS = 200
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRACKER = re.compile(
    r"(?:utm|mtm|mkt|mc|itm|pk|piwik|matomo|hsa|oly|vero|ns|wt|at|xtor|stm|cmp|mkt_tok|dm_i|guce|ref_src|li_fat|cm_mmc)_\w*"
    r"|(?:fb|g|dc|gbra|wbra|msclk|tw|yc|ysc|twc|igsh|ttclid|igshid)(?:clid|c?lid|id)"
    r"|(?:xtor|igshid|igsh|ocid|smid|smtyp|cmpid|ncid|icid|taid|ref|ref_src|referrer|referer|src_ref|ftag|partner|partnerid"
    r"|cmp|campaign|campaign_id|utm|gaa_at|gaa_n|gaa_sig|gaa_ts|_ga|_gl|_hsenc|_hsmi|__twitter_impression|fbclid|gclid|gclsrc"
    r"|traffic_source|share|shareid|sharetype|feature|rss|feed|feedtype|source|sr_share|spm|sref|mod|soc_src|soc_trk|tsrc"
    r"|ito|s_cid|sc_cid|cid_rss|ns_mchannel|output_type|outputtype|amp|amp_js_v|amp_gsa|usqp|mobile)",
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
_AMP_VIEWER = re.compile(
    r"/(?:amp/|[civ]/)(?P<tls>s/)?(?P<rest>[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/.*)?)", re.IGNORECASE | re.DOTALL
)
_AMP_TAIL = re.compile(r"(?:[/.]amp(?:\.html?)?|/amp)/?$", re.IGNORECASE)
_AMP_HEAD = re.compile(r"^/amp(?:/(?=[^/]+/|[^/]*[-_.0-9][^/]*$))", re.IGNORECASE)
_SLASHES = re.compile(r"//+")
_SAFE_PATH = "/:@!$&'()*+,;=~-._%"
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def canonical_url(url: str) -> str:
    """The canonical form of a web address. Raises Poison(URL_REFUSED); the message begins with scheme, url or host."""
    form = _normal(url)
    for _ in range(4):
        plain = _normal(_without_variant(form))
        if plain == form:
            break
        form = plain
    return form


def _normal(url: str) -> str:
    """Scheme, host, port, path and query in their one form."""
    parts = split_web(url)
    host = ascii_host(parts.hostname or "")
    path = _path(parts.path)
    return urlunsplit((parts.scheme, _with_port(host, parts), path, _query(parts.query), ""))


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
    clean = _ESCAPE.sub(_unescape, quote(path, safe=_SAFE_PATH))
    clean = _SLASHES.sub("/", clean)
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
    """The parameters that may select, sorted by name; an unreadable query as it is."""
    if not query:
        return ""
    pairs = parse_qsl(query.replace("&amp;", "&"), keep_blank_values=True)
    if len(pairs) > MAX_PARAMETERS or not pairs:
        return quote(query, safe=_SAFE_PATH + "/?")
    kept = sorted((name, value) for name, value in pairs if not _is_tracker(name, value))
    return urlencode(kept)


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
