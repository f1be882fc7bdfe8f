"""What people call instruments, States and measures, beside what the book calls them: for searching alone. Pure.

Popular names in the languages of the offices that ask, and old names. A name here proves nothing and is never shown.
"""

from babel import Locale

LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl")

INSTRUMENTS: dict[str, tuple[str, ...]] = {
    "budapest-convention": (
        "budapest", "budapest convention", "cybercrime convention", "convention on cybercrime",
        "convention sur la cybercriminalité", "übereinkommen über computerkriminalität", "convenio de budapest",
        "convenzione di budapest", "ets 185", "cets 185",
    ),
    "budapest-second-protocol": (
        "second additional protocol", "second protocol", "budapest second protocol", "2ap", "cets 224",
        "second additional protocol to the budapest convention",
    ),
    "budapest-24-7": ("24/7 network", "24/7 points of contact", "budapest 24/7"),
    "letters-rogatory": (
        "rogatory", "letter rogatory", "letters rogatory", "letter of request", "commission rogatoire",
        "rechtshilfeersuchen", "comisión rogatoria", "rogatoria", "carta rogatoria", "comity",
    ),
    "hague-service-1965": (
        "hague service convention", "haager zustellung", "haager zustellungsübereinkommen", "hzü",
        "convention de la haye notification", "convention notification", "convenio de la haya notificación",
        "convenzione dell'aja notificazioni", "haags betekeningsverdrag",
    ),
    "hague-evidence-1970": (
        "hague evidence convention", "haager beweisaufnahme", "haager beweisaufnahmeübereinkommen", "hbü",
        "convention de la haye preuves", "convention preuves", "convenio de la haya pruebas", "haags bewijsverdrag",
    ),
    "hague-civil-procedure-1954": ("hague civil procedure", "haager zivilprozessübereinkommen"),
    "hague-judgments-2019": ("hague judgments convention", "convention jugements", "haager urteilsübereinkommen"),
    "hague-choice-of-court-2005": ("choice of court convention", "convention election de for", "hccca"),
    "apostille-1961": ("apostille convention", "legalisation"),
    "untoc": (
        "palermo", "palermo convention", "organised crime convention", "organized crime convention",
        "convention against transnational organised crime", "convention de palerme", "convenzione di palermo",
    ),
    "un-cybercrime-convention": ("hanoi convention", "un cybercrime", "united nations convention against cybercrime"),
    "e-evidence-regulation": (
        "e evidence", "e-evidence", "eevidence", "production order", "european production order", "preservation order",
        "european preservation order", "epoc", "epoc-pr", "e-evidence regulation", "e-beweismittel",
        "preuves électroniques", "prova elettronica", "pruebas electrónicas",
    ),
    "e-evidence-directive": ("e-evidence directive", "legal representatives directive"),
    "eu-2018-1805": (
        "freezing and confiscation", "freezing and confiscation orders", "mutual recognition of freezing orders",
        "gel et confiscation", "sicherstellung und einziehung", "congelamento e confisca", "embargo y decomiso",
    ),
    "eio": (
        "eio", "european investigation order", "europäische ermittlungsanordnung", "eea",
        "décision d'enquête européenne", "orden europea de investigación", "oei", "ordine europeo di indagine",
        "decisão europeia de investigação", "europees onderzoeksbevel", "europejski nakaz dochodzeniowy",
    ),
    "eaw": (
        "eaw", "european arrest warrant", "mandat d'arrêt européen", "europäischer haftbefehl",
        "orden europea de detención", "euroorden", "mandato d'arresto europeo", "mandado de detenção europeu",
        "europees aanhoudingsbevel", "europejski nakaz aresztowania",
    ),
    "eapo-655-2014": (
        "eapo", "account preservation order", "european account preservation order", "kontenpfändung",
        "europäische kontenpfändung", "ordonnance européenne de saisie conservatoire", "saisie conservatoire",
        "orden europea de retención de cuentas", "sequestro conservativo", "bank attachment",
    ),
    "brussels-1-recast": ("brussels i bis", "brussels ia", "brussels 1 bis", "brussels recast", "bruxelles i bis",
                          "brüssel ia", "bruselas i bis"),
    "brussels-1": ("brussels i", "brussels 1", "bruxelles i", "brüssel i"),
    "lugano-2007": ("lugano", "lugano convention"),
    "rome-2": ("rome ii", "rome 2", "rom ii"),
    "eu-2020-1783": ("evidence regulation", "taking of evidence regulation", "beweisaufnahmeverordnung"),
    "eu-2020-1784": ("service regulation", "service of documents regulation", "zustellungsverordnung", "euzvo"),
    "coe-foreign-law-1968": (
        "london convention", "london convention on information on foreign law", "london convention foreign law",
        "information on foreign law", "ets 62", "londoner auskunftsübereinkommen",
    ),
    "coe-mla-1959": ("european mla convention", "mutual assistance convention", "strasbourg convention", "ets 30",
                     "mla 1959", "europäisches rechtshilfeübereinkommen"),
    "coe-mla-1959-ap2": ("second additional protocol mla", "ets 182", "cets 182"),
    "coe-extradition-1957": ("european convention on extradition", "extradition convention", "ets 24"),
    "coe-laundering-2005": ("warsaw convention", "cets 198"),
    "coe-laundering-1990": ("strasbourg laundering convention", "laundering convention", "ets 141"),
    "eu-mla-2000": ("mla 2000", "eu mla", "mla convention 2000", "convention of 29 may 2000"),
    "medicrime": ("medicrime", "medicrime convention", "falsified medical products", "cets 211"),
    "who-tobacco-protocol": ("tobacco protocol", "illicit trade in tobacco", "fctc protocol"),
    "trips": ("trips", "trips agreement", "adpic", "adpi"),
    "eeo-805-2004": ("european enforcement order", "uncontested claims", "europäischer vollstreckungstitel",
                     "titre exécutoire européen"),
    "payment-order-1896-2006": ("european payment order", "european order for payment", "injonction de payer",
                                "europäisches mahnverfahren", "mahnverfahren"),
    "small-claims-861-2007": ("small claims", "european small claims procedure", "bagatellverfahren",
                              "règlement des petits litiges"),
    "jit-fd-2002-465": ("jit framework decision",),
    "naples-ii": ("naples 2", "neapel ii", "naples ii convention"),
    "eu-uk-tca": ("tca", "trade and cooperation agreement", "brexit agreement", "eu uk tca"),
    "cloud-act": ("cloud act", "stored communications act", "sca 2702"),
    "us-uk-data-access": ("us uk cloud agreement", "uk us cloud agreement", "cloud act agreement"),
    "us-28-usc-1782": ("28 usc 1782", "section 1782", "1782 discovery"),
    "us-dmca-512c": ("dmca", "dmca takedown", "dmca notice"),
    "us-dmca-512h": ("dmca subpoena",),
    "us-acpa-in-rem": ("acpa", "cybersquatting act"),
    "uk-norwich-pharmacal": ("norwich pharmacal order", "npo"),
    "dsa": ("digital services act", "dsa"),
    "ipred": ("enforcement directive", "ip enforcement directive", "ipred"),
    "gdpr": ("gdpr", "dsgvo", "rgpd"),
    "customs-608-2013": ("customs regulation", "customs action regulation", "ipr customs"),
    "swedish-initiative-2006-960": ("swedish initiative", "schwedische initiative"),
    "g7-24-7": ("g7 24/7", "g8 24/7", "g7 network"),
    "new-york-convention-1958": ("new york convention", "foreign arbitral awards"),
    "singapore-convention-2018": ("singapore convention", "mediation convention"),
}  # fmt: skip
NETWORKS: dict[str, tuple[str, ...]] = {
    "ejn": ("ejn", "european judicial network", "réseau judiciaire européen", "europäisches justizielles netz"),
    "ejcn": ("ejcn", "cybercrime judicial network"),
    "eippn": ("eippn", "ip prosecutors network"),
    "iberred": ("iberred", "iber-red"),
    "euipo-observatory": ("euipo", "observatory"),
    "arin": ("arin", "rrag", "arinsa", "asset recovery networks"),
    "wco": ("wco", "world customs organisation"),
}
MEASURES: dict[str, tuple[str, ...]] = {
    "criminal.extradition": ("extradition", "surrender", "auslieferung", "extradición", "estradizione"),
    "criminal.search_and_seizure": ("search", "house search", "search and seizure", "perquisition", "durchsuchung"),
    "criminal.jit": ("jit", "joint investigation team", "équipe commune d'enquête", "gemeinsame ermittlungsgruppe"),
    "criminal.depositions": ("witness hearing", "hearing of witnesses", "interview", "deposition", "videoconference"),
    "criminal.interception": ("interception", "wiretap", "telephone tapping", "écoutes", "tkü"),
    "criminal.asset_freezing": ("freezing of assets", "asset freezing", "freezing order"),
    "criminal.confiscation": ("confiscation", "forfeiture", "einziehung"),
    "criminal.financial_information": ("bank information", "bank accounts", "bank data"),
    "criminal.electronic_evidence": ("electronic evidence", "digital evidence", "server data"),
    "criminal.preservation": ("preservation", "data preservation", "quick freeze", "expedited preservation"),
    "criminal.controlled_delivery": ("controlled delivery", "livraison surveillée", "kontrollierte lieferung"),
    "criminal.covert_operation": ("undercover", "covert investigation", "undercover agent"),
    "criminal.transfer_of_proceedings": ("transfer of proceedings", "taking over of prosecution"),
    "civil.account_preservation": ("freezing bank accounts", "bank account freezing"),
    "civil.injunction": ("injunction", "unterlassung", "cease and desist"),
    "civil.adr": ("adr", "mediation"),
    "domestic.site_blocking": ("site blocking", "website blocking", "netzsperre", "blocking injunction"),
    "domestic.test_purchase": ("test purchase", "trap purchase", "testkauf"),
    "voluntary.takedown": ("takedown", "notice and action"),
    "voluntary.registrant_data": ("whois", "registrant data", "rdap"),
    "voluntary.subscriber_data": ("subscriber data", "subscriber information"),
}
STATES: dict[str, str] = {
    "uk": "GB", "england": "GB", "great britain": "GB", "britain": "GB", "united kingdom": "GB", "el": "GR",
    "usa": "US", "u.s.": "US", "u.s.a.": "US", "america": "US", "united states": "US", "holland": "NL",
    "czech republic": "CZ", "czechia": "CZ", "south korea": "KR", "north korea": "KP", "korea": "KR", "russia": "RU",
    "ivory coast": "CI", "vatican": "VA", "uae": "AE", "emirates": "AE", "turkey": "TR", "macedonia": "MK",
    "moldova": "MD", "burma": "MM", "cape verde": "CV", "swaziland": "SZ", "palestine": "PS", "kosovo": "XK",
    "taiwan": "TW", "hong kong": "HK",
}  # fmt: skip


def state_names(iso2: str) -> tuple[str, ...]:
    """A State's names in the languages of the offices that ask, and its short and old ones."""
    spoken = (Locale(language).territories.get(iso2) for language in LANGUAGES)
    return (*filter(None, spoken), *(name for name, code in STATES.items() if code == iso2))
