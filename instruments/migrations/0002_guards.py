"""What the database itself refuses: overlapping periods of one State, and a published edition that changes."""

from django.db import migrations

from instruments.guards import GistForText, Immutable, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("instruments", "0001_initial")]

    operations = [
        GistForText(),
        NoOverlap(
            table="instruments_participationrow",
            keys=["instrument_id", "iso2"],
            start="since",
            end="until",
            name="participation_no_overlap",
        ),
        Immutable("instruments_edition"),
    ]
