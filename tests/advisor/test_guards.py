"""What the database itself refuses, with one body for both databases.

PostgreSQL is the suite's own database; SQLite is a scratch file, migrated from nothing as `manage.py run` does it.
"""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from django.db.migrations.loader import MigrationLoader

from advisor.accounts.models import Agency, User
from advisor.audit.guards import Fence
from advisor.audit.models import AuditEvent
from advisor.cases.models import (
    Answer,
    Case,
    CaseDecision,
    CaseMember,
    CaseMention,
    CaseNote,
    CaseRoute,
    CaseText,
    CustodyEntry,
    Entity,
    EntityNeed,
    Exhibit,
    FormSent,
    Need,
    Right,
    RouteBrief,
    RouteDecision,
)
from advisor.curation.models import ChangeEdit, ChangeSet, Confirmation, Remark, ScenarioReason
from advisor.dossiers.models import Bundle, Dossier, DossierJob, DraftText, Translation
from advisor.walk.models import CollisionAcceptance, Contact, RefusalPoint, Step, StepEvent
from instruments.guards import Frozen, Immutable
from tests.conftest import NOW, TODAY

SQLITE = "guards_on_sqlite"
NAMED = re.compile(r"(?:ADD CONSTRAINT|CREATE TRIGGER) (\w+)")


def guards() -> list[Any]:
    """Every guard that a migration sets up, of any room."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    # In one order whatever Python hashes: two processes that share the tests must collect the same list.
    found = [op for _, migration in sorted(loader.disk_migrations.items()) for op in migration.operations]
    return [op for op in found if hasattr(op, "statements") and hasattr(op, "name")]


FENCES = [guard for guard in guards() if isinstance(guard, Fence)]
# The edition's own refusals are proved in tests/instruments/test_guards.py.
APPEND_ONLY = [g for g in guards() if isinstance(g, Immutable) and not g.table.startswith("instruments_")]
SETTLED = [(guard, column) for guard in guards() if isinstance(guard, Frozen) for column in guard.columns]
FROZEN = {guard.table for guard in APPEND_ONLY}


@pytest.fixture(scope="module")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[str]:
    """A second connection to a scratch SQLite file with all migrations."""
    template = {**connections.databases["default"]}
    template |= {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path_factory.mktemp("guards") / "guards.sqlite3"),
        "OPTIONS": {},
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
    }
    connections.databases[SQLITE] = template
    with django_db_blocker.unblock():
        call_command("migrate", database=SQLITE, verbosity=0)
        yield SQLITE
        connections[SQLITE].close()
    del connections.databases[SQLITE]


@pytest.fixture(params=[pytest.param("default", marks=pytest.mark.django_db), "sqlite"])
def alias(request: pytest.FixtureRequest) -> Iterator[str]:
    """The name of the connection under test; whatever the test writes is rolled back."""
    if request.param == "default":
        request.getfixturevalue("db")
        yield "default"
        return
    name = request.getfixturevalue("sqlite_file")
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock(), transaction.atomic(using=name):
        yield name
        transaction.set_rollback(True, using=name)


class Rows:
    """One valid row in every guarded table, and a second parent in another case of the same agency."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.home = self.add(Agency, code="home", name="Home", country="FR")
        self.other = self.add(Agency, code="other", name="Other", country="PT")
        self.user = self.add(User, email="who@home.example", role="investigator", agency=self.home, password="!")
        self.event = self.add(AuditEvent, at=NOW, action="tested")
        self.desk()
        self.first, self.second = self.case("first"), self.case("second")

    def add(self, model: Any, **fields: Any) -> Any:
        return model.objects.using(self.alias).create(**fields)

    def desk(self) -> None:
        """A change set with one line in each log of it."""
        changeset = self.add(ChangeSet, number=1, title="t", why="w", author=self.user, created_at=NOW, updated_at=NOW)
        said = {"changeset": changeset, "by": self.user, "at": NOW}
        self.add(ChangeEdit, **said, key="k")
        self.add(Remark, **said, text="t")
        self.add(Confirmation, **said, key="k", seen_sha256="0")
        self.add(ScenarioReason, **said, scenario="s", says_sha256="0", reason="r")

    def case(self, reference: str) -> dict[str, Any]:
        """A case with everything that can hang on it, by table."""
        case = self.add(
            Case,
            agency=self.home,
            reference=reference,
            title="t",
            requesting_state="FR",
            track="criminal",
            stage="trial",
            opened_on=TODAY,
            created_by=self.user,
            created_at=NOW,
            updated_at=NOW,
        )
        common = {"case": case, "agency": self.home}
        need = self.add(Need, **common, key="n1", position=1, measure="criminal.jit")
        answered = {"answered_by": self.user, "answered_at": NOW}
        answer = self.add(Answer, **common, need=need, fact="right.kind", value="patent", **answered)
        entity = self.add(
            Entity, **common, key="e1", position=1, kind="ip", value="8.8.8.8", added_by=self.user, added_at=NOW
        )
        link = self.add(EntityNeed, **common, entity=entity, need=need)
        right = self.add(Right, **common, key="r1", position=1, kind="patent")
        route = self.add(
            CaseRoute,
            **common,
            number=1,
            on=TODAY,
            status="routed",
            document={},
            case_version=1,
            created_by=self.user,
            created_at=NOW,
        )
        decided = self.add(
            RouteDecision, **common, route=route, kind="renewed", successor=route, on=TODAY, case_version=1, moved=0,
            by=self.user, at=NOW,
        )  # fmt: skip
        step = self.add(Step, **common, route=route, need_key="n1", provision="p", chosen_by=self.user, chosen_at=NOW)
        logged = self.add(
            StepEvent, **common, step=step, number=1, kind="state", to_state="planned", happened_on=TODAY, by=self.user,
            at=NOW,
        )  # fmt: skip
        said = {"by": self.user, "at": NOW}
        point = self.add(RefusalPoint, **common, event=logged, number=1, ground="age", **said)
        accepted = self.add(CollisionAcceptance, **common, route=route, code="c", text="t", reason="r", **said)
        job = self.add(
            DossierJob,
            **common,
            step=step,
            version=1,
            language="en",
            inputs={},
            requested_by=self.user,
            created_at=NOW,
        )
        exhibit = self.add(
            Exhibit, **common, number=1, title="t", captured_by="c", captured_on=TODAY, captured_how="h", kept_at="k",
            added_by=self.user, added_at=NOW,
        )  # fmt: skip
        custody = self.add(CustodyEntry, **common, exhibit=exhibit, number=1, act="added", by=self.user, at=NOW)
        made = [case, decided, need, answer, entity, link, right, route, step, job, exhibit, custody]
        made += [logged, point, accepted, *self.team(common)]
        made.append(self.add(Translation, **common, step=step, said={}, returned_by=self.user, returned_at=NOW))
        made.append(self.add(Bundle, **common, number=1, inputs={}, requested_by=self.user, created_at=NOW))
        if reference == "first":
            made.append(self.add(DraftText, **common, step=step, updated_by=self.user, updated_at=NOW))
            made.append(self.add(RouteBrief, **common, route=route, document={}))
            made.append(self.add(Dossier, **common, job=job, content=b"x", size=1, pages=1, created_at=NOW))
        return {row._meta.db_table: row for row in made}

    def team(self, common: dict[str, Any]) -> list[Any]:
        """Who works on a case, what they wrote and decided, and an informal contact."""
        note = self.add(CaseNote, **common, number=1, text="t", by=self.user, at=NOW)
        return [
            self.add(CaseMember, **common, user=self.user, role="lead", added_by=self.user, added_at=NOW),
            note,
            self.add(CaseMention, **common, note=note, user=self.user),
            self.add(CaseDecision, **common, kind="closed", reason="done", by=self.user, at=NOW),
            self.add(CaseText, **common, words=" t", of=NOW),
            self.add(FormSent, **common, key="k", said="s", by=self.user, at=NOW),
            self.add(Contact, **common, number=1, who="w", happened_on=TODAY, by=self.user, at=NOW),
        ]

    def somebody(self) -> Any:
        """One more person of the agency."""
        email = f"{uuid.uuid4().hex}@home.example"
        return self.add(User, email=email, role="investigator", agency=self.home, password="!").pk

    def copy(self, table: str, **changes: Any) -> None:
        """Insert a copy of a row with other values; unique columns get values of their own."""
        row = self.first[table]
        fresh = {
            "cases_need": {"key": "n9"},
            "cases_answer": {"fact": "right.gi_registered"},
            "cases_caseroute": {"number": 9},
            "cases_entity": {"key": "e9"},
            "cases_right": {"key": "r9"},
            "cases_exhibit": {"number": 9},
            "cases_formsent": {"key": "k9"},
            "cases_casenote": {"number": 9},
            "cases_custodyentry": {"number": 9},
            "walk_step": {"need_key": "n9"},
            "walk_stepevent": {"number": 9},
            "walk_refusalpoint": {"number": 9},
            "walk_collisionacceptance": {"code": "d"},
            "dossiers_dossierjob": {"version": 9},
            "dossiers_bundle": {"number": 9},
        }.get(table, {})
        if table == "cases_entityneed" and "entity_id" not in changes:
            self.copy("cases_entity")
            fresh["entity_id"] = Entity.objects.using(self.alias).get(key="e9").pk
        if table == "cases_routebrief" and "route_id" not in changes:
            self.copy("cases_caseroute")
            fresh["route_id"] = CaseRoute.objects.using(self.alias).get(number=9, case=row.case).pk
        if table == "dossiers_dossier" and "job_id" not in changes:
            self.copy("dossiers_dossierjob")
            fresh["job_id"] = DossierJob.objects.using(self.alias).get(version=9).pk
        if table == "dossiers_drafttext" and "step_id" not in changes:
            self.copy("walk_step")
            fresh["step_id"] = Step.objects.using(self.alias).get(need_key="n9").pk
        if table in ("cases_casemember", "cases_casemention"):
            fresh["user_id"] = self.somebody()
        if table == "cases_casetext":
            CaseText.objects.using(self.alias).filter(pk=row.pk).delete()
        if table == "walk_contact":
            fresh |= {"number": 9, "kind": "correction" if changes.get("replaces_id") else "contact"}
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        self.add(type(row), **values | fresh | {"id": uuid.uuid4()} | changes)


@pytest.fixture
def rows(alias: str) -> Rows:
    return Rows(alias)


def refused(alias: str, *messages: str) -> Any:
    """The block must end in the database's refusal, with one of the words that name a guard."""

    class Block:
        def __enter__(self) -> None:
            self.atomic = transaction.atomic(using=alias)
            self.atomic.__enter__()

        def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
            self.atomic.__exit__(kind, error, trace)
            assert kind is not None, f"the database let it pass: {messages}"
            assert issubclass(kind, IntegrityError), error
            assert any(message in str(error) for message in messages), error
            return True

    return Block()


def test_there_are_guards_on_every_table_of_a_case():
    models = (
        Need,
        Answer,
        Entity,
        EntityNeed,
        Right,
        CaseDecision,
        CaseMember,
        CaseMention,
        CaseNote,
        CaseText,
        Contact,
        CaseRoute,
        RouteBrief,
        RouteDecision,
        Exhibit,
        CustodyEntry,
        Step,
        DossierJob,
        Dossier,
    )
    later = (Bundle, FormSent, DraftText, Translation, StepEvent, RefusalPoint, CollisionAcceptance)
    children = {model._meta.db_table for model in (*models, *later)}
    assert {fence.child for fence in FENCES if fence.columns == ["case_id", "agency_id"]} == children
    assert {guard.table for guard in APPEND_ONLY} >= {"cases_caseroute", "dossiers_dossier", "audit_auditevent"}


def test_no_guard_got_lost(alias):
    """A later migration that rebuilds a table on SQLite drops its triggers: this notices."""
    connection = connections[alias]
    wanted = {
        name for guard in guards() for sql in guard.statements(connection.vendor)[0] for name in NAMED.findall(sql)
    }
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT conname FROM pg_constraint UNION SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
            )
        present = {str(row[0]) for row in cursor.fetchall()}
    assert wanted
    assert wanted <= present


@pytest.mark.parametrize("fence", FENCES, ids=lambda fence: fence.name)
def test_fence_refuses_a_child_outside_its_parent(rows, fence):
    if fence.columns == ["case_id", "agency_id"]:
        with refused(rows.alias, f"fence_{fence.child}"):
            rows.copy(fence.child, agency_id=rows.other.pk)
    else:
        with refused(rows.alias, fence.name):
            rows.copy(fence.child, **{fence.columns[0]: rows.second[fence.parent].pk})
    rows.copy(fence.child)  # a copy is good otherwise: it was the fence that refused


@pytest.mark.parametrize("fence", FENCES, ids=lambda fence: fence.name)
def test_fence_refuses_to_move_a_parent_from_under_its_children(rows, fence):
    parent = rows.first[fence.parent]
    frozen = f"rows of {fence.parent} are added" if fence.parent in FROZEN else "fence_"
    with refused(rows.alias, "fence_", frozen):  # which of the two speaks first differs between the databases
        type(parent).objects.using(rows.alias).filter(pk=parent.pk).update(agency_id=rows.other.pk)


@pytest.mark.parametrize("guard", APPEND_ONLY, ids=lambda guard: guard.table)
@pytest.mark.parametrize("statement", ["DELETE FROM {table}", "UPDATE {table} SET id = id"])
def test_append_only_refuses_to_change_or_delete(rows, guard, statement):
    message = f"rows of {guard.table} are added, never changed or deleted"
    with refused(rows.alias, message), connections[rows.alias].cursor() as cursor:
        cursor.execute(statement.format(table=guard.table))


@pytest.mark.parametrize(("guard", "column"), SETTLED, ids=lambda item: item if isinstance(item, str) else item.table)
def test_what_is_settled_stays(rows, guard, column):
    row = rows.first[guard.table]
    stored = type(row).objects.using(rows.alias).filter(pk=row.pk)
    other = {
        "step_id": rows.second["walk_step"].pk,
        "version": 7,
        "inputs": {"case": "another"},
        "number": 7,
        "size": 7,
        "captured_on": TODAY.replace(year=2025),
        "added_at": NOW.replace(year=2025),
        "added_by_id": uuid.uuid4(),
        "by_id": uuid.uuid4(),
        "at": NOW.replace(year=2025),
    }.get(column, "xx")
    with refused(rows.alias, f"of {guard.table} are frozen"):
        stored.update(**{column: other})
    assert stored.update(**{column: getattr(row, column)}) == 1, "to store the same again is no change"
    settled = {"cases_exhibit": {"withdrawn_why": "wrong one"}, "cases_casenote": {"withdrawn_at": NOW}}
    free = settled.get(guard.table, {"state": "running", "attempts": 1})
    assert stored.update(**free) == 1
