"""The vocabulary of markup: which elements, roles and class words mean that something is not the article's text.

Class and id names are free text, but authors of pages choose them from a small common stock. The stock was collected
from the names that occur around and inside articles on news pages; no word names a site. A word alone never decides:
an element that holds a large part of the page's prose is kept whatever it is called (see `container`).
"""

from __future__ import annotations

import re
from functools import lru_cache


def _words_of(table: str) -> frozenset[str]:
    """The words of a table that is written for people."""
    return frozenset(table.split())


SKIPPED_TAGS = _words_of("""
    applet audio base canvas datalist embed frame frameset head iframe input link map math meta meter noframes
    noscript object option param progress script select source style svg template textarea title track video
""")
"""Never text for a reader of the article."""

JUNK_TAGS = _words_of("""
    aside button dialog figcaption figure footer form label menu nav
""")
BLOCK_TAGS = _words_of("""
    address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main menu nav ol p pre section summary table
    tbody td tfoot th thead tr ul
""")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_JUNK_ROLES = _words_of("""
    alert alertdialog banner button complementary contentinfo dialog menu menubar navigation search tablist toolbar
    tooltip
""")
_JUNK_WORDS = _words_of("""
    account ad ads adslot adv advert advertisement advertising alsoread anzeige appstore aside author authorbox
    authors banner bildunterschrift bio biography bookmark breadcrumb breadcrumbs btn button byline bylines caption
    captions carousel categories colophon comentarios comment commentaires commentaries comments compartir consent
    cookie cookies copyright credit credits date disclaimer disqus donate donation download drawer duration
    etiquetas follow footer footnav gallery keywords kommentar kommentare leaderboard legal legende logged login
    meistgelesen menu meta modal morefrom moreon mostpopular mostread nav navbar navigation newsletter newsletters
    notification outbrain overlay pager pagination partage policy poll popular popup privacy profile promo promobox
    promos promotion publicidad publicite quellenangabe quiz rating ratings readalso readmore readnext recirc
    recirculation recommendation recommendations recommended register registration reklama related relatedarticles
    relatedlinks screenreader seealso share sharebar shareline shares sharing sidebar signin signup sitemap
    slideshow social sociallinks socials sponsor sponsored submenu subnav subscribe subscription subscriptions
    survey taboola taglist tags taxonomy teaser teasers textwidget timestamp toggle toolbar tooltip topics trending
    visuallyhidden werbung widgettitle
""")
_JUNK_PAIRS = re.compile(
    r"read-?(?:more|also|next)|also-?read|most-?(?:read|popular|viewed)|more-?(?:from|on|stories|news)|see-?also|"
    r"sign-?(?:up|in)|screen-?reader|visually-?hidden|sr-?only|tag-?list|twitter-tweet|instagram-media|tiktok-embed|"
    r"social-?embed|skip-?link|call-?to-?action|you-?may|up-?next|inline-?story|mehr-?zum|lesen-?sie|lire-?aussi|"
    r"leer-?mas|te-?puede|leggi-?anche"
)
_STATES = ("has-", "with-", "without-", "no-", "is-", "js-", "not-")
"""A name that begins so describes the state of a wrapper, as in "has-sidebar"; it is not what the element is."""
_LEAD_WORDS = _words_of("""
    abstract bajada chapeau chapo deck dek description entradilla excerpt ingress intro lead lede occhiello preamble
    sapo sommario standfirst subhead subheading subheadline subtitle subtitulo summary teaser vorspann
""")
_BYLINE = re.compile(r"author|autor|byline|auteur|redakteur|writer|verfasser|redattore|firma\b|reporter")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN_STYLE = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|(?:font-size|opacity)\s{0,9}:\s{0,9}0(?:[;p]|$)"
)

_CLIPPED_NAME = re.compile(r"sr-?only|visually-?hidden|screen-?reader")
"""The common names of words that only a screen reader speaks, such as "opens in a new window"."""

MAX_NAME_CHARS = 300
"""Longer class attributes are generated styles; their end says nothing new."""


def _words(names: str) -> set[str]:
    """The single words of class and id names, those of states left out."""
    said = " ".join(name for name in names.split() if not name.startswith(_STATES))
    return set(_NOT_LETTERS.split(_CAMEL.sub("-", said).lower()))


@lru_cache(maxsize=8192)
def kind_of(names: str) -> tuple[bool, bool]:
    """(furniture of the page or never shown, lead paragraph), by an element's class and id names.

    Takes at most MAX_NAME_CHARS of them. Remembered, because the pages of a site use the same names over and over.
    """
    words = _words(names)
    is_junk = not _JUNK_WORDS.isdisjoint(words) or _JUNK_PAIRS.search(names.lower()) is not None
    return is_junk or _is_hidden(names.split()), not _LEAD_WORDS.isdisjoint(words)


def _is_hidden(said: list[str]) -> bool:
    """Whether one of the class names is the common one for elements that no screen shows."""
    return "hidden" in said and not any(":" in name for name in said)


def is_byline_name(names: str) -> bool:
    """Whether class names say that an element holds the names of the authors; comments have authors too."""
    short = names[:MAX_NAME_CHARS].lower()
    return _BYLINE.search(short) is not None and "comment" not in short and "quote" not in short


def is_junk_role(role: str) -> bool:
    """Whether an ARIA role is that of furniture."""
    return role.strip().lower() in _JUNK_ROLES


def is_clipped(names: str, style: str) -> bool:
    """Whether class names or an inline style cut an element to nothing on a screen: its words are only spoken."""
    is_named = "hidden" in names or "reader" in names or "sr" in names
    return ("clip" in style and "clip:rect(0" in style.replace(" ", "")) or (
        is_named and _CLIPPED_NAME.search(names[:MAX_NAME_CHARS]) is not None
    )


def is_hidden_style(style: str) -> bool:
    """Whether an inline style hides the element."""
    return _HIDDEN_STYLE.search(style.lower()) is not None
