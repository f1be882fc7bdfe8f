"""Grounds of refusals, accepted collisions, and to whom a step goes."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from advisor.audit.guards import Fence
from instruments.guards import Immutable

STATE = models.CharField(blank=True, help_text='the State whose authority or provider acts', max_length=2)
AUTHORITY = models.CharField(blank=True, help_text='to whom it goes', max_length=300)


def column(name, length):
    """A text column, empty in the rows that stand. Plain SQL: on SQLite AddField would drop the table's triggers."""
    return migrations.RunSQL(
        f"ALTER TABLE walk_step ADD COLUMN {name} varchar({length}) DEFAULT '' NOT NULL",
        f"ALTER TABLE walk_step DROP COLUMN {name}",
    )


def to_whom(apps, schema_editor):
    """Steps that stand learn from their routes which State acts, and the first authority named."""
    Step, Route = apps.get_model("walk", "Step"), apps.get_model("cases", "CaseRoute")
    alias = schema_editor.connection.alias
    for pk in set(Step.objects.using(alias).values_list("route_id", flat=True)):
        answer = Route.objects.using(alias).get(pk=pk).document["answer"]
        options = {(need["id"], row["provision"]): row for need in answer["needs"] for row in need["options"]}
        for step in Step.objects.using(alias).filter(route_id=pk):
            option = options.get((step.need_key, step.provision), {})
            names = [row["name"] for row in option.get("authorities") or () if row.get("name")]
            Step.objects.using(alias).filter(pk=step.pk).update(
                acting_state=option.get("acting_state") or "", authority=(names or [""])[0][:300]
            )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_language'),
        ('cases', '0006_route_brief'),
        ('walk', '0004_contacts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[column("acting_state", 2), column("authority", 300)],
            state_operations=[
                migrations.AddField(model_name='step', name='acting_state', field=STATE),
                migrations.AddField(model_name='step', name='authority', field=AUTHORITY),
            ],
        ),
        migrations.CreateModel(
            name='CollisionAcceptance',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=60)),
                ('text', models.TextField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('route', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acceptances', to='cases.caseroute')),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.UniqueConstraint(fields=('route', 'code'), name='walk_acceptance_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='walk_acceptance_reason')],
            },
        ),
        migrations.CreateModel(
            name='RefusalPoint',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('ground', models.CharField(max_length=60)),
                ('article', models.CharField(blank=True, max_length=80)),
                ('text', models.TextField(blank=True)),
                ('place', models.JSONField(blank=True, default=dict)),
                ('sentence', models.TextField(blank=True)),
                ('note', models.TextField(blank=True, help_text='their words, or our answer to them')),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='walk.stepevent')),
            ],
            options={
                'ordering': ['event', 'number'],
                'indexes': [models.Index(fields=['agency', 'ground'], name='walk_point_ground')],
                'constraints': [models.UniqueConstraint(fields=('event', 'number'), name='walk_point_number')],
            },
        ),
        Fence("walk_refusalpoint", ["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
        Fence(
            "walk_refusalpoint", ["event_id", "case_id", "agency_id"], "walk_stepevent", ["id", "case_id", "agency_id"]
        ),
        Immutable("walk_refusalpoint"),
        Fence("walk_collisionacceptance", ["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
        Fence(
            "walk_collisionacceptance",
            ["route_id", "case_id", "agency_id"],
            "cases_caseroute",
            ["id", "case_id", "agency_id"],
        ),
        Immutable("walk_collisionacceptance"),
        migrations.RunPython(to_whom, migrations.RunPython.noop),
    ]
