"""The tables of the study, made by the worker after each publication."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("instruments", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="StudyTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("requesting", models.CharField(max_length=2)),
                ("form", models.PositiveSmallIntegerField()),
                ("cells", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sha256", "day", "requesting", "form"), name="one_study_table"
                    )
                ],
            },
        ),
    ]
