"""Which of the recorded time limits run on what the case says: those of an emergency only where there is one.

Reads: `time_limits` of the option and the stated fact of an emergency.
"""

import re
from collections.abc import Mapping
from typing import Any

from advisor.dossiers.build.matter import Matter

EMERGENCY = re.compile(r"\bemergency\b|(?<!non )(?<!non-)\burgent\b", re.I)
EMERGENCY_FACT = "case.emergency_risk_to_life"


def in_emergency(limit: Mapping[str, Any]) -> bool:
    """Whether a limit runs in an emergency or an urgent case alone, by the name of what it is for."""
    return bool(EMERGENCY.search(str(limit["event"])))


def limits_running(matter: Matter) -> list[Mapping[str, Any]]:
    """The limits that run on what was stated: one for an emergency only where the case says that there is one."""
    stated = matter.inputs["facts"].get(EMERGENCY_FACT) is True
    return [limit for limit in matter.option.get("time_limits") or [] if stated or not in_emergency(limit)]
