"""Invented people, firms, places and numbers for the two sides of a draft."""

from dataclasses import dataclass

# (town, street and number with postcode, person, firm) of a State; others take the last row.
TOWNS = {
    "IT": ("Modena", "Via Emilia 118, 41121 Modena", "Chiara Fontana", "Motore Verde S.r.l."),
    "ES": ("Zaragoza", "Calle Alfonso 31, 50003 Zaragoza", "Lorenzo Ibáñez", "Ebro Textil S.L."),
    "DE": ("Kassel", "Holländische Straße 74, 34127 Kassel", "Birgit Hartung", "Fulda Handel GmbH"),
    "FR": ("Rennes", "14 rue Saint-Melaine, 35000 Rennes", "Gwenaël Morvan", "Armor Négoce SARL"),
    "NL": ("Zwolle", "Diezerstraat 58, 8011 RJ Zwolle", "Maarten Kuipers", "IJssel Hosting B.V."),
    "BE": ("Namur", "avenue de Stassart 12, 5000 Namur", "Éloïse Renard", "Meuse Transport SA"),
    "PL": ("Toruń", "ulica Szeroka 40, 87-100 Toruń", "Marek Zieliński", "Wisła Dystrybucja sp. z o.o."),
    "AT": ("Linz", "Landstraße 66, 4020 Linz", "Theresa Gruber", "Donau Lager GmbH"),
    "PT": ("Coimbra", "Rua Ferreira Borges 84, 3000-180 Coimbra", "Duarte Pinheiro", "Mondego Têxteis Lda"),
    "SE": ("Uppsala", "Kungsgatan 33, 753 21 Uppsala", "Linnea Sandberg", "Fyris Handel AB"),
    "GR": ("Patras", "Odos Korinthou 151, 262 23 Patras", "Nikos Vlachos", "Achaia Trade S.A."),
    "GB": ("Sheffield", "27 Ecclesall Road, Sheffield S11 8NX", "Harriet Whitlock", "Peakside Traders Ltd"),
    "CH": ("Winterthur", "Marktgasse 19, 8400 Winterthur", "Urs Zollinger", "Töss Logistik AG"),
    "US": ("Tacoma", "811 Pacific Avenue, Tacoma, Washington 98402", "Gordon Maddox", "Cascade Servers Inc."),
    "NO": ("Tromsø", "Storgata 61, 9008 Tromsø", "Sigrid Aune", "Nordlys Handel AS"),
    "JP": ("Sendai", "2-10 Kokubuncho, Aoba-ku, Sendai", "Haruto Nishida", "Tohoku Data K.K."),
    "BR": ("Recife", "Rua da Aurora 325, 50050-000 Recife", "Thaís Moura", "Capibaribe Dados Ltda"),
    "": ("Port Eliza", "48 Harbour Street, 2101 Port Eliza", "Selim Haddad", "Levanter Trading Ltd"),
}
BANKS = {"LT": "Nemunas Bankas AB", "DE": "Havel Bank AG", "FR": "Banque Armor SA", "": "Meridian Commercial Bank Ltd"}
IBAN_LENGTHS = {
    "IT": 27,
    "ES": 24,
    "DE": 22,
    "FR": 27,
    "NL": 18,
    "BE": 16,
    "PL": 28,
    "AT": 20,
    "PT": 25,
    "SE": 24,
    "GR": 27,
}


@dataclass(frozen=True)
class Cast:
    """One side: where, who, which firm, and the numbers that belong to it."""

    state: str
    number: int

    @property
    def _row(self) -> tuple[str, str, str, str]:
        return TOWNS.get(self.state, TOWNS[""])

    @property
    def town(self) -> str:
        return self._row[0]

    @property
    def address(self) -> str:
        return self._row[1]

    @property
    def person(self) -> str:
        return self._row[2]

    @property
    def firm(self) -> str:
        return self._row[3]

    @property
    def bank(self) -> str:
        return BANKS.get(self.state, BANKS[""])

    @property
    def account(self) -> str:
        """An IBAN that its check digits fit."""
        state = self.state if self.state in IBAN_LENGTHS else "DE"
        digits = f"{71000000 + self.number:0{IBAN_LENGTHS[state] - 4}d}"
        check = 98 - int(digits + "".join(str(int(letter, 36)) for letter in state) + "00") % 97
        plain = f"{state}{check:02d}{digits}"
        return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))

    @property
    def ip(self) -> str:
        return f"203.0.113.{10 + self.number % 200}"

    @property
    def domain(self) -> str:
        return (
            f"{self.firm.split()[0].lower().encode('ascii', 'ignore').decode() or 'shop'}-outlet{self.number}.example"
        )
