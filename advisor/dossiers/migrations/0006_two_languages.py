"""A second language for a dossier, and the translations that were accepted."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from advisor.audit.guards import Fence
from instruments.guards import Immutable


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0005_finals_and_bundles"),
        ("accounts", "0002_language"),
        ("cases", "0004_things"),
        ("walk", "0003_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="dossierjob",
            name="beside",
            field=models.CharField(
                blank=True, help_text="second language; empty: one language", max_length=8, null=True
            ),
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("source_language", models.CharField(max_length=8)),
                ("language", models.CharField(max_length=8)),
                ("said", models.JSONField()),
                ("packet_sha256", models.CharField(max_length=64)),
                ("returned_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="translations", to="walk.step"
                    ),
                ),
            ],
            options={"ordering": ["-returned_at"]},
        ),
        Fence("dossiers_translation", ["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
        Fence("dossiers_translation", ["step_id", "case_id", "agency_id"], "walk_step", ["id", "case_id", "agency_id"]),
        Immutable("dossiers_translation"),
    ]
