"""Companies, newsrooms and bodies of worldwide fame that carry no word of what they are: "Samsung", "Yonhap".

A name in this list is one more voter for "organisation", no more: a person or a place of that name wins where the text
says so. Written for this project; nothing here is taken from a data set. Names that are above all words or places
("Apple", "Amazon", "Orange", "Target") are left out or need their sentence.
"""

from __future__ import annotations

_NAMES = """
Accenture; Adidas; Adobe; Airbnb; Airbus; Aldi; Alibaba; Alphabet; AMD; Anthropic; Apple; Aramco; ArcelorMittal;
AstraZeneca; AT&T; Audi; BAE Systems; Baidu; Barclays; BASF; Bayer; Berkshire Hathaway; BHP; BioNTech; BlackRock;
BMW; Boeing; Bosch; BP; ByteDance; BYD; Carrefour; Caterpillar; Chevron; Chevrolet; Cisco; Citigroup; Citibank;
Coca-Cola; Credit Suisse; Daimler; Danone; Dell; Deloitte; Deutsche Bahn; Deutsche Bank; Didi; DoorDash; easyJet;
eBay; Emirates; Enel; Engie; Eni; Equinor; Ericsson; Etihad; Evergrande; ExxonMobil; Exxon; Facebook; FedEx;
Ferrari; Fiat; Ford; Foxconn; Gazprom; General Electric; General Motors; GlaxoSmithKline; Glencore; Goldman Sachs;
Google; GSK; Heineken; Hitachi; Honda; Honeywell; HSBC; Huawei; Hyundai; IBM; Ikea; Infosys; ING; Instagram; Intel;
JPMorgan; JPMorgan Chase; Kia; KPMG; Lenovo; LG; LinkedIn; L'Oreal; Lockheed Martin; Lufthansa; Lukoil; LVMH;
Maersk; Mahindra; Mastercard; Mazda; McDonald's; McKinsey; Mercedes-Benz; Merck; Meta; Microsoft; Mitsubishi;
Moderna; Monsanto; Morgan Stanley; Motorola; Nestle; Nestlé; Netflix; Nike; Nintendo; Nissan; Nokia; Northrop
Grumman; Novartis; Novavax; Novo Nordisk; Nvidia; OpenAI; Oracle; Panasonic; PayPal; PepsiCo; Petrobras; Peugeot;
Pfizer; Porsche; PricewaterhouseCoopers; PwC; Qantas; Qualcomm; Raytheon; Reliance Industries; Renault; Rheinmetall;
Rio Tinto; Roche; Rolls-Royce; Rosneft; Ryanair; Saab; Samsung; Samsung Electronics; Sanofi; SAP; Saudi Aramco;
Sberbank; Shein; Shell; Shopify; Siemens; Skoda; Snapchat; Sony; SpaceX; Spotify; Standard Chartered; Starbucks;
Stellantis; Subaru; Suzuki; Tata; Tata Motors; Telefonica; Telegram; Tencent; Tesco; Tesla; Thales; TikTok; Toshiba;
TotalEnergies; Toyota; TSMC; Twitter; Uber; UBS; Unilever; Vale; Verizon; Visa; Vodafone; Volkswagen; Volvo;
Walmart; Walt Disney; Disney; WeChat; Weibo; Wells Fargo; WhatsApp; Xiaomi; Yahoo; YouTube; Zara; Zoom; ZTE;
Anadolu; ANSA; Bernama; Bloomberg; Breitbart; BuzzFeed; CNBC; CNN; Dawn; Der Spiegel; Deutsche Welle; Die Zeit; El
Pais; El País; El Mundo; Euronews; Fox News; Folha; Haaretz; Interfax; Jiji; Kyodo; La Nacion; La Repubblica; Le
Figaro; Le Monde; Libération; MSNBC; NBC; NPR; Politico; ProPublica; Reuters; Ria Novosti; Rappler; Sky News;
Süddeutsche Zeitung; TASS; Tass; The Economist; The Hindu; Univision; Vox; Xinhua; Yonhap; ZDF; Al Qaeda; Al-Qaeda;
Al Shabaab; Al-Shabaab; Amnesty; Amnesty International; Boko Haram; Bundesbank; Bundeswehr; Europol; Eurostat;
Fatah; FIFA; Frontex; Greenpeace; Hamas; Hezbollah; Hizbullah; Houthis; Human Rights Watch; Interpol; Kremlin;
Likud; Mercosur; Mossad; Oxfam; Pentagon; Podemos; Red Cross; Red Crescent; Save the Children; Shin Bet; Sinn Fein;
Sinn Féin; Syriza; Taliban; Transparency International; UEFA; UNESCO; Unesco; UNICEF; World Vision; WWF; Zanu-PF;
Wagner Group; Médecins Sans Frontières; Real Madrid; FC Barcelona; Bayern Munich; Borussia Dortmund; Juventus; AC
Milan; Arsenal; Manchester United; Manchester City; Tottenham Hotspur; Aston Villa; Everton; Boca Juniors; River
Plate; Flamengo; Ajax; Benfica; Celtic; Galatasaray; Fenerbahce
"""
WELL_KNOWN = frozenset(name.strip() for name in _NAMES.replace("\n", " ").split(";"))
