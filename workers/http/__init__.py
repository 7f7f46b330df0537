"""Fetching from the public internet: the one package that opens sockets.

Read in this order: `fetch` (what a fetch is), `target` (which URLs are refused before any look-up), `guard` (which
addresses are refused before any connection), `body` (how much is ever decoded).
"""

from workers.http.fetch import Fetcher

__all__ = ["Fetcher"]
