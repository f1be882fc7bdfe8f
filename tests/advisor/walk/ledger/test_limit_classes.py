"""Every event of the shipped catalogue and the class it has: a new one is noticed here."""

from pathlib import Path

import yaml

from advisor.walk.limit_classes import class_of, keys_of
from routing.deadlines import limits_of

FOLDER = Path(__file__).resolve().parents[4] / "fixtures" / "catalogue" / "instruments"
HERE = Path(__file__).with_name("limit_classes.yaml")


def shipped() -> dict[str, str]:
    """event -> class, of all limits that the catalogue holds."""
    found = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        record = yaml.safe_load(file.read_text(encoding="utf-8"))
        for provision in record["provisions"]:
            for limit in limits_of(provision.get("time_limits") or (), record["kind"]):
                found[limit.event] = class_of(limit).code
    return dict(sorted(found.items()))


def test_each_event_has_the_class_that_was_looked_at():
    assert shipped() == yaml.safe_load(HERE.read_text(encoding="utf-8"))


def test_keys_are_short_and_differ():
    for file in sorted(FOLDER.glob("*.yaml")):
        record = yaml.safe_load(file.read_text(encoding="utf-8"))
        for provision in record["provisions"]:
            keys = keys_of(limits_of(provision.get("time_limits") or (), record["kind"]))
            assert len(set(keys)) == len(keys)
            assert all(0 < len(key) <= 50 and key.isascii() for key in keys)
