"""What the database itself refuses (advisor/audit/guards.py)."""

from django.db import migrations

from advisor.audit.guards import Fence
from instruments.guards import Immutable


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        Fence("cases_need", ["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
        Fence("cases_answer", ["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
        Fence("cases_caseroute", ["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
        Fence("cases_answer", ["need_id", "case_id", "agency_id"], "cases_need", ["id", "case_id", "agency_id"]),
        Immutable("cases_caseroute"),
    ]
