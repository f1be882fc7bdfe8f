"""Who works on a case, notes and mentions, decisions about the case as a whole, and the words it is found by."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from advisor.audit.guards import Fence
from advisor.cases.word_index import WordIndex
from instruments.guards import Frozen, Immutable


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_language'),
        ('cases', '0004_things'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseDecision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('closed', 'Closed'), ('reopened', 'Reopened'), ('handed_over', 'Handed over'), ('restricted', 'Shown to its members only'), ('unrestricted', 'Shown to the whole agency')], max_length=20)),
                ('reason', models.CharField(blank=True, choices=[('done', 'Everything that was asked for has come'), ('ended', 'The proceedings ended here'), ('passed_on', 'Another authority has taken it over'), ('no_way', 'No way is left to get what is needed'), ('mistake', 'It was opened by mistake, or twice')], max_length=20)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CaseMember',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('investigator', 'Investigator'), ('prosecutor', 'Prosecutor'), ('translator', 'Translator'), ('reader', 'Reader')], max_length=20)),
                ('version', models.PositiveIntegerField(default=1)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['added_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CaseMention',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CaseNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='CaseText',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('words', models.TextField()),
                ('of', models.DateTimeField()),
            ],
        ),
        # Plain SQL, the same on both databases: on SQLite AddField would rebuild the table and drop its triggers.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE cases_case ADD COLUMN restricted bool DEFAULT false NOT NULL",
                    "ALTER TABLE cases_case DROP COLUMN restricted",
                ),
                migrations.RunSQL(
                    "ALTER TABLE cases_case ADD COLUMN state varchar(10) DEFAULT 'open' NOT NULL",
                    "ALTER TABLE cases_case DROP COLUMN state",
                ),
            ],
            state_operations=[
                migrations.AddField(model_name='case', name='restricted', field=models.BooleanField(default=False)),
                migrations.AddField(
                    model_name='case',
                    name='state',
                    field=models.CharField(choices=[('open', 'Open'), ('closed', 'Closed')], default='open', max_length=10),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('restricted', True)), fields=['agency'], name='cases_restricted'),
        ),
        migrations.AddField(
            model_name='casedecision',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency'),
        ),
        migrations.AddField(
            model_name='casedecision',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casedecision',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case'),
        ),
        migrations.AddField(
            model_name='casedecision',
            name='to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casemember',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casemember',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency'),
        ),
        migrations.AddField(
            model_name='casemember',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case'),
        ),
        migrations.AddField(
            model_name='casemember',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casemention',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency'),
        ),
        migrations.AddField(
            model_name='casemention',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case'),
        ),
        migrations.AddField(
            model_name='casemention',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casenote',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency'),
        ),
        migrations.AddField(
            model_name='casenote',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casenote',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case'),
        ),
        migrations.AddField(
            model_name='casenote',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casemention',
            name='note',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='cases.casenote'),
        ),
        migrations.AddField(
            model_name='casetext',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agency'),
        ),
        migrations.AddField(
            model_name='casetext',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='cases.case'),
        ),
        migrations.AddIndex(
            model_name='casemember',
            index=models.Index(fields=['user', 'role', 'case'], name='cases_member_of'),
        ),
        migrations.AddConstraint(
            model_name='casemember',
            constraint=models.UniqueConstraint(fields=('case', 'user'), name='cases_member_once'),
        ),
        migrations.AddConstraint(
            model_name='casemember',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['lead', 'investigator', 'prosecutor', 'translator', 'reader'])), name='cases_member_role_known'),
        ),
        migrations.AddConstraint(
            model_name='casenote',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='cases_note_number'),
        ),
        migrations.AddConstraint(
            model_name='casenote',
            constraint=models.UniqueConstraint(fields=('id', 'case', 'agency'), name='cases_note_triple'),
        ),
        migrations.AddIndex(
            model_name='casemention',
            index=models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['user'], name='cases_mention_unseen'),
        ),
        migrations.AddConstraint(
            model_name='casemention',
            constraint=models.UniqueConstraint(fields=('note', 'user'), name='cases_mention_once'),
        ),
        migrations.AddConstraint(
            model_name='casetext',
            constraint=models.UniqueConstraint(fields=('case',), name='cases_text_once'),
        ),
        *(
            Fence(table, ["case_id", "agency_id"], "cases_case", ["id", "agency_id"])
            for table in (
                "cases_casemember",
                "cases_casenote",
                "cases_casemention",
                "cases_casedecision",
                "cases_casetext",
            )
        ),
        Fence("cases_casemention", ["note_id", "case_id", "agency_id"], "cases_casenote", ["id", "case_id", "agency_id"]),
        Frozen("cases_casenote", ["number", "text", "by_id", "at"]),
        Immutable("cases_casedecision"),
        WordIndex("cases_casetext", "words"),
    ]
