"""Each kind of thing: what is taken and in which form, what is refused and why, what is taken with a warning."""

import pytest

from advisor.intake.entities.check import entity_checked, warnings_of
from advisor.intake.entities.faults import EntityFaults
from advisor.intake.entities.kinds import KINDS, grouped, kind_label, kind_read
from advisor.intake.entities.places import state_hint

ONION = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion"
CYRILLIC_APPLE = "\u0430\u0440\u0440\u04cf\u0435.com"
MIXED = "p\u0430ypal.com"
FULL_WIDTH = "\uff45xample.com"

TAKEN = [
    ("domain", "Example.COM.", "example.com", ""),
    ("domain", "shop[.]example[.]co[.]uk", "shop.example.co.uk", ""),
    ("domain", "shop(dot)example.com", "shop.example.com", ""),
    ("domain", "exa\u200bmple.com", "example.com", ""),
    ("domain", "_dmarc.example.com", "_dmarc.example.com", ""),
    ("domain", "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444", "xn--e1afmkfd.xn--p1ai", "In its own script"),
    ("domain", CYRILLIC_APPLE, "xn--80ak6aa92e.com", "taken for apple.com"),
    ("domain", "xn--80ak6aa92e.com", "xn--80ak6aa92e.com", "taken for apple.com"),
    ("domain", MIXED, "xn--pypal-4ve.com", "several scripts"),
    ("domain", FULL_WIDTH, "example.com", ""),
    ("domain", "host.internalzone", "host.internalzone", "does not know the ending"),
    ("domain", "shop.github.io", "shop.github.io", "platform"),
    ("url", "hxxps://Panel[.]Example[.]eu/Login?u=1#x", "https://panel.example.eu/Login?u=1#x", ""),
    ("url", "www.example.com/a", "https://www.example.com/a", ""),
    ("url", "https://user:pw@example.com/", "https://user:pw@example.com/", "able to sign in"),
    ("url", "http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x", ""),
    ("url", "rtmp://203.0.113.7/live", "rtmp://203.0.113.7/live", ""),
    ("onion", f"http://{ONION}/path", ONION, ""),
    ("onion", "expyuzz4wqqyqhjn.onion", "expyuzz4wqqyqhjn.onion", "since 2021"),
    ("ip", "8[.]8[.]8[.]8", "8.8.8.8", "Without day"),
    ("ip", "2A00:1450:4001:0800::200E", "2a00:1450:4001:800::200e", "Without day"),
    ("ip", "2a00[:]1450::1", "2a00:1450::1", "Without day"),
    ("ip", "10.0.0.1", "10.0.0.1", "not used on the open internet"),
    ("listing", "eBay item 1234567890", "eBay item 1234567890", ""),
    ("listing", "https://www.ebay.de/itm/1", "https://www.ebay.de/itm/1", ""),
    ("account", "Telegram  @seller", "Telegram @seller", ""),
    ("account", "sales[at]example[.]com", "sales@example.com", ""),
    ("app", "com.example.player", "com.example.player", ""),
    ("stream", "https://cdn.example.net/1.m3u8", "https://cdn.example.net/1.m3u8", ""),
    ("wallet", "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", ""),
    ("wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", ""),
    ("wallet", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
     "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", ""),
    ("wallet", "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe", "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe", ""),
    ("wallet", "addr1q9zz", "addr1q9zz", "not known here"),
    ("bank_account", "iban: lt12 1000 0111 0100 1000", "LT121000011101001000", ""),
    ("bank_account", "DE89\u00a03704\u202f0044 0532 0130 00", "DE89370400440532013000", ""),
    ("bank_account", "12-3456 at First Bank", "12-3456 at First Bank", "no IBAN"),
    ("bank_account", "XX46 3704 0044 0532 0130 00", "XX46 3704 0044 0532 0130 00", "no IBAN"),
    ("payment_service", "Paymaster, merchant 77", "Paymaster, merchant 77", ""),
    ("parcel", "rr 123 456 785 hk", "RR123456785HK", ""),
    ("parcel", "RR123456784HK", "RR123456784HK", "check digit"),
    ("parcel", "1Z999AA10123456784", "1Z999AA10123456784", ""),
    ("shipment", "CSQU 305438-3", "CSQU3054383", ""),
    ("shipment", "CSQU3054384", "CSQU3054384", "check digit"),
    ("shipment", "176-12345675", "176-12345675", ""),
    ("premises", "Main street 1, 1000 Town", "Main street 1, 1000 Town", ""),
    ("device", "49-015420-323751-8", "490154203237518", ""),
    ("device", "490154203237519", "490154203237519", "check digit"),
    ("person", "Zoë \U0001f6a2 Doe", "Zoë \U0001f6a2 Doe", ""),
    ("company", "Acme s.r.l.", "Acme s.r.l.", ""),
]  # fmt: skip
REFUSED = [
    ("domain", "example", "has a dot"),
    ("domain", "a b.com", "cannot be a domain name"),
    ("domain", "-a-.com", "cannot be a domain name"),
    ("domain", "a" * 64 + ".com", "cannot be a domain name"),
    ("domain", "https://example.com/", "more than a domain name"),
    ("domain", "8.8.8.8", "IP address"),
    ("domain", ONION, "onion"),
    ("domain", "x" * 20_000, "20,000 characters"),
    ("domain", "exa\u202emple.com", "reading direction"),
    ("domain", "", "Enter it here"),
    ("url", "javascript:alert(1)", "begins with https://"),
    ("url", "data:text/html,x", "begins with https://"),
    ("url", "https:///nohost", "names no host"),
    ("url", "https://example.com/a b", "no spaces"),
    ("url", "https://example.com:99999/", "cannot be read"),
    ("url", "https://[::1/", "cannot be read"),
    ("onion", ONION.replace("duck", "luck"), "56 letters"),
    ("onion", "short.onion", "56 letters"),
    ("ip", "1.2.3", "no IP address"),
    ("ip", "192.168.010.001", "leading zeros"),
    ("ip", "fe80::1%eth0", "network card"),
    ("ip", "10.0.0.0/24", "whole network"),
    ("ip", "8.8.8.8:70000", "1 to 65535"),
    ("wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "check sum"),
    ("wallet", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx", "check sum"),
    ("wallet", "two words", "no spaces"),
    ("bank_account", "LT121000011101001001", "check digits"),
    ("bank_account", "DE5137040044053201300", "built"),
    ("person", "a\x07b", "cannot be seen"),
    ("person", "a\nb", "line break"),
]


@pytest.mark.parametrize(("kind", "typed", "kept", "mind"), TAKEN)
def test_taken(kind, typed, kept, mind):
    checked = entity_checked(kind, {"value": typed})
    assert checked.value == kept
    said = " ".join(checked.warnings)
    assert mind in said
    if not mind:
        assert said == ""
    assert entity_checked(kind, {"value": kept}).value == kept, "what is kept passes again, unchanged"


@pytest.mark.parametrize(("kind", "typed", "said"), REFUSED)
def test_refused(kind, typed, said):
    with pytest.raises(EntityFaults) as refused:
        entity_checked(kind, {"value": typed})
    assert said in refused.value.faults["value"]


def test_every_field_at_fault_at_once():
    raw = {"value": "1.2.3", "note": "x" * 3_000, "at": "tomorrow", "zone": "UTC", "port": "zero", "number": "7"}
    with pytest.raises(EntityFaults) as refused:
        entity_checked("ip", raw)
    assert set(refused.value.faults) == {"value", "note", "number"}
    with pytest.raises(EntityFaults) as refused:
        entity_checked("ip", raw | {"number": ""})
    assert set(refused.value.faults) == {"value", "note", "at", "port"}
    with pytest.raises(EntityFaults) as refused:
        entity_checked("ip", {"value": "8.8.8.8", "at": "x" * 300})
    assert set(refused.value.faults) == {"at"}


def test_details_belong_to_their_kind():
    assert entity_checked("company", {"value": "A", "number": "HRB 123"}).details == {"number": "HRB 123"}
    assert entity_checked("ip", {"value": "8.8.8.8:443"}).details == {"port": "443"}
    with pytest.raises(EntityFaults) as refused:
        entity_checked("domain", {"value": "example.com", "port": "1"})
    assert list(refused.value.faults) == ["port"]
    with pytest.raises(EntityFaults) as refused:
        entity_checked("ufo", {"value": "x"})
    assert list(refused.value.faults) == ["kind"]


def test_warnings_of_what_is_kept():
    assert "open internet" in warnings_of("ip", "10.0.0.1", {"at": "2026-11-03T10:00:00", "zone": "UTC"})[0]
    assert warnings_of("ip", "not any more", {}) == ()


def test_kinds_by_name_and_code():
    assert len(KINDS) == 17
    assert sum(len(kinds) for _heading, kinds in grouped()) == 17
    for code, kind in KINDS.items():
        assert kind_read(code) == kind_read(kind.name.upper()) == kind_read(kind_label(code)) == code
    assert kind_read("IBAN") == "bank_account"
    assert kind_read("nothing") is None
    assert kind_label("x") == "x"


@pytest.mark.parametrize(
    ("kind", "value", "state"),
    [
        ("bank_account", "LT121000011101001000", "LT"),
        ("bank_account", "12-3456 at First Bank", ""),
        ("parcel", "RR123456785HK", "HK"),
        ("parcel", "1Z999", ""),
        ("domain", "example.co.uk", "GB"),
        ("domain", "example.ro", "RO"),
        ("domain", "example.tv", ""),
        ("domain", "example.com", ""),
        ("person", "Jane", ""),
    ],
)
def test_what_a_thing_says_about_its_place(kind, value, state):
    code, said = state_hint(kind, value)
    assert code == state
    assert bool(said) == bool(state)
