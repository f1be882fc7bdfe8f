"""What the database itself refuses (advisor/audit/guards.py)."""

from django.db import migrations

from instruments.guards import Immutable


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        Immutable("audit_auditevent"),
    ]
