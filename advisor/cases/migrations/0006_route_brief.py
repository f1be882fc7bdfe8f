"""What the overview of a route shows, and what people decide about a route that law or facts have left behind."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from advisor.audit.guards import Fence
from instruments.guards import Immutable


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_language'),
        ('cases', '0005_team'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RouteBrief',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('document', models.JSONField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('route', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='brief', to='cases.caseroute')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RouteDecision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('kept', 'The route stays as it is'), ('renewed', 'A new route was made')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('on', models.DateField()),
                ('edition_label', models.CharField(max_length=80)),
                ('edition_sha256', models.CharField(max_length=64)),
                ('engine_version', models.CharField(max_length=20)),
                ('case_version', models.PositiveIntegerField()),
                ('moved', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('route', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='cases.caseroute')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='cases.caseroute')),
            ],
            options={
                'ordering': ['-at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'kept'), ('successor__isnull', True), models.Q(('reason', ''), _negated=True)), models.Q(('kind', 'renewed'), ('successor__isnull', False)), _connector='OR'), name='cases_route_decision_whole')],
            },
        ),
        *(
            Fence(table, columns, parent, keys)
            for table in ("cases_routebrief", "cases_routedecision")
            for columns, parent, keys in (
                (["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
                (["route_id", "case_id", "agency_id"], "cases_caseroute", ["id", "case_id", "agency_id"]),
            )
        ),
        Fence(
            "cases_routedecision",
            ["successor_id", "case_id", "agency_id"],
            "cases_caseroute",
            ["id", "case_id", "agency_id"],
        ),
        Immutable("cases_routebrief"),
        Immutable("cases_routedecision"),
    ]
