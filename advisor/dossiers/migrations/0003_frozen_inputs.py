"""What a dossier is made from is settled when it is asked for: the database refuses to change it afterwards."""

from django.db import migrations

from instruments.guards import Frozen


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_guards")]

    operations = [
        Frozen("dossiers_dossierjob", ["step_id", "version", "language", "inputs", "inputs_sha256"]),
    ]
