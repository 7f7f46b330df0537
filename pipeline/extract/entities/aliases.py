"""Names that are known everywhere to mean the same. Small and factual; nothing here is guessed from spelling.

Each line is the canonical name and its aliases. Aliases are compared after `key`: case kept, dots and apostrophes dropped.
"""

from __future__ import annotations

_TABLE = """
United States = U.S.; US; USA; U.S.A.; United States of America
United Kingdom = U.K.; UK; Britain; Great Britain
United Arab Emirates = UAE; U.A.E.
European Union = EU; E.U.
United Nations = UN; U.N.
North Atlantic Treaty Organization = NATO; Nato; North Atlantic Treaty Organisation
World Health Organization = WHO; World Health Organisation
International Monetary Fund = IMF
World Trade Organization = WTO; World Trade Organisation
European Central Bank = ECB
International Atomic Energy Agency = IAEA
Federal Bureau of Investigation = FBI
Central Intelligence Agency = CIA
Kyiv = Kiev; Kyyiv
Odesa = Odessa
Kharkiv = Kharkov
Lviv = Lvov
Czech Republic = Czechia
Turkey = Türkiye; Turkiye
Myanmar = Burma
Ivory Coast = Côte d'Ivoire; Cote d'Ivoire
Eswatini = Swaziland
North Macedonia = Macedonia
East Timor = Timor-Leste
South Korea = Republic of Korea
North Korea = DPRK; Democratic People's Republic of Korea
Democratic Republic of the Congo = DR Congo; DRC; Democratic Republic of Congo
Beijing = Peking
Mumbai = Bombay
Kolkata = Calcutta
Chennai = Madras
Bengaluru = Bangalore
Yangon = Rangoon
Ho Chi Minh City = Saigon
Washington, D.C. = Washington DC; Washington D.C.; Washington, DC
New York City = NYC
"""


def key(surface: str) -> str:
    """The form under which aliases are looked up."""
    return " ".join(surface.replace(".", "").replace("'", "").replace("\u2019", "").split())


def _load() -> dict[str, str]:
    aliases = {}
    for line in _TABLE.strip().splitlines():
        canonical, others = line.split(" = ")
        for alias in (canonical, *others.split("; ")):
            aliases[key(alias)] = canonical
    return aliases


ALIASES = _load()
