"""Whether the sites that are visited can find out who visits them, and what is said to an operator when they cannot."""

from __future__ import annotations

import re

CONTACT = re.compile(r"https?://(?:[^\s/@]*@)?([^\s/:;,()]+)|[^\s@<>()]+@([^\s/:;,<>()]+)", re.IGNORECASE)
NOBODY = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost|example\.(?:com|net|org))\.?$", re.IGNORECASE)
"""Names that belong to nobody (RFC 2606)."""
CONTACT_MISSING = (
    "FIVEFOLD_USER_AGENT names no contact: set it to who you are and an address where sites can reach you, "
    'such as "Daily-Reader/1.0 (+https://your.site/about)"; many sites block visitors they cannot ask'
)


def has_contact(user_agent: str) -> bool:
    """Whether a User-Agent names a web or mail address at a name that can exist."""
    found = CONTACT.search(user_agent)
    return found is not None and NOBODY.search(found[1] or found[2]) is None
