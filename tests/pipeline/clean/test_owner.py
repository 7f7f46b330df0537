"""Owners of publishers: said in linked data or at the foot of the page, and never guessed."""

from __future__ import annotations

import json

import pytest

from pipeline.clean import clean_page
from schemas.document import Document
from tests.pipeline.clean.pages import BODY, fetched, page


def cleaned(markup: str) -> Document:
    document = clean_page(fetched(markup))
    assert isinstance(document, Document), document
    return document


def linked(publisher: object, *others: object) -> str:
    article = {"@type": "NewsArticle", "headline": "Old bridge stays open", "publisher": publisher}
    return f'<script type="application/ld+json">{json.dumps({"@graph": [article, *others]})}</script>'


def with_foot(line: str) -> str:
    site = '<meta property="og:site_name" content="The Ellery Post">'
    return page(head=site).replace("</body>", f"<footer><p>{line}</p></footer></body>")


PARENT = {"@type": "Organization", "@id": "#parent", "name": "Bay Press Group"}


@pytest.mark.parametrize(
    "head",
    [
        linked({"@type": "Organization", "name": "The Ellery Post", "parentOrganization": PARENT}),
        linked({"@type": "Organization", "name": "The Ellery Post", "parentOrganization": [PARENT]}),
        linked({"name": "The Ellery Post", "parentOrganization": "Bay Press Group Ltd."}),
        linked({"name": "The Ellery Post", "parentOrganization": {"@id": "#parent"}}, PARENT),
        linked({"@id": "#us"}, {"@id": "#us", "name": "The Ellery Post", "parentOrganization": PARENT}),
        linked({"name": "Ellery Post"}, {"name": "The Ellery Post", "parentOrganization": PARENT}),
    ],
)
def test_linked_data_names_the_parent(head):
    document = cleaned(page(head=head))
    assert (document.owner, document.sources["owner"]) == ("Bay Press Group", "json_ld")


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("The Ellery Post is a title of Bay Press Group. Printed in Ellery.", "Bay Press Group"),
        ("© 2026 The Ellery Post, a division of Bay Network Inc. All rights reserved.", "Bay Network"),
        ("Published by Harbour and Bay Newspapers Ltd", "Harbour and Bay Newspapers"),
        ("The Ellery Post is part of the Bay Media family of sites.", "Bay Media"),
        ("Eine Website der Bucht Mediengruppe © 2024", "Bucht Mediengruppe"),
        ("Une publication du groupe Baie Presse.", "Baie Presse"),
        ("© 2025 Bay Press Group Limited. All rights reserved.", "Bay Press Group"),
        ("Copyright © 1997-2025 by Bay & Sons Verlag GmbH & Co. KG. Alle Rechte vorbehalten.", "Bay & Sons Verlag"),
        ("©2024 a Quay plc subsidiary", "Quay"),
    ],
)
def test_the_foot_of_the_page_names_the_owner(line, owner):
    document = cleaned(with_foot(line))
    assert (document.owner, document.sources["owner"]) == (owner, "footer")


@pytest.mark.parametrize(
    "line",
    [
        "© 2025 The Ellery Post Ltd. All rights reserved.",
        "© 2025 Wire Service. All rights reserved.",
        "© 2025 Ann Archer",
        "All rights are part of our terms of use.",
        "Copyright",
    ],
)
def test_nothing_is_made_of_lines_that_name_no_owner(line):
    document = cleaned(with_foot(line))
    assert document.owner is None
    assert "owner" not in document.sources


def test_what_the_article_says_of_owners_is_news():
    told = "<p>The Quay Courier is owned by Northern Media Group, which bought it for nine million crowns in May.</p>"
    assert cleaned(page(BODY + told)).owner is None
