"""How many findings a dossier had when it was made, so that lists need not look again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0006_two_languages")]

    operations = [
        migrations.AddField(
            model_name="dossierjob",
            name="lint",
            field=models.JSONField(blank=True, help_text="{severity: how many findings} when it was made", null=True),
        ),
    ]
