"""Nothing in pages and API reads rows but through the query gate: read from the source, not from behaviour.

Allowed roots of a manager are the catalogue's models. Rows of cases, people and jobs come from `*_for(user)` selectors
and from services.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MANAGERS = frozenset({"objects", "_base_manager", "_default_manager"})
SHORTCUTS = frozenset({"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"})
DOORS = frozenset({"get_model", "get_models", "cursor", "get_user_model"})
SOURCES = sorted(
    path
    for room in ("web", "api")
    for path in (ROOT / "advisor" / room).rglob("*.py")
    if "migrations" not in path.parts and "management" not in path.parts
)
# The page that says whether the database answers looks at the database alone.
HEALTH = ROOT / "advisor" / "web" / "health.py"


def imported(tree: ast.Module) -> dict[str, str]:
    """Name in the module -> where it comes from."""
    return {
        (alias.asname or alias.name): node.module or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def faults(source: str, *, health: bool = False) -> Iterator[str]:
    """What goes around the gate in a module's source."""
    tree = ast.parse(source)
    origin = imported(tree)

    def catalogue(node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and origin.get(node.id, "").startswith("instruments")

    def model(node: ast.expr) -> bool:
        """A model itself: its rows come from a queryset, and that comes from the gate."""
        of_case = isinstance(node, ast.Name) and origin.get(node.id, "").startswith("advisor.")
        return of_case or isinstance(node, ast.Attribute)

    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and not catalogue(node.value):
            yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in SHORTCUTS and node.args and model(node.args[0]):
                yield f"line {node.lineno}: {ast.unparse(node)}"
            if name in DOORS and not (health and name == "cursor"):
                yield f"line {node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_and_api_read_through_the_gate(path):
    assert list(faults(path.read_text(), health=path == HEALTH)) == []


@pytest.mark.parametrize(
    "source",
    [
        "from advisor.cases.models import Case\nCase.objects.get(pk=1)",
        "from advisor.cases.models import Case\nCase._base_manager.all()",
        "from advisor.cases.models import Case\nget_object_or_404(Case, pk=1)",
        "from advisor.cases import models\nmodels.Case.objects.all()",
        "type(case).objects.all()",
        "apps.get_model('cases', 'Case')",
        "connection.cursor()",
    ],
)
def test_the_check_sees_a_way_around(source):
    assert list(faults(source))


@pytest.mark.parametrize(
    "source",
    [
        "from instruments.models import Instrument\nInstrument.objects.get(pk=1)",
        "get_object_or_404(cases_for(request.user), pk=1)",
    ],
)
def test_the_check_lets_the_gate_pass(source):
    assert list(faults(source)) == []


def test_there_is_source_to_check():
    assert len(SOURCES) > 5
