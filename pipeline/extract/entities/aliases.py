"""Names that are known everywhere to mean the same. Small and factual; nothing here is guessed from spelling.

Countries and their other names stand in `countries.tsv`. Surnames are those of people whom newsrooms call by surname
alone; they are used only where the document itself introduces nobody of that name.
"""

from __future__ import annotations

from pipeline.extract.entities.gazetteer import gazetteer

_PLACES = """
Kyiv = Kiev; Kyyiv
Odesa = Odessa
Kharkiv = Kharkov
Lviv = Lvov; Lwow
Mykolaiv = Nikolaev; Mykolayiv
Zaporizhzhia = Zaporizhia; Zaporizhzhya; Zaporozhye
Dnipro = Dnepropetrovsk; Dnipropetrovsk
Chernihiv = Chernigov
Beijing = Peking
Mumbai = Bombay
Kolkata = Calcutta
Chennai = Madras
Bengaluru = Bangalore
Yangon = Rangoon
Ho Chi Minh City = Saigon
Almaty = Alma-Ata
Astana = Nur-Sultan
Mecca = Makkah
Medina = Madinah
Gaza Strip = Gaza
Washington, D.C. = Washington DC; Washington D.C.; Washington, DC
New York City = NYC
Los Angeles = LA; L.A.
The Hague = Hague
Soviet Union = USSR; U.S.S.R.
"""
_BODIES = """
European Union = EU; E.U.
United Nations = UN; U.N.
North Atlantic Treaty Organization = NATO; Nato; North Atlantic Treaty Organisation; North Atlantic Alliance
World Health Organization = WHO; World Health Organisation
World Trade Organization = WTO; World Trade Organisation
International Monetary Fund = IMF
European Central Bank = ECB
European Commission = EC
International Atomic Energy Agency = IAEA
International Criminal Court = ICC
International Committee of the Red Cross = ICRC
Organization of the Petroleum Exporting Countries = OPEC; Opec
Association of Southeast Asian Nations = ASEAN; Asean
African Union = AU
Organisation for Economic Co-operation and Development = OECD; Organization for Economic Cooperation and Development
Organization for Security and Co-operation in Europe = OSCE
Federal Bureau of Investigation = FBI
Central Intelligence Agency = CIA
National Security Agency = NSA
Federal Reserve = Fed; US Federal Reserve; U.S. Federal Reserve
Securities and Exchange Commission = SEC
Environmental Protection Agency = EPA
Food and Drug Administration = FDA
Centers for Disease Control and Prevention = CDC
US Department of Defense = Pentagon
British Broadcasting Corporation = BBC
Bloomberg = Bloomberg News
Reuters = Thomson Reuters
Xinhua = Xinhua News Agency
Al Jazeera = Al-Jazeera
New York Times = The New York Times; NYT
Washington Post = The Washington Post
Wall Street Journal = The Wall Street Journal; WSJ
Financial Times = The Financial Times
Associated Press = AP; The Associated Press
Agence France-Presse = AFP
United Nations Children's Fund = UNICEF; Unicef
United Nations High Commissioner for Refugees = UNHCR
International Olympic Committee = IOC
Bharatiya Janata Party = BJP
Chinese Communist Party = CCP; Communist Party of China
Israel Defense Forces = IDF
People's Liberation Army = PLA
Islamic State = ISIS; ISIL; Daesh
"""
_PEOPLE = """
Volodymyr Zelensky = Zelensky; Zelenskyy; Zelenskiy; Volodymyr Zelenskyy; Volodymyr Zelenskiy; Vladimir Zelensky
Vladimir Putin = Putin
Donald Trump = Trump; Donald J. Trump
Joe Biden = Biden; Joseph Biden; Joseph R. Biden
Barack Obama = Obama
Mark Rutte = Rutte
Jens Stoltenberg = Stoltenberg
Emmanuel Macron = Macron
Olaf Scholz = Scholz
Friedrich Merz = Merz
Angela Merkel = Merkel
Keir Starmer = Starmer
Rishi Sunak = Sunak
Benjamin Netanyahu = Netanyahu; Binyamin Netanyahu
Recep Tayyip Erdogan = Erdogan; Erdo\u011fan; Recep Tayyip Erdo\u011fan; Tayyip Erdogan
Xi Jinping = Xi
Narendra Modi = Modi
Kim Jong Un = Kim Jong-un; Kim Jong-Un
Luiz Inacio Lula da Silva = Lula; Lula da Silva; Luiz In\u00e1cio Lula da Silva
Ursula von der Leyen = von der Leyen; Von der Leyen
Antonio Guterres = Guterres; Ant\u00f3nio Guterres
Dmitry Peskov = Peskov; Dmitri Peskov
Sergei Lavrov = Lavrov; Sergey Lavrov
Viktor Orban = Orban; Orb\u00e1n; Viktor Orb\u00e1n
Giorgia Meloni = Meloni
Pete Hegseth = Hegseth
Marco Rubio = Rubio
Alexander Lukashenko = Lukashenko; Aleksandr Lukashenko
Mohammed bin Salman = MBS; Mohammad bin Salman
"""


def key(surface: str) -> str:
    """The form under which names are looked up: dots and apostrophes dropped, capitals kept."""
    return " ".join(surface.replace(".", "").replace("'", "").replace("\u2019", "").split())


def _table(lines: str) -> dict[str, str]:
    aliases = {}
    for line in lines.strip().splitlines():
        canonical, others = line.split(" = ")
        for alias in (canonical, *others.split("; ")):
            aliases[key(alias)] = canonical
    return aliases


PLACES, BODIES, PEOPLE = _table(_PLACES), _table(_BODIES), _table(_PEOPLE)


def country_behind(name: str) -> str:
    """The country a demonym or another name of a country stands for; any other name as it is."""
    world = gazetteer()
    iso = world.demonyms.get(name) or world.countries.get(name)
    return world.country_names[iso] if iso else name


def known_body(surface: str) -> str | None:
    """The canonical name of a country, a people or a well-known body; null for any other words."""
    world = gazetteer()
    if surface in world.demonyms or surface in world.countries:
        return country_behind(surface)
    return BODIES.get(key(surface))
