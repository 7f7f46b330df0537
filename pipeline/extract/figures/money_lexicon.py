"""Currencies: signs, codes (ISO 4217; BTC and ETH beside them) and names."""

from __future__ import annotations

from decimal import Decimal

from pipeline.extract.figures.words import pairs, words

SYMBOLS = pairs(
    """
    $=USD €=EUR £=GBP ¥=JPY ₹=INR ₽=RUB ₩=KRW ₪=ILS ₺=TRY ₴=UAH ₦=NGN ₱=PHP ₫=VND ฿=THB ₿=BTC ₡=CRC ₭=LAK ₮=MNT
    ₲=PYG ₵=GHS ₸=KZT ₼=AZN ₾=GEL 元=CNY 円=JPY ￥=CNY ＄=USD ￡=GBP
    """
)
ASCII_SIGNS = frozenset({"PS", "="})
"""What is left of £ and ¥ in texts forced into ASCII: "PS2.7m", "Y=100 million" (as unidecode spells them)."""

DOLLAR_PREFIXES = pairs(
    """
    us=USD usd=USD u.s=USD a=AUD au=AUD aud=AUD aus=AUD c=CAD ca=CAD cad=CAD can=CAD nz=NZD nzd=NZD hk=HKD hkd=HKD
    s=SGD sg=SGD sgd=SGD nt=TWD ntd=TWD r=BRL brl=BRL mx=MXN mex=MXN mxn=MXN tt=TTD j=JMD z=ZWL n=NAD fj=FJD bz=BZD
    clp=CLP cop=COP ar=ARS
    """
)
"""Letters right before the dollar sign."""

SPACED_PREFIXES = words("A AUD C CAD HK MEX NT NZ R S U.S US USD")
"""Dollar prefixes that may stand apart from the sign: "HK $5.4m"."""

_ISO = words(
    """
    USD EUR GBP JPY CNY AUD CAD NZD HKD SGD TWD CHF SEK NOK DKK ISK PLN CZK HUF RON BGN RUB UAH TRY ILS INR PKR LKR
    BDT NPR IDR MYR THB VND PHP KRW KZT BRL MXN ARS CLP COP PEN UYU ZAR NGN GHS KES UGX TZS EGP MAD DZD TND ETB AED
    SAR QAR KWD BHD OMR JOD LBP IQD IRR AFN GEL AMD AZN BYN RSD BTC ETH XAF XOF MMK KHR MNT ZMW BWP NAD FJD JMD TTD
    DOP CRC GTQ HNL PYG BOB VEF VES BAM BBD BIF BMD BND BSD BTN BZD CDF CUP CVE DJF ERN FKP GIP GMD GNF GYD HTG KGS
    KMF KYD LRD LSL LYD MDL MGA MKD MRU MUR MVR MWK MZN NIO PAB PGK RWF SBD SCR SLE SLL SRD SSP SYP SZL TJS TMT UZS
    WST XCD XPF YER ZWL AOA
    """
)
CODES = {code.lower(): code for code in _ISO} | pairs(
    "rs=INR le=EGP rm=MYR rmb=CNY kr=SEK rp=IDR tk=BDT dh=AED dhs=AED stg=GBP"
)

LOCAL = pairs(
    """
    QR=QAR SR=SAR KD=KWD BD=BHD RO=OMR JD=JOD Dh=AED Dhs=AED DH=AED Sh=KES Shs=KES KSh=KES Ksh=KES KSH=KES USh=UGX
    Ush=UGX TSh=TZS Tsh=TZS Tk=BDT R=ZAR N=NGN P=PHP
    """
)
"""How newspapers at home write their currency right before large amounts: "QR330.7mn", "R500m", "N2,000"."""

SURE_LOCAL = words("KSh Ksh KSH USh Ush TSh Tsh Shs Dhs Dh Tk")
"""These mean nothing else, so any amount may follow: "Ksh 550"."""

CEDI = frozenset({"₵", "¢"})
"""The sign of the cedi, and what stands for it after "GH"."""

CAPITAL_ONLY = words(
    """
    ALL ARS BAM BOB COP CUP DH EGP ETH GEL HUF KR LAK LE MAD NAD PEN PHP R RM RON RP SAR SOS TK TOP TRY
    """
)
"""Codes that are also words or names: read only in capitals."""

NAMES = pairs(
    """
    dollar=USD dollars=USD buck=USD bucks=USD greenback=USD euro=EUR euros=EUR yen=JPY yuan=CNY renminbi=CNY
    rupee=INR rupees=INR rouble=RUB roubles=RUB ruble=RUB rubles=RUB hryvnia=UAH hryvnias=UAH won=KRW shekel=ILS
    shekels=ILS lira=TRY liras=TRY rand=ZAR naira=NGN zloty=PLN zlotys=PLN forint=HUF forints=HUF baht=THB
    ringgit=MYR dong=VND rupiah=IDR peso=MXN pesos=MXN riyal=SAR riyals=SAR dirham=AED dirhams=AED krona=SEK
    kronor=SEK krone=NOK kroner=NOK franc=CHF francs=CHF dinar=KWD dinars=KWD taka=BDT shilling=KES shillings=KES
    bitcoin=BTC bitcoins=BTC ether=ETH lari=GEL tenge=KZT leu=RON lei=RON markka=FIM drachma=GRD drachmas=GRD
    peseta=ESP pesetas=ESP guilder=NLG guilders=NLG lire=ITL escudos=PTE deutschmark=DEM deutschmarks=DEM quid=GBP
    sterling=GBP reais=BRL rial=IRR rials=IRR cedi=GHS cedis=GHS koruna=CZK korunas=CZK birr=ETB afghani=AFN
    afghanis=AFN kwacha=ZMW tugrik=MNT colones=CRC lempira=HNL lempiras=HNL cordobas=NIO bolivars=VES
    bolivares=VES kyat=MMK kyats=MMK riel=KHR riels=KHR dalasi=GMD dalasis=GMD meticais=MZN pula=BWP ariary=MGA
    manat=AZN manats=AZN leva=BGN rufiyaa=MVR ngultrum=BTN gourde=HTG gourdes=HTG nakfa=ERN kwanza=AOA kwanzas=AOA
    balboas=PAB soums=UZS
    """
)

NATIONAL = pairs(
    """
    dutch_guilder=NLG spanish_peseta=ESP german_mark=DEM deutsche_mark=DEM italian_lire=ITL us_dollar=USD
    american_dollar=USD australian_dollar=AUD canadian_dollar=CAD zealand_dollar=NZD singapore_dollar=SGD
    singaporean_dollar=SGD kong_dollar=HKD taiwan_dollar=TWD jamaican_dollar=JMD namibian_dollar=NAD
    british_pound=GBP egyptian_pound=EGP syrian_pound=SYP lebanese_pound=LBP sudanese_pound=SDG mexican_peso=MXN
    argentine_peso=ARS chilean_peso=CLP colombian_peso=COP philippine_peso=PHP cuban_peso=CUP indian_rupee=INR
    pakistani_rupee=PKR pakistan_rupee=PKR lankan_rupee=LKR nepali_rupee=NPR nepalese_rupee=NPR swiss_franc=CHF
    cfa_franc=XOF french_franc=FRF belgian_franc=BEF swedish_krona=SEK swedish_kronor=SEK icelandic_krona=ISK
    norwegian_krone=NOK norwegian_kroner=NOK danish_krone=DKK danish_kroner=DKK swedish_crown=SEK
    norwegian_crown=NOK danish_crown=DKK czech_crown=CZK czech_koruna=CZK kenyan_shilling=KES ugandan_shilling=UGX
    tanzanian_shilling=TZS iranian_rial=IRR omani_rial=OMR saudi_riyal=SAR qatari_riyal=QAR kuwaiti_dinar=KWD
    iraqi_dinar=IQD jordanian_dinar=JOD serbian_dinar=RSD algerian_dinar=DZD tunisian_dinar=TND bahraini_dinar=BHD
    moroccan_dirham=MAD emirati_dirham=AED uae_dirham=AED chinese_yuan=CNY japanese_yen=JPY korean_won=KRW
    russian_ruble=RUB russian_rouble=RUB turkish_lira=TRY lebanese_lira=LBP african_rand=ZAR brazilian_reai=BRL
    brazilian_real=BRL israeli_shekel=ILS malaysian_ringgit=MYR finnish_markka=FIM hk_dollar=HKD nz_dollar=NZD
    zimbabwean_dollar=ZWL zimbabwe_dollar=ZWL brunei_dollar=BND fijian_dollar=FJD fiji_dollar=FJD
    liberian_dollar=LRD namibia_dollar=NAD barbados_dollar=BBD guyanese_dollar=GYD yemeni_rial=YER libyan_dinar=LYD
    dominican_peso=DOP uruguayan_peso=UYU ghanaian_cedi=GHS ghana_cedi=GHS rwandan_franc=RWF burundian_franc=BIF
    congolese_franc=CDF guinean_franc=GNF cfp_franc=XPF mauritian_rupee=MUR seychelles_rupee=SCR
    somali_shilling=SOS syrian_lira=SYP bulgarian_lev=BGN romanian_leu=RON
    """
)
"""A country before the name of a currency decides which one it is; the names stand in the singular."""

MINOR = pairs(
    """
    cent=USD cents=USD ¢=USD penny=GBP pence=GBP p=GBP kopeck=RUB kopecks=RUB paise=INR sen=MYR c=USD
    """
)
"""Hundredths, with the currency they are read as where the text names none."""

HUNDREDTH = Decimal("0.01")
