"""Authors: who is named where, and who is left out."""

from __future__ import annotations

import json

import pytest

from pipeline.clean import clean_page
from pipeline.clean.names import split_byline, split_declared
from schemas.document import Document
from tests.pipeline.clean.pages import BODY, fetched, page


def authors_of(body: str = "", author: object = None, head: str = "", behind: str = "") -> tuple[str, ...]:
    if author is not None:
        data = {"@type": "NewsArticle", "headline": "Old bridge stays open", "author": author}
        head += f'<script type="application/ld+json">{json.dumps(data)}</script>'
    document = clean_page(fetched(page(f"{body}{BODY}", head=head).replace("</main>", f"</main>{behind}")))
    assert isinstance(document, Document)
    return document.authors


@pytest.mark.parametrize(
    "author",
    [
        [{"@type": "Person", "givenName": "Ann", "familyName": "Archer"}, {"@type": "Person", "name": "Ben Wright"}],
        [{"@type": "Person", "name": "Ann Archer"}, [{"@type": "Person", "name": "Ben Wright"}]],
        "Ann Archer and Ben Wright",
        {"@type": "Person", "name": "By Ann Archer, Ben Wright"},
    ],
)
def test_linked_data_names_authors_in_many_shapes(author):
    assert authors_of(author=author) == ("Ann Archer", "Ben Wright")


def test_a_byline_that_states_more_authors_is_believed():
    byline = '<address><a rel="author" href=/a>Ann Archer</a> <a rel="author" href=/b>Ben Wright</a></address>'
    assert authors_of(byline, author={"name": "Ben Wright"}) == ("Ann Archer", "Ben Wright")
    assert authors_of(byline, author={"name": "Cleo Marsh"}) == ("Cleo Marsh",)


def test_the_byline_at_the_headline_comes_before_that_of_a_teaser_below():
    teaser = "<div><span class='author'>Cleo Marsh</span></div>"
    assert authors_of("<div><span class='author'>Ann Archer</span></div>", behind=teaser) == ("Ann Archer",)


@pytest.mark.parametrize(
    "line",
    [
        "<div>Ann Archer | 05.04.2025 - 10:12</div>",
        "<p>Ann Archer</p>",
    ],
)
def test_a_lone_name_before_the_text_is_the_author(line):
    assert authors_of(line) == ("Ann Archer",)


def test_a_label_names_the_author_wherever_it_stands():
    assert authors_of(behind="<ul><li>Date 5 May</li><li>Autorin/Autor Ann Archer</li></ul>") == ("Ann Archer",)
    assert authors_of(behind="<p>Written on paper</p><p>Authority Ann Archer</p><p>Author of the bridge</p>") == ()


@pytest.mark.parametrize("name", ["News", "admin", "Harbour"])
def test_a_section_or_an_account_is_no_author(name):
    head = f'<meta property="article:section" content="Harbour"><meta name="author" content="{name}">'
    assert authors_of(head=head) == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By: Ann Archer, Ben Wright", ["Ann Archer", "Ben Wright"]),
        ("By Ann Archer, Port Ellery", ["Ann Archer"]),
        ("Von Ann Archer und Ben Wright, Berlin", ["Ann Archer", "Ben Wright"]),
    ],
)
def test_bylines_are_split_into_names(line, names):
    assert split_byline(line) == names


def test_an_agency_stands_beside_people():
    assert split_declared("Ann Archer und Ben Wright, dpa") == ["Ann Archer", "Ben Wright", "dpa"]
    assert split_declared("Ann Archer, Berlin") == ["Ann Archer"]


@pytest.mark.parametrize(
    "author", [{"name": "The Ellery Post"}, {"name": "Ellery D", "@id": "https://x.org/author/admin/"}]
)
def test_a_line_of_names_before_the_text_counts_more_than_a_house_or_an_account(author):
    site = '<meta property="og:site_name" content="The Ellery Post">'
    lines = "<p>…as boats wait</p><p>Ann Archer/Ben Wright</p>"
    assert authors_of(lines, author=author, head=site) == ("Ann Archer", "Ben Wright")


def test_the_maker_of_a_picture_is_no_author():
    house = {"@type": "Organization", "name": "The Ellery Post"}
    assert authors_of("<p>Photo:</p><p>Ann Archer / AP</p>", author=house) == ("The Ellery Post",)


def test_an_editor_does_not_stand_for_the_one_who_wrote():
    byline = "<div class='author'>Ann Archer</div>"
    assert authors_of(byline, author={"name": "Marsh"}, behind="<p>Editor : Marsh</p>") == ("Ann Archer",)
    assert authors_of("", author={"name": "Marsh"}, behind="<p>Editor : Marsh</p>") == ("Marsh",)


def test_an_address_finds_the_name_that_the_page_shows():
    head = '<meta name="author" content="a.archer@ellery.example">'
    assert authors_of(behind="<div>Ben Wright</div><div>Ann Archer</div>", head=head) == ("Ann Archer",)
    assert authors_of(behind="<div>Ben Wright</div>", head=head) == ()


@pytest.mark.parametrize(
    ("body", "behind", "names"),
    [
        ("<div>AFP, MANILA</div>", "", ("AFP",)),
        ("<p>By TPN, in Harbour, News</p>", "", ("TPN",)),
        ("<p>By THEN it was late</p>", "", ()),
        ("", "<p>Radio, 10:05; <span itemprop=author>ab/cde;fg</span></p>", ("ab", "cde", "fg")),
        ("", "<div>(责编：牛镛、岳弘彬)</div>", ("牛镛", "岳弘彬")),
    ],
)
def test_houses_and_initials_are_authors_where_nobody_else_is(body, behind, names):
    assert authors_of(body, behind=behind) == names
    assert authors_of(body, author={"name": "Cleo Marsh"}, behind=behind) == ("Cleo Marsh",)
