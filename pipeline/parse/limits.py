"""How much of one feed is taken. What is beyond a limit is cut and counted, never an error of the whole feed.

The limits are far above what real feeds need and far below what hurts.
"""

from __future__ import annotations

MAX_BYTES = 8 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_TITLE = 1_000
MAX_URL = 2_048
MAX_GUID = 2_048
MAX_STRANGE_LINK = 200
"""Characters kept of a link that is no web address: enough to see what it is."""
MAX_AUTHOR = 300
MAX_AUTHORS = 20
MAX_DATE_TEXT = 100
MAX_CATEGORIES = 50
MAX_CATEGORY = 200
MAX_SUMMARY = 4_000
MAX_CONTENT = 500_000
MAX_CHILDREN = 500
"""Elements looked at in one item; the rest of a longer item is ignored."""
