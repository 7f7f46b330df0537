"""When an article was published and changed: candidates in the order of their worth, the first plausible one wins.

The order: linked data of the article, meta elements, microdata, linked data of the page, a `<time>` at the headline,
the feed's claim, a stamp at the headline, the modification time, the date in the address. Text is never searched
beyond the lines at the headline, so a page without a date gets none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pipeline.clean.blocks import Outline
from pipeline.clean.body import Body
from pipeline.clean.evidence import PageEvidence
from pipeline.clean.furniture import is_stamp
from pipeline.clean.head import Head
from pipeline.clean.json_ld import types_of
from pipeline.clean.times import Moment, read_stamp, read_time

MAX_AHEAD = timedelta(days=2)
"""A page that dates itself further into the future than this is wrong about it."""

_PUBLISHED_ENDINGS = (
    "publishedtime", "publishtime", "publicationtime", "publisheddate", "publishdate", "publicationdate", "pubdate",
    "datepublished", "datecreated", "dateissued", "publishedat", "releasedate", "uploaddate",
    "created", "issued", "published", "publication",
)  # fmt: skip
_PLAIN_DATE_NAMES = frozenset({"date", "dc.date", "sailthru.date", "dcterms.date", "dc:date", "article.date"})
_MODIFIED_ENDINGS = (
    "modifiedtime", "modifieddate", "datemodified", "updatedtime", "updatetime", "updateddate", "dateupdated",
    "lastmodified", "lastupdated", "lastupdate", "modified",
)  # fmt: skip
_TITLE_PARTS = re.compile(r"\s[-–—|]\s")
MAX_TITLE_CHARS = 1_000
MAX_WORDS_OF_BYLINE = 6
"""A stamp at the headline may share its line with the name of the author."""
_NOT_LETTERS = re.compile(r"[^a-z]+")
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?=[/_.-]|$)")
_UPDATED_WORD = re.compile(
    r"updat|modif|aktualis|mis à jour|actuali[sz]ad|aggiorna|oppdater|uppdater|opdater|gewijzigd", re.IGNORECASE
)

Candidate = tuple[str, Moment]


def _from_metas(head: Head, endings: tuple[str, ...], names: frozenset[str] = frozenset()) -> Iterator[Moment]:
    """The times of meta elements whose name ends so. Vendors put their own prefixes before the same few words."""
    for name, values in head.metas.items():
        if name in names or ("first" not in name and _NOT_LETTERS.sub("", name).endswith(endings)):
            yield from filter(None, map(read_time, values))


def _from_url(url: str) -> Moment | None:
    """The date in the path of an address."""
    found = _URL_DATE.search(urlsplit(url).path)
    return read_time("-".join(found.groups())) if found else None


def _at_headline(outline: Outline, top: range) -> Iterator[Candidate]:
    """Times and stamps in the lines between the headline and the first running text."""
    for mark in outline.times:
        if mark.block in top and not _UPDATED_WORD.search(mark.names):
            moment = read_time(mark.value)
            if moment:
                yield "time", moment
    for block in (outline.blocks[index] for index in top):
        if is_stamp(block.text, MAX_WORDS_OF_BYLINE) and not _UPDATED_WORD.search(block.text):
            moment = read_stamp(block.text)
            if moment:
                yield "byline", moment


def _in_title(title: str) -> Iterator[Moment]:
    """A stamp that is a part of the title element, parted by strokes or dashes."""
    for part in _TITLE_PARTS.split(title[:MAX_TITLE_CHARS])[1:]:
        moment = read_stamp(part) if is_stamp(part) else None
        if moment:
            yield moment


def _published(evidence: PageEvidence) -> Iterator[Candidate]:
    """Candidates that state a publication by name."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        moment = read_time(evidence.article.get(key))
        if moment:
            yield "json_ld", moment
    for moment in _from_metas(evidence.head, _PUBLISHED_ENDINGS, _PLAIN_DATE_NAMES):
        yield "meta", moment
    for node in evidence.nodes:
        moment = read_time(node.get("datePublished")) if "webpage" in types_of(node) or node.get("headline") else None
        if moment:
            yield "json_ld", moment


def _plausible(candidates: list[Candidate], fetched_at: datetime | None) -> list[Candidate]:
    """Those that do not lie in the future."""
    if fetched_at is None:
        return candidates
    return [one for one in candidates if one[1].at <= fetched_at + MAX_AHEAD]


def _sharpen(chosen: Candidate, candidates: list[Candidate]) -> Candidate:
    """A candidate of the same local time that also states the zone, or of the same day that states the time."""
    if chosen[1].certainty == "instant":
        return chosen
    for source, moment in candidates:
        same_day = moment.at.date() == chosen[1].at.date()
        same_time = chosen[1].certainty == "day" or moment.at.replace(tzinfo=None, second=0) == chosen[1].at.replace(
            tzinfo=None, second=0
        )
        if moment.certainty == "instant" and same_day and same_time:
            return source, moment
    return chosen


def choose_published(evidence: PageEvidence, body: Body) -> Candidate | None:
    """The time of publication and its source, or None."""
    near = list(_at_headline(evidence.outline, body.top))
    claimed = evidence.entry.published_at if evidence.entry else None
    by_url = _from_url(evidence.url)
    candidates = [
        *_published(evidence),
        *(one for one in near if one[0] == "time"),
        *([("entry", Moment(claimed, "instant"))] if claimed else []),
        *(one for one in near if one[0] == "byline"),
        *(("title", one) for one in _in_title(evidence.head.title or "")),
        *(("modified", one) for one in _from_metas(evidence.head, _MODIFIED_ENDINGS)),
        *([("url", by_url)] if by_url else []),
    ]
    plausible = _plausible(candidates, evidence.fetched_at)
    return _sharpen(plausible[0], plausible) if plausible else None


def choose_modified(evidence: PageEvidence) -> Candidate | None:
    """The time of the last change and its source, or None."""
    linked = read_time(evidence.article.get("dateModified"))
    candidates: list[Candidate] = [("json_ld", linked)] if linked else []
    candidates += [("meta", one) for one in _from_metas(evidence.head, _MODIFIED_ENDINGS)]
    plausible = _plausible(candidates, evidence.fetched_at)
    return plausible[0] if plausible else None
