"""Informal contacts: rows that are only added, fenced inside their case and agency."""

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
        ('walk', '0003_events'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('contact', 'Contact'), ('correction', 'Correction'), ('withdrawal', 'Withdrawal')], default='contact', max_length=12)),
                ('need_key', models.CharField(blank=True, max_length=20)),
                ('who', models.CharField(blank=True, max_length=300)),
                ('happened_on', models.DateField()),
                ('asked', models.TextField(blank=True)),
                ('told', models.TextField(blank=True)),
                ('citable', models.BooleanField(default=False)),
                ('why', models.CharField(blank=True, max_length=1000)),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='walk.contact')),
            ],
            options={
                'ordering': ['-happened_on', '-number'],
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='walk_contact_number'), models.UniqueConstraint(fields=('id', 'case', 'agency'), name='walk_contact_triple'), models.CheckConstraint(condition=models.Q(('citable', False), models.Q(('need_key', ''), _negated=True), _connector='OR'), name='walk_contact_cited_for_a_need'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'contact'), ('replaces__isnull', True)), models.Q(models.Q(('kind', 'contact'), _negated=True), ('replaces__isnull', False)), _connector='OR'), name='walk_contact_replaces')],
            },
        ),
        Fence("walk_contact", ["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
        Fence(
            "walk_contact", ["replaces_id", "case_id", "agency_id"], "walk_contact", ["id", "case_id", "agency_id"]
        ),
        Immutable("walk_contact"),
    ]
