"""Feeds: bytes in, ParsedFeed out. RSS 0.9x to 2.0, RDF, Atom, JSON Feed, news sitemaps and indexes of sitemaps.

The way of a document: size, charset and prolog (`pipeline.prolog`), then the strict parser; what that refuses is mended
and read again. feedparser is the reference for what feeds mean: it reads the dialects unknown here, and the tests
compare all else with it. No network, no clock: `now` is an argument and serves to refuse dates in the future.
"""

from __future__ import annotations

from pipeline.parse.read import parse_feed

__all__ = ["parse_feed"]
