"""What the database itself refuses (advisor/audit/guards.py)."""

from django.db import migrations

from advisor.audit.guards import Fence
from instruments.guards import Immutable


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial"), ("walk", "0002_guards")]

    operations = [
        Fence("dossiers_dossierjob", ["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
        Fence("dossiers_dossier", ["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
        Fence("dossiers_dossierjob", ["step_id", "case_id", "agency_id"], "walk_step", ["id", "case_id", "agency_id"]),
        Fence("dossiers_dossier", ["job_id", "case_id", "agency_id"], "dossiers_dossierjob", ["id", "case_id", "agency_id"]),
        Immutable("dossiers_dossier"),
    ]
