"""Origins: the independent source an article counts as. Sister titles, and rewrites that credit one outlet, count once.

Does not judge whether an article tells the truth about its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

_FAMILIES = Path(__file__).with_name("families.tsv")
_HEAD, _TAIL = 1500, 300
"""Characters at the beginning and the end in which an article says whose report it repeats."""
_NAME = r"(?:[Tt]he )?(?P<name>[A-Z][\w&.’'-]{0,30}(?: (?:of |and |& )?[A-Z][\w&.’'-]{0,30}){0,3})"
_KIND = r"(?:news agency|news service|wire service|newspaper|magazine|news website|broadcaster)"
_NAMED_AFTER = re.compile(rf"\s?(?:[Tt]he )?(?P<kind>{_KIND} )?{_NAME}(?P<kind_after> {_KIND})?")
_NAMED_BEFORE = re.compile(
    rf"(?P<kind>\b{_KIND} )?{_NAME}(?P<kind_after> {_KIND})?(?: (?:agency|wire|website))?(?: has)?\s?$"
)
_LONGEST = 130
"""Characters a name with its kind of outlet takes at most."""
_DEEPER = {
    " by": ("cited by", "first reported by", "originally published by"),
    " to": ("with reference to", "reported to", "said to", "disclosed to", "confirmed to"),
    "citing": (), "told": (),
}  # fmt: skip
"""By their endings, which are looked for, words after which a source is named; none means that the ending is enough."""
_AFTER = {
    " by": (
        "reported by", "report by", "reports by", "gathered by", "seen by", "obtained by", "reporting by", "story by",
        "article by",
    ),
    "according to": (), "source:": (), "credit:": (), "report from": (), "report in": (), " reports": (), "(": (),
}  # fmt: skip
_BEFORE = (" reported", " reports", " first reported", " wrote", " writes", " said")
_LAST_WORDS = frozenset(("agency", "service", "newspaper", "magazine", "website", "broadcaster", "wire", "has"))
"""Words in lower case with which what is named before such a word may end."""
_OUTLET_WORDS = frozenset(
    (
        "times", "post", "news", "journal", "tribune", "herald", "guardian", "telegraph", "press", "agency", "wire",
        "courier", "gazette", "chronicle", "observer", "independent", "mail", "mirror", "tv", "radio", "broadcasting",
        "dispatch", "globe", "ledger", "standard", "weekly", "daily", "tageblatt", "tagblatt", "zeitung", "bulletin",
        "examiner", "inquirer", "sentinel", "register", "echo",
    )
)  # fmt: skip
_SECTIONS = re.compile(
    r"\b(?:online|news|sport|sports|world|business|politics|live|uk|us|usa|international|web)\b|\(.*?\)"
)
_SPACES = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Source:
    """Whom an article counts as: `key` is the same for the same source; `why` is for people."""

    key: str
    why: str

    @property
    def number(self) -> int:
        """The key as a whole number below 2**53, which every reader of JSON can hold."""
        return int.from_bytes(blake2b(self.key.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 11


def source_of(article_id: int, publisher: str | None, credit: str | None, owner: str | None = None) -> Source:
    """Of an article that repeats no other: the outlet it credits, else its owner, else its publisher, else itself."""
    own = family_of(owner or publisher or "")
    if credit and family_of(credit) not in (own, family_of(publisher or "")):
        return Source(f"family:{family_of(credit)}", f"credits {credit}")
    if own and owner:
        return Source(f"family:{own}", f"same owner: {owner}")
    if own:
        return Source(f"family:{own}", f"published by {publisher}")
    return Source(f"article:{article_id}", "own text")


@lru_cache(maxsize=1 << 14)
def family_of(publisher: str) -> str:
    """The owner of a title as far as the table knows it, else the title without the names of its sections."""
    title = _plain(publisher)
    if title in _families():
        return _families()[title]
    short = _plain(_SECTIONS.sub(" ", publisher.lower()))
    return _families().get(short, short) or title


def credit_of(text: str, publisher: str | None = None, signed: Sequence[str] = ()) -> str | None:
    """The outlet whose report an article says it repeats; the source behind another where both are named.

    `signed` is what cleaning set apart of the text: the dateline, "LONDON (Reuters)", and the names of the byline,
    where an outlet of the table signs in the place of a person.
    """
    own = family_of(publisher) if publisher else None
    for name in signed:
        if _plain(name) in _families() and family_of(name) != own:
            return name
    parts = "\n".join((*signed, text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]}\n{text[-_TAIL:]}"))
    for match in _names_said(parts):
        # What is called a newspaper is one, whatever its name is like.
        is_called_one = match["kind"] or match["kind_after"]
        outlet = _outlet(match["name"]) or (match["name"].rstrip(".,") if is_called_one else None)
        if outlet and family_of(outlet) != own:
            return outlet
    return None


def _names_said(text: str) -> Iterator[re.Match[str]]:
    """Names beside words of reporting: first those of a source behind another, then the others, each in text order."""
    # A few letters change their length: then only the words in lower case are heard.
    plain = text.lower() if len(text.lower()) == len(text) else text
    for words in (_DEEPER, _AFTER):
        for end in sorted(end for ending, whole in words.items() for end in _ends_of(plain, ending, whole)):
            if match := _NAMED_AFTER.match(text, end, end + _LONGEST):
                yield match
    for word in _BEFORE:
        for end in _ends_of(plain, word):
            start = end - len(word)
            begin = max(0, start - _LONGEST)
            if _may_be_name(text[begin:start]) and (match := _NAMED_BEFORE.search(text, begin, start)):
                yield match


def _ends_of(text: str, ending: str, whole: tuple[str, ...] = ()) -> Iterator[int]:
    """Where an ending ends each time it stands in the text as that of one of the whole words, if there are any."""
    start = text.find(ending)
    while start >= 0:
        start += len(ending)
        if not whole or text.endswith(whole, 0, start):
            yield start
        start = text.find(ending, start)


def _may_be_name(before: str) -> bool:
    """Whether the last word is one that ends a name: the pattern costs twenty times as much where it is none."""
    last = before.rsplit(None, 1)[-1:]
    return last != [] and (last[0] in _LAST_WORDS or last[0] != last[0].lower())


def _outlet(name: str) -> str | None:
    """The name if it is that of an outlet: known to the table, or formed like one."""
    words = name.removesuffix("’s").removesuffix("'s").rstrip(".,").split(" ")
    for n_words in range(len(words), 0, -1):
        front = " ".join(words[:n_words]).rstrip(".,")
        if _plain(front) in _families() or (n_words > 1 and _plain(words[n_words - 1]) in _OUTLET_WORDS):
            return front
    return None


def _plain(name: str) -> str:
    """Lower case, without an article in front and signs."""
    return _SPACES.sub(" ", name.lower()).strip().removeprefix("the ")


@cache
def _families() -> dict[str, str]:
    """Title to family, in plain form; a family is a title of its own."""
    found: dict[str, str] = {}
    for line in _FAMILIES.read_text(encoding="utf-8").splitlines():
        family, _, titles = line.partition("\t")
        for title in (family, *filter(None, titles.split("|"))):
            found[_plain(title)] = _plain(family)
    return found
