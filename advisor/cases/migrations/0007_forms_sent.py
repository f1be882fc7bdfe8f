"""The forms of a case that were taken already, fenced into it."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from advisor.audit.guards import Fence


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_language'),
        ('cases', '0006_route_brief'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FormSent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=40)),
                ('said', models.CharField(max_length=64)),
                ('leads_to', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'key', 'said'), name='cases_form_once')],
            },
        ),
        Fence("cases_formsent", ["case_id", "agency_id"], "cases_case", ["id", "agency_id"]),
    ]
