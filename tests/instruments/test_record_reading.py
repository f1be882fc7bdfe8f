"""One edited record, read as strictly as a file: every fault at its field, and nothing lost of what is right."""

from typing import Any

import pytest

from instruments.record_reading import SCHEMAS, key_of, known_of, record_read
from instruments.records import Records, kind_of, records_of
from tests.instruments.factories import small_book


@pytest.fixture
def held() -> Records:
    return records_of(small_book())


def first(held: Records, kind: str) -> tuple[str, dict[str, Any]]:
    return next((key, record) for key, record in held.items() if kind_of(key) == kind)


def wheres(faults: Any) -> list[str]:
    return [fault.where for fault in faults]


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_what_stands_is_read_as_it_stands(held, kind):
    """Every kind: no fault, the same record, the same key."""
    if not any(kind_of(key) == kind for key in held):
        pytest.fail(f"the small book has no {kind}")
    for key, record in held.items():
        if kind_of(key) != kind:
            continue
        read, faults = record_read(kind, record, held, instrument=str(record.get("_instrument", "")))
        assert faults == []
        assert read == {name: value for name, value in record.items() if name != "used_by"} or kind in (
            "fact",
            "ground",
        )
        if kind not in ("measure", "ladder"):
            assert key_of(kind, read) == key


def test_every_fault_of_a_row_is_told_at_once(held):
    _, row = first(held, "participation")
    _, faults = record_read("participation", {**row, "iso2": "UK", "status": "maybe", "since": "1.1.1991"}, held)
    assert wheres(faults) == ["iso2", "status", "since"]
    assert "unknown state 'UK'" in faults[0].read
    assert "YYYY-MM-DD" in faults[2].allowed


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"since": "2020-01-01", "until": "2019-01-01"}, "lies before"),
        ({"status": "signatory", "since": "2020-01-01"}, "a day on a row that is signatory"),
        ({"confidence": "verified", "source": ""}, "verified without a source"),
    ],
)
def test_days_status_and_confidence_of_a_row_fit_each_other(held, change, says):
    _, row = first(held, "participation")
    _, [fault] = record_read("participation", {**row, **change}, held)
    assert says in fault.read


def test_an_unknown_column_and_blanks_around_a_cell(held):
    _, row = first(held, "participation")
    read, faults = record_read("participation", {**row, "note": "  see chart ", "colour": "red"}, held)
    assert wheres(faults) == ["colour"]
    assert read["note"] == "see chart"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"fact": "offence.nonsense"}, "fact"),
        ({"op": "roughly"}, "op"),
        ({"value": "perhaps"}, "value"),
        ({"effect": "maybe"}, "effect"),
        ({"article": ""}, "article"),
    ],
)
def test_a_condition_that_cannot_be_is_told_at_its_place(held, change, where):
    record = held["provision:old-treaty/search"]
    lines = [dict(line) for line in record["conditions"]]
    place = next(number for number, line in enumerate(lines) if line["op"] == "eq")
    lines[place] |= change
    _, faults = record_read("provision", {**record, "conditions": lines}, held, instrument=record["_instrument"])
    assert [fault.where.partition(".")[2] for fault in faults] in (
        [f"conditions[{place}].{where}"], [f"conditions[{place}]"]
    )  # fmt: skip


def test_a_provision_belongs_to_its_instrument(held):
    _, record = first(held, "provision")
    _, faults = record_read("provision", {**record, "id": "other/search"}, held, instrument=record["_instrument"])
    assert [fault.read for fault in faults] == ["the id other/search"]


def test_the_place_among_its_sisters_is_kept(held):
    _, record = first(held, "provision")
    read, _ = record_read("provision", {**record, "_position": 7}, held, instrument=record["_instrument"])
    assert (read["_position"], read["_instrument"]) == (7, record["_instrument"])


def test_values_belong_to_an_enumeration_alone(held):
    record = next(item for key, item in held.items() if kind_of(key) == "fact" and item["type"] == "bool")
    _, [fault] = record_read("fact", {**record, "values": ["a", "b"]}, held)
    assert "values on an enum" in fault.allowed


@pytest.mark.parametrize("text", ["\x00", "a\u202eb", "!!python/object:os.system", "&a [*a, *a]", "🙂", "x" * 100_000])
def test_hostile_text_is_text_or_a_fault(held, text):
    """No value is parsed twice: what looks like YAML stays text."""
    _, record = first(held, "instrument")
    read, faults = record_read("instrument", {**record, "notes": text}, held)
    assert faults or read["notes"] == text.strip()


def test_an_offence_list_is_judged_as_in_its_file(held):
    read, faults = record_read("offence_list", {"entry": "no mapping"}, held)
    assert read == {"entry": "no mapping"}
    assert faults


def test_a_kind_that_is_none(held):
    with pytest.raises(KeyError):
        record_read("planet", {}, held)


def test_what_a_record_may_name(held):
    known = known_of(held)
    assert set(known) == {"instrument", "fact", "ground", "measure", "state", "provision"}
    assert "FR" in known["state"]
    assert "old-treaty" in known["instrument"]


def test_a_record_without_what_makes_its_key():
    with pytest.raises(KeyError):
        key_of("participation", {"instrument": "x"})
