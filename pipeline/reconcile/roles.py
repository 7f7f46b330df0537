"""Role facts: who is said to hold an office, and where independent origins name different people for it.

Former, deputy and acting holders, and offices that many hold at once, are never opposed. Without a named organisation
an office that countries, towns or parties have each is opposed only where the sentences around it are alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.reconcile.lexicon import STOP, stem
from pipeline.reconcile.offices import GENERAL, RANKS, body_of, is_of_many, is_sole, office_of
from pipeline.reconcile.sentence import tokens_of
from pipeline.reconcile.wording import names_of
from pipeline.sentences import sentence_spans
from schemas.fact import Fact, FactKind, FactStatus, FactValue, Quote, SourceArticle
from schemas.mention import RoleMention

_SMALL = re.compile(r"\b(?:Of|The|For|And|In)\b")
_ALIKE = 1
"""Content words, names among them, that two sentences must share before a nameless office is opposed."""


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """One article says that somebody holds an office."""

    article: SourceArticle
    mention: RoleMention
    office: str
    body: str | None
    words: frozenset[str]

    @property
    def order(self) -> tuple[datetime, int, int]:
        """Earliest first."""
        return (self.article.published_at, self.article.article_id, self.mention.start_char)

    def quote(self) -> Quote:
        """The characters that prove it."""
        article, mention = self.article, self.mention
        surface = article.text[mention.start_char : mention.end_char]
        return Quote(
            article.article_id, article.revision, article.origin_id, mention.start_char, mention.end_char, surface
        )


def role_facts(articles: Sequence[SourceArticle]) -> list[Fact]:
    """One fact for each office, in canonical order."""
    holdings = sorted(
        (holding for article in articles for holding in _holdings(article)), key=lambda holding: holding.order
    )
    offices: dict[tuple[str, str], list[Holding]] = {}
    for holding in _with_bodies(_with_offices(_with_kinds(holdings))):
        offices.setdefault((holding.office, fold_name(holding.body or "")), []).append(holding)
    return [fact for held in offices.values() for fact in _facts_of_office(held)]


def _holdings(article: SourceArticle) -> Iterable[Holding]:
    roles = [role for role in article.annotations.roles if not role.is_former]
    if not roles:
        return
    spans = sentence_spans(article.text)
    for role in roles:
        if article.text[role.start_char : role.end_char] == role.surface:
            office, body = office_of(article.text, role), body_of(article.text, role)
            yield Holding(article, role, office, body, _words_at(article.text, spans, role))


def _words_at(text: str, spans: Sequence[tuple[int, int]], role: RoleMention) -> frozenset[str]:
    """Content words of the sentence, without the office and its holder."""
    start, end = next(
        (span for span in spans if span[0] <= role.start_char < span[1]), (role.start_char, role.end_char)
    )
    named = set(map(stem, f"{role.surface} {role.holder}".lower().split()))
    tokens = tokens_of(text[start:end])
    return frozenset(
        token.stem for token in tokens if token.is_word and token.word not in STOP and token.stem not in named
    )


def _with_kinds(holdings: Sequence[Holding]) -> list[Holding]:
    """A bare "chief" as what other articles call the same person: the chief veterinary officer."""
    full: dict[str, set[str]] = {}
    for holding in holdings:
        if holding.office not in GENERAL and not GENERAL.isdisjoint(holding.office.split()):
            full.setdefault(holding.mention.holder, set()).add(holding.office)
    return [
        replace(holding, office=min(full[holding.mention.holder]))
        if holding.office in GENERAL and len(full.get(holding.mention.holder, ())) == 1
        else holding
        for holding in holdings
    ]


def _with_offices(holdings: Sequence[Holding]) -> list[Holding]:
    """A bare rank ("the minister") as the one office of that rank that other articles name in full."""
    full = {holding.office for holding in holdings if " " in holding.office}
    return [
        _with_office(holding, [office for office in full if office.endswith(f" {holding.office}")])
        for holding in holdings
    ]


def _with_office(holding: Holding, offices: Sequence[str]) -> Holding:
    if len(offices) != 1 or holding.office not in RANKS:
        return holding
    return replace(holding, office=offices[0])


def _with_bodies(holdings: Sequence[Holding]) -> list[Holding]:
    """Where a text names no organisation, the one that others name for the same office and holder."""
    bodies: dict[tuple[str, str], set[str]] = {}
    for holding in holdings:
        if holding.body:
            bodies.setdefault((holding.office, _surname(holding.mention.holder)), set()).add(holding.body)
    return [
        _with_body(holding, bodies.get((holding.office, _surname(holding.mention.holder)), set()))
        for holding in holdings
    ]


def _with_body(holding: Holding, bodies: set[str]) -> Holding:
    if holding.body or len({fold_name(body) for body in bodies}) != 1:
        return holding
    return replace(holding, body=min(bodies))


def _facts_of_office(held: Sequence[Holding]) -> list[Fact]:
    people = _people(held)
    if len(people) == 1 or _is_opposable(people):
        return [_fact(people)]
    return [_fact([person]) for person in people]


def _people(held: Sequence[Holding]) -> list[list[Holding]]:
    """Holdings by person: "Rutte" is Mark Rutte where only one Rutte holds the office."""
    people: list[list[Holding]] = []
    for holding in sorted(held, key=lambda holding: (-len(holding.mention.holder.split()), holding.order)):
        home = next(
            (person for person in people if is_same_person(person[0].mention.holder, holding.mention.holder)), None
        )
        if home is None:
            people.append([holding])
        else:
            home.append(holding)
    for person in people:
        person.sort(key=lambda holding: holding.order)
    return sorted(people, key=lambda person: person[0].order)


def is_same_person(one: str, other: str) -> bool:
    """Equal surnames, and first names that do not contradict each other ("J. Smith", "Smith", "John Smith")."""
    here, there = fold_name(one).split(), fold_name(other).split()
    if not here or not there or here[-1] != there[-1]:
        return False
    if len(here) == 1 or len(there) == 1:
        return True
    return here[0][0] == there[0][0] and (
        here[0].startswith(there[0]) or there[0].startswith(here[0]) or set(here) & set(there) - {here[-1]} != set()
    )


def fold_name(name: str) -> str:
    """A name without case, accents, points and article."""
    plain = unicodedata.normalize("NFKD", name.lower())
    letters = "".join(mark for mark in plain if mark.isalnum() or mark in " -")
    return " ".join(letters.removeprefix("the ").split())


def _surname(name: str) -> str:
    return (fold_name(name).split() or [""])[-1]


def _is_opposable(people: Sequence[Sequence[Holding]]) -> bool:
    """One office for one person at a time, named by independent origins that do not each know both."""
    office, body = people[0][0].office, people[0][0].body
    if not is_sole(office, body):
        return False
    if len(people) > 2 or _origins(people[0]) == _origins(people[1]) or _articles(people[0]) & _articles(people[1]):
        return False
    return body is not None or not is_of_many(office) or _are_namesakes(people) or _speak_alike(people[0], people[1])


def _are_namesakes(people: Sequence[Sequence[Holding]]) -> bool:
    """One surname with two first names: a slip in the name, seldom two people."""
    return len({_surname(person[0].mention.holder) for person in people}) == 1


def _speak_alike(one: Sequence[Holding], other: Sequence[Holding]) -> bool:
    return any(len(here.words & there.words) >= _ALIKE for here in one for there in other)


def _origins(person: Sequence[Holding]) -> set[int]:
    return {holding.article.origin_id for holding in person}


def _articles(person: Sequence[Holding]) -> set[int]:
    return {holding.article.article_id for holding in person}


def _fact(people: Sequence[Sequence[Holding]]) -> Fact:
    first = people[0][0]
    title = _SMALL.sub(lambda word: word[0].lower(), first.office.title())
    label = f"{_known_as(people)} {title}" if first.body else title
    alone = "" if len(people) > 1 or first.body else f":{_surname(first.mention.holder)}"
    return Fact(
        key=f"{FactKind.ROLE}:{first.office}:{fold_name(first.body or '')}{alone}".replace(" ", "_")[:280],
        kind=FactKind.ROLE,
        label=label,
        unit=None,
        status=_status(people),
        values=tuple(_value(person) for person in people),
        reason=_reason(people, label),
    )


def _known_as(people: Sequence[Sequence[Holding]]) -> str:
    """The organisation by its initials where sources write them ("NATO"), else by its name."""
    body = people[0][0].body or ""
    initials = "".join(word[0] for word in body.split() if word[0].isupper())
    for holding in (holding for person in people for holding in person):
        if holding.mention.surface.split()[0].replace(".", "") == initials and len(initials) > 1:
            return initials
    return body


def _status(people: Sequence[Sequence[Holding]]) -> FactStatus:
    if len(people) > 1:
        return FactStatus.CONFLICTING
    return FactStatus.CORROBORATED if len(_origins(people[0])) > 1 else FactStatus.SINGLE_SOURCE


def _value(person: Sequence[Holding]) -> FactValue:
    quotes = sorted({holding.quote() for holding in person}, key=lambda quote: (quote.article_id, quote.start_char))
    return FactValue(text=_name(person), quotes=tuple(quotes))


def _name(person: Sequence[Holding]) -> str:
    """The fullest form of the name, the earliest among equals."""
    return max((holding.mention.holder for holding in person), key=lambda name: len(name.split()))


def _reason(people: Sequence[Sequence[Holding]], label: str) -> str:
    if len(people) == 1:
        n_origins = len(_origins(people[0]))
        said = "Only one origin names" if n_origins == 1 else f"{n_origins} independent origins name"
        return f"{said} {_name(people[0])} as {label}."
    says = [f"{_name(person)} ({names_of(holding.article for holding in person)})" for person in people]
    return f"{says[0]} stands against {says[1]} as {label}, and both cannot hold the office at the same time."
