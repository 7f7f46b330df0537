"""Currencies: signs, codes (ISO 4217) and names."""

from __future__ import annotations

from decimal import Decimal

SYMBOLS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₪": "ILS", "₺": "TRY", "₴": "UAH", "₦": "NGN",
    "₱": "PHP", "₫": "VND", "฿": "THB", "₿": "BTC", "₡": "CRC", "₭": "LAK", "₮": "MNT", "₲": "PYG", "₵": "GHS", "₸": "KZT", "₼": "AZN",
    "₾": "GEL", "元": "CNY", "円": "JPY", "￥": "CNY", "＄": "USD", "￡": "GBP",
}  # fmt: skip
ASCII_SIGNS = frozenset({"PS", "="})
"""What is left of £ and ¥ in texts that were forced into ASCII: "PS2.7m", "Y=100 million" (the spelling of the unidecode tables)."""
# Letters right before the dollar sign.
DOLLAR_PREFIXES = {
    "us": "USD", "usd": "USD", "u.s": "USD", "a": "AUD", "au": "AUD", "aud": "AUD", "aus": "AUD", "c": "CAD", "ca": "CAD", "cad": "CAD", "can": "CAD",
    "nz": "NZD", "nzd": "NZD", "hk": "HKD", "hkd": "HKD", "s": "SGD", "sg": "SGD", "sgd": "SGD", "nt": "TWD", "ntd": "TWD", "r": "BRL",
    "brl": "BRL", "mx": "MXN", "mex": "MXN", "mxn": "MXN", "tt": "TTD", "j": "JMD", "z": "ZWL", "n": "NAD", "fj": "FJD", "bz": "BZD",
    "clp": "CLP", "cop": "COP", "ar": "ARS",
}  # fmt: skip
CODES = {
    code.lower(): code
    for code in (
        "USD EUR GBP JPY CNY AUD CAD NZD HKD SGD TWD CHF SEK NOK DKK ISK PLN CZK HUF RON BGN RUB UAH TRY ILS INR PKR LKR BDT NPR IDR "
        "MYR THB VND PHP KRW KZT BRL MXN ARS CLP COP PEN UYU ZAR NGN GHS KES UGX TZS EGP MAD DZD TND ETB AED SAR QAR KWD BHD OMR JOD "
        "LBP IQD IRR AFN GEL AMD AZN BYN RSD BTC ETH XAF XOF MMK KHR MNT ZMW BWP NAD FJD JMD TTD DOP CRC GTQ HNL PYG BOB VEF VES"
    ).split()
} | {"rs": "INR", "le": "EGP", "rm": "MYR", "rmb": "CNY", "kr": "SEK", "rp": "IDR", "tk": "BDT", "dh": "AED", "dhs": "AED", "php": "PHP", "stg": "GBP"}  # fmt: skip
SPACED_PREFIXES = frozenset("US U.S USD AUD CAD HK NZ C S R A NT MEX".split())
"""Dollar prefixes that may stand apart from the sign: "HK $5.4m"."""
# Codes that are also English words or chemical symbols: read only in capitals.
CAPITAL_ONLY = frozenset("TRY ALL TOP CUP MAD PEN COP RON BAM SOS GEL LAK SAR NAD ETH PHP EGP ARS HUF BOB RM RP TK DH KR R LE".split())
NAMES = {
    "dollar": "USD", "dollars": "USD", "buck": "USD", "bucks": "USD", "greenback": "USD", "euro": "EUR", "euros": "EUR", "yen": "JPY", "yuan": "CNY",
    "renminbi": "CNY", "rupee": "INR", "rupees": "INR", "rouble": "RUB", "roubles": "RUB", "ruble": "RUB", "rubles": "RUB", "hryvnia": "UAH",
    "hryvnias": "UAH", "won": "KRW", "shekel": "ILS", "shekels": "ILS", "lira": "TRY", "liras": "TRY", "rand": "ZAR", "naira": "NGN", "zloty": "PLN",
    "zlotys": "PLN", "forint": "HUF", "forints": "HUF", "baht": "THB", "ringgit": "MYR", "dong": "VND", "rupiah": "IDR", "peso": "MXN", "pesos": "MXN",
    "riyal": "SAR", "riyals": "SAR", "dirham": "AED", "dirhams": "AED", "krona": "SEK", "kronor": "SEK", "krone": "NOK", "kroner": "NOK", "franc": "CHF",
    "francs": "CHF", "dinar": "KWD", "dinars": "KWD", "taka": "BDT", "shilling": "KES", "shillings": "KES", "bitcoin": "BTC", "bitcoins": "BTC",
    "ether": "ETH", "lari": "GEL", "tenge": "KZT", "leu": "RON", "lei": "RON", "markka": "FIM", "drachma": "GRD", "drachmas": "GRD",
    "peseta": "ESP", "pesetas": "ESP", "guilder": "NLG", "guilders": "NLG", "lire": "ITL", "escudos": "PTE",
    "deutschmark": "DEM", "deutschmarks": "DEM", "quid": "GBP", "sterling": "GBP", "reais": "BRL", "rial": "IRR", "rials": "IRR", "cedi": "GHS", "cedis": "GHS",
    "koruna": "CZK", "korunas": "CZK", "birr": "ETB", "afghani": "AFN", "afghanis": "AFN", "kwacha": "ZMW", "tugrik": "MNT", "colones": "CRC",
}  # fmt: skip
# A country before a currency name decides which one it is.
NATIONAL = {
    ("dutch", "guilder"): "NLG", ("spanish", "peseta"): "ESP", ("german", "mark"): "DEM", ("deutsche", "mark"): "DEM", ("italian", "lire"): "ITL",
    ("us", "dollar"): "USD", ("american", "dollar"): "USD", ("australian", "dollar"): "AUD", ("canadian", "dollar"): "CAD", ("zealand", "dollar"): "NZD",
    ("singapore", "dollar"): "SGD", ("singaporean", "dollar"): "SGD", ("kong", "dollar"): "HKD", ("taiwan", "dollar"): "TWD", ("jamaican", "dollar"): "JMD",
    ("namibian", "dollar"): "NAD", ("british", "pound"): "GBP", ("egyptian", "pound"): "EGP", ("syrian", "pound"): "SYP", ("lebanese", "pound"): "LBP",
    ("sudanese", "pound"): "SDG", ("mexican", "peso"): "MXN", ("argentine", "peso"): "ARS", ("chilean", "peso"): "CLP", ("colombian", "peso"): "COP",
    ("philippine", "peso"): "PHP", ("cuban", "peso"): "CUP", ("indian", "rupee"): "INR", ("pakistani", "rupee"): "PKR", ("pakistan", "rupee"): "PKR",
    ("lankan", "rupee"): "LKR", ("nepali", "rupee"): "NPR", ("nepalese", "rupee"): "NPR", ("swiss", "franc"): "CHF", ("cfa", "franc"): "XOF",
    ("french", "franc"): "FRF", ("belgian", "franc"): "BEF", ("swedish", "krona"): "SEK", ("swedish", "kronor"): "SEK", ("icelandic", "krona"): "ISK",
    ("norwegian", "krone"): "NOK", ("norwegian", "kroner"): "NOK", ("danish", "krone"): "DKK", ("danish", "kroner"): "DKK", ("swedish", "crown"): "SEK",
    ("norwegian", "crown"): "NOK", ("danish", "crown"): "DKK", ("czech", "crown"): "CZK", ("czech", "koruna"): "CZK", ("kenyan", "shilling"): "KES",
    ("ugandan", "shilling"): "UGX", ("tanzanian", "shilling"): "TZS", ("iranian", "rial"): "IRR", ("omani", "rial"): "OMR", ("saudi", "riyal"): "SAR",
    ("qatari", "riyal"): "QAR", ("kuwaiti", "dinar"): "KWD", ("iraqi", "dinar"): "IQD", ("jordanian", "dinar"): "JOD", ("serbian", "dinar"): "RSD",
    ("algerian", "dinar"): "DZD", ("tunisian", "dinar"): "TND", ("bahraini", "dinar"): "BHD", ("moroccan", "dirham"): "MAD", ("emirati", "dirham"): "AED",
    ("uae", "dirham"): "AED", ("chinese", "yuan"): "CNY", ("japanese", "yen"): "JPY", ("korean", "won"): "KRW", ("russian", "ruble"): "RUB",
    ("russian", "rouble"): "RUB", ("turkish", "lira"): "TRY", ("lebanese", "lira"): "LBP", ("african", "rand"): "ZAR", ("brazilian", "reais"): "BRL",
    ("brazilian", "real"): "BRL", ("israeli", "shekel"): "ILS", ("malaysian", "ringgit"): "MYR", ("finnish", "markka"): "FIM",
}  # fmt: skip
# Hundredths, with the currency they are read as where the text names none.
MINOR = {"cent": "USD", "cents": "USD", "¢": "USD", "penny": "GBP", "pence": "GBP", "p": "GBP", "kopeck": "RUB", "kopecks": "RUB", "paise": "INR", "sen": "MYR", "c": "USD"}
HUNDREDTH = Decimal("0.01")
