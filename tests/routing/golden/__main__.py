"""Writes the golden answers anew."""

from tests.routing.golden.short import CASES, golden_path, short_answer

for name in CASES:
    golden_path(name).write_text(short_answer(name), encoding="utf-8")
    print(f"wrote {golden_path(name).name}")
