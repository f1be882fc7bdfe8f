"""What the database itself refuses (advisor/audit/guards.py)."""

from django.db import migrations

from advisor.audit.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        AppendOnly("audit_auditevent"),
    ]
