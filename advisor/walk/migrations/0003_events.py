"""The log of a step: rows that are only added, fenced inside their step, its case and its agency."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from advisor.audit.guards import Fence
from instruments.guards import Immutable

VERSION = models.PositiveIntegerField(default=1)


def begin_the_logs(apps, schema_editor):
    """Steps chosen before there was a log get its first rows: planned, and withdrawn where they were taken back."""
    Step, Event = apps.get_model("walk", "Step"), apps.get_model("walk", "StepEvent")
    Told = apps.get_model("audit", "AuditEvent")
    alias = schema_editor.connection.alias
    for step in Step.objects.using(alias).all():
        common = {"step": step, "case_id": step.case_id, "agency_id": step.agency_id, "kind": "state"}
        Event.objects.using(alias).create(
            **common, number=1, to_state="planned", happened_on=step.chosen_at.date(), by_id=step.chosen_by_id,
            at=step.chosen_at,
        )  # fmt: skip
        if step.state != "withdrawn":
            continue
        told = Told.objects.using(alias).filter(object_id=step.pk, action="step.withdrawn").order_by("-at").first()
        at, by = (told.at, told.actor_id or step.chosen_by_id) if told else (step.chosen_at, step.chosen_by_id)
        Event.objects.using(alias).create(
            **common, number=2, from_state="planned", to_state="withdrawn", happened_on=at.date(), by_id=by, at=at,
            note=step.reason,
        )  # fmt: skip
        Step.objects.using(alias).filter(pk=step.pk).update(version=2)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_language'),
        ('cases', '0004_things'),
        ('walk', '0002_guards'),
        ('audit', '0002_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Plain SQL, the same on both databases: on SQLite AddField would rebuild the table and drop its triggers.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE walk_step ADD COLUMN version integer DEFAULT 1 NOT NULL CHECK (version >= 0)",
                    "ALTER TABLE walk_step DROP COLUMN version",
                ),
            ],
            state_operations=[migrations.AddField(model_name='step', name='version', field=VERSION)],
        ),
        migrations.AlterField(
            model_name='step',
            name='state',
            field=models.CharField(choices=[('planned', 'Planned'), ('approved', 'Approved'), ('drafted', 'Drafted'), ('sent', 'Sent'), ('received', 'Received'), ('recognised', 'Recognised'), ('executed', 'Executed'), ('partly', 'Partly executed'), ('returned', 'Returned'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired')], default='planned', max_length=20),
        ),
        migrations.CreateModel(
            name='StepEvent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('state', 'Change of state'), ('extension', 'Extension'), ('suspension', 'Suspension'), ('resumption', 'Resumption'), ('chaser', 'Chaser'), ('remark', 'Remark')], max_length=12)),
                ('from_state', models.CharField(blank=True, max_length=20)),
                ('to_state', models.CharField(blank=True, max_length=20)),
                ('happened_on', models.DateField()),
                ('happened_time', models.TimeField(blank=True, null=True)),
                ('zone', models.CharField(blank=True, max_length=60)),
                ('detail', models.JSONField(blank=True, default=dict)),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='walk.step')),
            ],
            options={
                'ordering': ['step', 'number'],
                'constraints': [models.UniqueConstraint(fields=('step', 'number'), name='walk_event_number'), models.UniqueConstraint(fields=('id', 'case', 'agency'), name='walk_event_triple'), models.CheckConstraint(condition=models.Q(models.Q(('from_state', ''), ('kind__in', ['chaser', 'extension', 'remark', 'resumption', 'suspension']), ('to_state', '')), models.Q(('from_state', ''), ('kind', 'state'), ('to_state__in', ['planned'])), models.Q(('from_state', 'approved'), ('kind', 'state'), ('to_state__in', ['drafted', 'expired', 'planned', 'sent', 'withdrawn'])), models.Q(('from_state', 'drafted'), ('kind', 'state'), ('to_state__in', ['approved', 'expired', 'planned', 'sent', 'withdrawn'])), models.Q(('from_state', 'executed'), ('kind', 'state'), ('to_state__in', ['expired', 'partly', 'received', 'recognised', 'returned', 'sent'])), models.Q(('from_state', 'expired'), ('kind', 'state'), ('to_state__in', ['approved', 'drafted', 'executed', 'partly', 'planned', 'received', 'recognised', 'refused', 'returned', 'sent'])), models.Q(('from_state', 'partly'), ('kind', 'state'), ('to_state__in', ['executed', 'expired', 'received', 'recognised', 'refused', 'returned', 'sent', 'withdrawn'])), models.Q(('from_state', 'planned'), ('kind', 'state'), ('to_state__in', ['approved', 'drafted', 'expired', 'withdrawn'])), models.Q(('from_state', 'received'), ('kind', 'state'), ('to_state__in', ['executed', 'expired', 'partly', 'recognised', 'refused', 'returned', 'sent', 'withdrawn'])), models.Q(('from_state', 'recognised'), ('kind', 'state'), ('to_state__in', ['executed', 'expired', 'partly', 'received', 'refused', 'returned', 'sent', 'withdrawn'])), models.Q(('from_state', 'refused'), ('kind', 'state'), ('to_state__in', ['expired', 'partly', 'received', 'recognised', 'returned', 'sent'])), models.Q(('from_state', 'returned'), ('kind', 'state'), ('to_state__in', ['executed', 'expired', 'partly', 'received', 'recognised', 'refused', 'sent', 'withdrawn'])), models.Q(('from_state', 'sent'), ('kind', 'state'), ('to_state__in', ['approved', 'drafted', 'executed', 'expired', 'partly', 'received', 'recognised', 'refused', 'returned', 'withdrawn'])), models.Q(('from_state', 'withdrawn'), ('kind', 'state'), ('to_state__in', ['approved', 'drafted', 'partly', 'planned', 'received', 'recognised', 'returned', 'sent'])), _connector='OR'), name='walk_event_lawful'), models.CheckConstraint(condition=models.Q(models.Q(('happened_time__isnull', True), ('zone', '')), models.Q(('happened_time__isnull', False), models.Q(('zone', ''), _negated=True)), _connector='OR'), name='walk_event_time_with_zone')],
            },
        ),
        Fence("walk_stepevent", ["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
        Fence("walk_stepevent", ["step_id", "case_id", "agency_id"], "walk_step", ["id", "case_id", "agency_id"]),
        Immutable("walk_stepevent"),
        migrations.RunPython(begin_the_logs, migrations.RunPython.noop),
    ]
