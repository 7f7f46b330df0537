"""Lines that stand in an article but are not its text: instructions to the reader, picture captions, time stamps.

The phrases are the standing ones of news pages in the languages of the larger feeds. They are matched at the start of
short blocks only, so that a sentence which happens to use the words is kept.
"""

from __future__ import annotations

import re

MAX_INSTRUCTION_CHARS = 240
MAX_CAPTION_CHARS = 400
MAX_STAMP_CHARS = 60
MAX_APPEAL_CHARS = 900

_INSTRUCTION = re.compile(
    r"[\W_]{0,9}(?:read (?:more|also|next|the full)|also read|see also|more (?:on|from)\b|more\s{0,3}:|related\b|"
    r"recommended\b|sign up|subscribe|follow (?:us|our)|click here|advertisement|watch\s{0,3}[:|]|listen\s{0,3}[:|]|"
    r"don'?t miss|photo(?:s|graph)?(?: by)?\s{0,3}:|image(?: source)?\s{0,3}:|join (?:us|our)|get the latest|"
    r"share this|copy link|skip to|comments?$|latest videos|current issue|popular$|topics\s{0,3}:|tags?\s{0,3}:|"
    r"sources?\s{0,3}:|lesen sie (?:auch|mehr|hier)|lesen sie dazu|mehr zum thema|mehr (?:dazu|themen)|"
    r"auch interessant|foto\s{0,3}:|fotos\s{0,3}:|bild(?:er)?\s{0,3}:|quellen?\s{0,3}:|lire aussi|à lire|"
    r"lea también|lee también|te puede|fuente\s{0,3}:|leggi anche|les også|läs (?:också|även|mer)|læs også|"
    r"lees ook|empfohlener (?:redaktioneller|externer) inhalt|an dieser stelle findest du|"
    r"ein klick für den datenschutz|ich bin damit einverstanden, dass mir|"
    r"personenbezogene daten können an dritt|link zum [\w-]{1,20}-inhalt|"
    r"we apologi[sz]e, but this video|this video (?:can ?not|is not)|"
    r"czytaj|zobacz także|читайте также|читайте також|【関連記事】|関連記事|有料会員)",
    re.IGNORECASE,
)
# These are matched against text in lower case: with IGNORECASE every character is a try, ten times as slow.
_CREDIT = re.compile(
    r"(?:^|[\s(\[|/.])(?:images?|photos?|pictures?|photograph|credits?|foto|fotos|bild|bilder|bildrechte|bildquelle|"
    r"quelle|copyright|imagen|crédits?|fotó|zdjęcie|zdj|ảnh|фото|pic)(?:\s{0,3}:\s{0,3}|\s{1,3}by\s{1,3}|/)"
    r"[^.!?]{1,80}[)\]]?\.?$|©[^.!?]{0,80}$|\((?:ap|afp|reuters|getty)[^()]{0,40}photo[^()]{0,40}\)$"
)
_CONSENT = re.compile(
    r"cookies?\b|opt(?:ing)?[- ]?out|personal (?:data|information)|consent\b|your (?:browser|device)|third parties|"
    r"privacy (?:policy|controls|settings)|our partners|einwilligung|datenschutz|tracking|consentement|consentimiento"
)
_APPEAL = re.compile(
    r"newsletter|bookmark|sign up|subscri(?:be|ption)|donat(?:e|ion)|support (?:us|our)|"
    r"our (?:website|site|journalism|app)|"
    r"follow us|dear readers?|unterstütz\w+ sie|spende|abonn\w+|abmelden|kommentare|comments? (?:section|policy)|"
    r"moderat(?:ed|ion)|breaking news|your inbox|ihr postfach|whatsapp|telegram|rss 2\.0|affiliate|commission|"
    r"all rights reserved|mitglied der|registr\w+|会員|登録"
)
_ENTRY_STAMP = re.compile(r"\d{1,2}(?: (?:mins?|minutes?|hours?|days?) ago|:\d\d)")
MOST_WORDS_OF_ENTRY = 4
_SENTENCE_ENDS = ".!?…:,"
LEAST_WORDS_OF_KIND = 2
_DIGIT = re.compile(r"\d")
_STAMP_LETTERS = re.compile(r"[^\W\d_]{3,}")


def is_about_consent(text: str) -> bool:
    """Whether a paragraph reads like part of a consent dialogue. Articles about privacy do too: see who asks."""
    return len(set(_CONSENT.findall(text[:MAX_APPEAL_CHARS].lower()))) >= LEAST_WORDS_OF_KIND


def is_appeal(text: str) -> bool:
    """Whether a paragraph addresses the reader as a customer: newsletters, support, rules for comments."""
    if len(text) > MAX_APPEAL_CHARS:
        return False
    return len(set(_APPEAL.findall(text.lower()))) >= LEAST_WORDS_OF_KIND


def is_instruction(text: str) -> bool:
    """Whether a block tells the reader what to do or where to look."""
    return len(text) <= MAX_INSTRUCTION_CHARS and _INSTRUCTION.match(text) is not None


def is_caption(text: str) -> bool:
    """Whether a block ends with the credit of a picture."""
    return len(text) <= MAX_CAPTION_CHARS and _CREDIT.search(text[-120:].lower()) is not None


def is_entry_stamp(text: str) -> bool:
    """Whether a line is the head of an entry in a live report: a clock, or how long ago, and perhaps who wrote."""
    found = _ENTRY_STAMP.match(text) if len(text) <= MAX_STAMP_CHARS else None
    if found is None or text[-1] in _SENTENCE_ENDS:
        return False
    return len(_STAMP_LETTERS.findall(text[found.end() :])) <= MOST_WORDS_OF_ENTRY


def is_stamp(text: str, most_words: int = 3) -> bool:
    """Whether a line is a time or a date with at most so many words about it."""
    return (
        len(text) <= MAX_STAMP_CHARS
        and _DIGIT.search(text) is not None
        and len(_STAMP_LETTERS.findall(text)) <= most_words
    )
