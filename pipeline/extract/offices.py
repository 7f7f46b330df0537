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
    "|representative|speaker|chief|head|boss|leader|king|queen|pope|prince|princess|emir|sultan|ayatollah|officer|commander"
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
    (re.compile(r"^((?:deputy |vice |acting )?)minister (?:of|for) (?:the )?(.+)"), r"\1\2 minister"),
    (
        re.compile(
            r"^((?:deputy |acting )?)(defense|treasury|commerce|interior|homeland security|agriculture|labor) "
            r"secretary$"
        ),
        r"\1secretary of \2",
    ),
)
_HEADS_OF = {
    "secretary general": "North Atlantic Treaty Organization; United Nations; Interpol; Organisation for Economic "
    "Co-operation and Development; Association of Southeast Asian Nations; Arab League; Commonwealth",
    "president": "European Commission; European Central Bank; World Bank; European Council; European Parliament; FIFA; "
    "UEFA; International Olympic Committee; International Committee of the Red Cross; Bundesbank",
    "director general": "World Health Organization; World Trade Organization; International Atomic Energy Agency; "
    "UNESCO; Food and Agriculture Organization",
    "managing director": "International Monetary Fund",
    "chairman": "Federal Reserve; African Union Commission",
    "governor": "Bank of England; Bank of Japan; Reserve Bank of India; Reserve Bank of Australia; Bank of Canada",
    "director": "Central Intelligence Agency; Federal Bureau of Investigation; Mossad; Europol; Frontex",
    "high commissioner": "United Nations High Commissioner for Refugees",
}
_HEAD_OF = {body: title for title, bodies in _HEADS_OF.items() for body in bodies.split("; ")}
"""What the first person of a well-known body is called, from the statutes of each."""
_FIRST_PERSON = frozenset({"chief", "head", "boss", "leader", "top official"})


def normal_form(office: str, organisation: str | None = None) -> str:
    """Lower case, blanks for hyphens, one spelling, gender and order: "Secretary-General" is "secretary general".

    "NATO chief" is what NATO calls its first person, a secretary general; the chief of another body stays one.
    """
    form = " ".join(office.lower().replace("-", " ").split())
    for pattern, plain in _SAME:
        form = pattern.sub(plain, form)
    return _HEAD_OF.get(organisation or "", form) if form in _FIRST_PERSON else form
