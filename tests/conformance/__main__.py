"""`python -m tests.conformance`: writes the answers of whole/ anew where the engine changed on purpose.

Read the difference before it is kept: these files say what an answer ought to be. Writes: tests/conformance/whole.
"""

from __future__ import annotations

from typing import Any

import yaml

from tests.conformance import invented
from tests.conformance.test_conformance import answered

MARK = "\nanswer:\n"


class _Plain(yaml.SafeDumper):
    """Writes the same value twice rather than a reference to it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(answer: dict[str, Any]) -> str:
    """An answer as it stands in a file."""
    text = yaml.dump(answer, Dumper=_Plain, allow_unicode=True, width=118, sort_keys=False, default_flow_style=None)
    return "".join(f"  {line}".rstrip() + "\n" for line in text.splitlines())


def main() -> None:
    """Write every file of whole/."""
    for path in sorted((invented.HERE / "whole").glob("*.yaml")):
        head, _, _ = path.read_text(encoding="utf-8").partition(MARK)
        item = invented.plain_case(yaml.safe_load(head))
        path.write_text(f"{head}{MARK}{written(answered(item))}", encoding="utf-8")


if __name__ == "__main__":
    main()
