"""Headlines of pages whose headings or declarations carry more, or less, than the headline."""

from __future__ import annotations

import json

import pytest

from pipeline.clean import clean_page
from schemas.document import Document
from tests.pipeline.clean.pages import BODY, fetched

SEARCHED = "Port Ellery bridge: what the council decided"
SHOWN = "Nine arches, one vote: the old bridge stays"


def title_of(
    headings: str, *, linked: str = "", shared: str = "", element: str = "", alternative: str = "", metas: str = ""
) -> str | None:
    head = (f"<title>{element}</title>" if element else "") + metas
    head += f'<meta property="og:title" content="{shared}"><meta property="og:site_name" content="The Ellery Post">'
    if linked:
        data = {"@type": "NewsArticle", "headline": linked, "alternativeHeadline": alternative}
        head += f'<script type="application/ld+json">{json.dumps(data)}</script>'
    document = clean_page(fetched(f"<html><head>{head}</head><body>{headings}<article>{BODY}</article></body></html>"))
    assert isinstance(document, Document)
    return document.title


@pytest.mark.parametrize(
    "trail",
    [
        "<ol><li><a href=/>Home</a></li><li><h1>{}</h1></li></ol>",
        "<div class='site-breadcrumb'><span><h1>{}</h1></span></div>",
        "<div><a href=/>Home</a><a href=/news>News</a><h1>{}</h1></div>",
        "<nav><div><h1>{}</h1></div></nav>",
    ],
)
@pytest.mark.parametrize("shown", [SHOWN, f"<span class='kicker'>Harbour</span> {SHOWN}", f"Harbour – {SHOWN}"])
def test_the_end_of_a_trail_is_no_headline(trail, shown):
    headings = trail.format(SEARCHED) + f"<h2>{shown}</h2><h2>Weather</h2>"
    assert title_of(headings, linked=SEARCHED, shared=SHOWN, element=f"{SEARCHED} | The Ellery Post") == SHOWN


def test_a_heading_with_one_link_before_it_is_a_headline():
    headings = f"<header><a href=/harbour>Harbour</a><h1>{SHOWN}</h1></header>"
    shared = f"{SEARCHED} | The Ellery Post"
    assert title_of(headings, shared=shared, element=f"{SHOWN} | The Ellery Post") == SHOWN


@pytest.mark.parametrize(
    "behind", [" * The Post * by Ann Archer", " - National", " | Sport", "｜ELLERY", " – The Quay"]
)
def test_what_is_put_behind_the_headline_is_taken_off(behind):
    assert title_of(f"<h1>{SHOWN}</h1>", shared=SHOWN + behind, element=SHOWN + behind) == SHOWN
    assert title_of("", linked=SHOWN + behind, shared=SHOWN) == SHOWN


def test_a_short_candidate_cuts_no_other():
    assert title_of(
        "<h1>Interview</h1>", linked="Interview - The mayor on bridges", shared="Interview - The mayor"
    ) == ("Interview - The mayor on bridges")


def test_a_headline_in_the_field_for_the_name_of_the_site_cuts_nothing():
    head = f'<meta property="og:title" content="{SEARCHED} - and much more that they said about it in May">'
    site = f'<meta property="og:site_name" content="{SEARCHED} and much more that they said about it in May">'
    document = clean_page(fetched(f"<html><head>{head}{site}</head><body><article>{BODY}</article></body></html>"))
    assert isinstance(document, Document)
    assert document.title == f"{SEARCHED} - and much more that they said about it in May"


@pytest.mark.parametrize("linked", [SHOWN, ""])
@pytest.mark.parametrize("element", [SHOWN, SEARCHED, "Nine arches | Harbour"])
@pytest.mark.parametrize("twitter", [f'<meta name="twitter:title" content="{SEARCHED}">', ""])
def test_a_title_for_sharing_that_nothing_contradicts_is_the_headline(linked, element, twitter):
    found = title_of(f"<h1>{SHOWN}</h1>", linked=linked, shared=SEARCHED, element=element, metas=twitter)
    assert found == SEARCHED


@pytest.mark.parametrize(
    "evidence",
    [
        {"shared": f"{SEARCHED} | The Ellery Post"},
        {"shared": f"{SEARCHED} | EP News", "element": f"{SHOWN} | EP News"},
        {"alternative": SHOWN},
        {"alternative": SEARCHED},
        {"metas": f'<meta name="twitter:title" content="{SHOWN}">'},
        {"metas": f'<meta name="sailthru.title" content="{SHOWN}">'},
        {"metas": f'<meta name="parsely-title" content="{SHOWN}">'},
        {"shared": f"Harbour: {SHOWN}"},
        {"shared": "The Ellery Post"},
    ],
)
def test_a_heading_that_anything_else_supports_is_the_headline(evidence):
    said = {"linked": SHOWN, "element": SHOWN, "shared": SEARCHED, **evidence}
    assert title_of(f"<h1>{SHOWN}</h1>", **said) == SHOWN
