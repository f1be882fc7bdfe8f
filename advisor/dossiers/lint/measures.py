"""Which kinds of measure a rule looks at, by the measure's code and its variant."""

from dataclasses import dataclass

from advisor.dossiers.build.matter import Matter

DATA = {"criminal.electronic_evidence", "criminal.telephone_data", "criminal.preservation"}
DATA |= {"voluntary.subscriber_data", "voluntary.preservation", "domestic.production_order"}
MONEY = {"criminal.financial_information", "domestic.bank_information"}
PROPERTY = {"criminal.asset_freezing", "criminal.confiscation", "civil.account_preservation", "civil.proceeds_seizure"}
AHEAD = {"criminal.interception", "criminal.cross_border_observation"}
ONLINE = {"voluntary.takedown", "voluntary.registrant_data", "voluntary.domain_suspension", "civil.domain_seizure"}
ONLINE |= {"voluntary.search_delisting", "voluntary.advertising_termination", "domestic.dsa_order"}
PLACED = {"criminal.search_and_seizure", "criminal.cross_border_observation", "criminal.controlled_delivery"}
PLACED |= {"criminal.covert_operation", "administrative.customs_detention", "civil.goods_seizure", "domestic.seizure"}
SERVICE = {"criminal.service_of_documents", "civil.service_of_documents"}
RECORDS = {"criminal.judicial_records"}
HEARING = {"criminal.depositions", "civil.taking_of_evidence"}
SURRENDER = {"criminal.extradition", "criminal.transfer_of_proceedings"}
BY_DECISION = {"criminal.search_and_seizure", "criminal.interception", "criminal.asset_freezing"}
BY_DECISION |= {"criminal.confiscation", "criminal.extradition"}
SECRET = DATA | MONEY | PROPERTY | AHEAD | PLACED
# The reason lies in the paper itself: a claim to be served, a judgment to be enforced, a question of law.
PLAIN = SERVICE | {
    "civil.recognition_enforcement",
    "civil.uncontested_claim",
    "civil.payment_order",
    "civil.small_claim",
}
PLAIN |= {"civil.jurisdiction", "civil.adr", "civil.foreign_law_information", "criminal.foreign_law_information"}
WARRANTS = {"eaw", "arrest-warrant-tca", "arrest-warrant-nordic-agreement"}
ITSELF_A_DECISION = {"eio", "e-evidence-regulation"}


@dataclass(frozen=True)
class Kinds:
    """The measure of one draft, by the groups above."""

    matter: Matter

    @property
    def measure(self) -> str:
        return self.matter.measure

    @property
    def variant(self) -> str:
        """The kind of data that is asked; where the need does not say it, the provision does."""
        provision = str(self.matter.option["provision"])
        named = next((kind for kind in ("subscriber", "content") if provision.endswith(f"-{kind}")), "")
        return str(self.matter.need.get("variant") or named)

    @property
    def criminal(self) -> bool:
        return self.measure.startswith("criminal.")

    @property
    def formal(self) -> bool:
        return self.matter.formal

    def among(self, *groups: set[str]) -> bool:
        """Whether the measure is in one of the groups."""
        return any(self.measure in group for group in groups)

    @property
    def has_period(self) -> bool:
        """Whether what is asked must have a begin and an end."""
        by_moment = self.variant == "user_identification"
        return self.among(DATA, MONEY, AHEAD) and not by_moment and not self._registered

    @property
    def _registered(self) -> bool:
        """Registration data of a name or a number are as they stand today."""
        return "registration" in str(self.matter.option["provision"])

    @property
    def looks_back(self) -> bool:
        """Whether what is asked exists already."""
        return self.among(DATA, MONEY)

    @property
    def needs_decision(self) -> bool:
        """Whether a decision at home must stand behind the request and go with it."""
        content = self.measure == "criminal.electronic_evidence" and self.variant == "content"
        ordered = self.among(BY_DECISION) or content
        itself = self.matter.option["instrument"] in ITSELF_A_DECISION and self.measure != "criminal.interception"
        return ordered and self.formal and not itself

    @property
    def is_warrant(self) -> bool:
        """Whether the document is an arrest warrant: with no national decision behind it, it is void (Court of Justice,
        C-241/15, Bob-Dogi, on Framework Decision 2002/584, article 8(1)(c))."""
        form = self.matter.form
        return form is not None and form.code in WARRANTS

    @property
    def hears_somebody(self) -> bool:
        return self.among(HEARING)
