"""What the world map says of a name: country, region, city, or the people of a country.

`countries.tsv` (ISO 3166 code, names, demonyms, capital) and `regions.tsv` (country, large regions of it and of the
world) are short lists of facts. `cities.tsv` (name, country, thousands of inhabitants) is derived from GeoNames,
https://www.geonames.org, licence CC BY 4.0: cities of at least 50,000, of namesakes the largest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.extract.lexicon import words

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Lookups by exact name, capitals kept: fuzzy matching would make Austria of Australia."""

    countries: dict[str, str]
    """Any name of a country to its ISO code."""
    country_names: dict[str, str]
    """ISO code to the name used for the entity."""
    demonyms: dict[str, str]
    """Any form of a people's name to the ISO code of its country, empty for peoples without one."""
    regions: dict[str, str]
    cities: dict[str, tuple[str, int]]
    """City to country and thousands of inhabitants; of namesakes the largest."""

    def is_country(self, name: str) -> bool:
        """Whether the name is that of a country."""
        return name in self.countries

    def is_region(self, name: str) -> bool:
        """Whether the name is that of a country or of a large part of one, or of the world."""
        return name in self.countries or name in self.regions

    def is_demonym(self, name: str) -> bool:
        """Whether the name is that of a people, as an adjective or a noun."""
        return name in self.demonyms

    def country_of(self, name: str) -> str | None:
        """The ISO code of the country a place is or lies in; null when unknown."""
        city = self.cities.get(name)
        return self.countries.get(name) or self.regions.get(name) or (city[0] if city else None)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, read once per process."""
    countries: dict[str, str] = {}
    names: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    capitals: dict[str, tuple[str, int]] = {}
    for iso, aliases, peoples, capital in _rows("countries.tsv"):
        names[iso] = aliases.split("; ")[0]
        countries |= dict.fromkeys(aliases.split("; "), iso)
        demonyms |= {form: iso for people in filter(None, peoples.split("; ")) for form in _forms(people)}
        capitals[capital] = (iso, 1000)
    demonyms |= {form: "" for people in words("people") for form in _forms(people) if form not in demonyms}
    regions = {region: iso for iso, listed in _rows("regions.tsv") for region in listed.split("; ")}
    cities = {name: (iso, int(size)) for name, iso, size in _rows("cities.tsv")}
    return Gazetteer(countries, names, demonyms, regions, cities | {k: v for k, v in capitals.items() if k})


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def _forms(people: str) -> tuple[str, ...]:
    return (people,) if people.endswith(("s", "sh", "ch", "ese")) else (people, people + "s")
