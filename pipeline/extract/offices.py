"""The words offices are made of, and the normal form of an office. Knows no people."""

from __future__ import annotations

import re

_MODIFIERS = (
    "deputy|vice|acting|interim|caretaker|assistant|associate|senior|first|second|chief|prime|foreign|defen[cs]e|finance"
    "|interior|home|health|economy|economic|justice|energy|education|trade|transport|environment|climate|culture"
    "|agriculture|labou?r|industry|digital|press|general|national|federal|regional|state|military|army|navy|naval|air"
    "|police|security|intelligence|party|opposition|parliamentary|government|presidential|executive|managing|supreme"
    "|attorney|external|european|treasury|cabinet|special|high|permanent|under|media|communications|marketing|operating"
    "|financial|technology|medical|scientific|editorial|campaign|union|council|board|lead|top|head"
)
_HEADS = (
    "(?:secretary|director|attorney|governor|solicitor)[ -]general|secretary|minister|president|chancellor|premier"
    "|governor|mayor|senator|congress(?:man|woman)|spokes(?:man|woman|person)|chief executive officer|chief executive"
    "|chief of staff|commander[ -]in[ -]chief|ceo|cfo|chair(?:man|woman|person)?|director|commissioner|ambassador|envoy"
    "|representative|speaker|chief|head|leader|king|queen|pope|prince|princess|emir|sultan|ayatollah|officer|commander"
    "|general|admiral|marshal|judge|justice|prosecutor|coach|captain|manager|founder|co-founder|adviser|advisor"
    "|coordinator|economist|analyst|editor|treasurer|whip|ombudsman|dean|rector"
)
_PORTFOLIO = (
    "defen[cs]e|state|(?:the )?treasury|health(?: and human services)?|energy|commerce|labou?r|education|agriculture"
    "|transportation|homeland security|war|the interior|the navy|the army|the air force|veterans affairs|staff"
    "|foreign affairs|finance|justice|public safety|national defence|the exchequer|the house|operations|research"
    "|communications"
)
OFFICE = rf"(?:(?:{_MODIFIERS})[ -]){{0,4}}(?:{_HEADS})(?![\w'\u2019])(?: (?:of|for) (?:{_PORTFOLIO})(?![\w'\u2019]))?"
"""An office as a pattern, to be compiled without regard to case; bounded, so linear."""

FORMER = r"(?:former|ex|late|one-?time|then|previous|erstwhile)[ -]"

_SAME = (
    (re.compile(r"spokes(?:woman|person)"), "spokesman"),
    (re.compile(r"\bchair(?:woman|person)?\b"), "chairman"),
    (re.compile(r"\bceo\b|chief executive officer"), "chief executive"),
    (re.compile(r"\bdefence\b"), "defense"),
    (re.compile(r"\blabour\b"), "labor"),
    (re.compile(r"\badvisor\b"), "adviser"),
    (re.compile(r"congresswoman"), "congressman"),
)


def normal_form(office: str) -> str:
    """Lower case, blanks for hyphens, one spelling and gender: "Secretary-General" is "secretary general"."""
    form = " ".join(office.lower().replace("-", " ").split())
    for pattern, plain in _SAME:
        form = pattern.sub(plain, form)
    return form
