"""What the database itself refuses (advisor/audit/guards.py)."""

from django.db import migrations

from advisor.audit.guards import Fence


class Migration(migrations.Migration):
    dependencies = [("walk", "0001_initial"), ("cases", "0002_guards")]

    operations = [
        Fence("walk_step", ["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
        Fence("walk_step", ["route_id", "case_id", "agency_id"], "cases_caseroute", ["id", "case_id", "agency_id"]),
    ]
