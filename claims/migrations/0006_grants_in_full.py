import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


CARRY_OVER = """
-- What was on record in the earlier columns. A text about attempts becomes one attempt on the day of the request; a
-- clause asks for the field that it asked for before.
INSERT INTO claims_recordattempt (grant_id, made_on, how, answer, added_by_id)
SELECT id, requested_at::date, left(attempts_on_record, 300), '', requested_by_id
  FROM claims_anonymitygrant WHERE attempts_on_record <> '';
INSERT INTO claims_anonymitygrant_identity_known_by (anonymitygrant_id, user_id)
SELECT id, known_before_id FROM claims_anonymitygrant WHERE known_before_id IS NOT NULL;
UPDATE claims_anonymitygrant SET approval_level = 2 WHERE approved_by_id IS NOT NULL;
UPDATE claims_policyclause
   SET test = CASE met_by WHEN 'approved_by' THEN 'approved' WHEN 'attempts_on_record' THEN 'at_least'
                          WHEN 'identity_known_by' THEN 'at_least' ELSE 'filled' END,
       fields = CASE met_by WHEN 'approved_by' THEN '{}'::varchar[]
                            WHEN 'attempts_on_record' THEN '{attempts}'::varchar[]
                            ELSE ARRAY[met_by]::varchar[] END,
       wanted = CASE WHEN met_by IN ('attempts_on_record', 'identity_known_by') THEN '1'::jsonb END;
UPDATE claims_housepolicy SET in_force = true WHERE is_own;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0005_claims_by_their_words'),
    ]

    operations = [
        migrations.RenameField(model_name='anonymitygrant', old_name='granted_by', new_name='requested_by'),
        migrations.RenameField(model_name='anonymitygrant', old_name='granted_at', new_name='requested_at'),
        migrations.RenameField(model_name='anonymitygrant', old_name='identity_known_by', new_name='known_before'),
        migrations.CreateModel(
            name='ClauseGrade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('met', 'Met'), ('missing', 'Missing'), ('breached', 'Breached'), ('not_applicable', 'Does not apply')], max_length=16)),
                ('why', models.CharField(max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='GroupSize',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(help_text='The words that stand in descriptions: safety team, board.', max_length=100)),
                ('organisation', models.CharField(blank=True, help_text='Where: OpenAI. Empty if it is any.', max_length=200)),
                ('about', models.PositiveIntegerField(verbose_name='about how many people')),
                ('grounds', models.CharField(help_text='Whence it is known: a report, an organisation chart.', max_length=300)),
                ('as_of', models.DateField(verbose_name='as of')),
                ('added_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='Pseudonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'permissions': [('give_pseudonym', 'Can say that unnamed sources are one, by a code')],
            },
        ),
        migrations.CreateModel(
            name='PseudonymLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RecordAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_on', models.DateField(verbose_name='on')),
                ('how', models.CharField(help_text='By telephone, in person; not with whom.', max_length=300)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('added_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AlterModelOptions(
            name='anonymitygrant',
            options={'permissions': [('approve_anonymitygrant', 'Can approve unnamed sources in a supporting use'), ('approve_central_anonymitygrant', 'Can approve unnamed sources on whom a story rests')]},
        ),
        migrations.AlterModelOptions(
            name='housepolicy',
            options={'permissions': [('adopt_housepolicy', 'Can decide which house policy is in force')], 'verbose_name_plural': 'house policies'},
        ),
        migrations.RemoveConstraint(
            model_name='anonymitygrant',
            name='nobody_approves_his_own_grant',
        ),
        migrations.RemoveConstraint(
            model_name='anonymitygrant',
            name='grant_approval_names_its_person',
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='amended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='amended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='approval_level',
            field=models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Desk head'), (2, 'Senior editor')], null=True),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='corroborated_how',
            field=models.TextField(blank=True, verbose_name='how it was corroborated'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='corroboration',
            field=models.CharField(blank=True, choices=[('none', 'Not corroborated'), ('second_source', 'By a second, independent source'), ('document', 'By a document'), ('both', 'By a source and a document')], max_length=16, verbose_name='corroborated'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='end_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='ends_on',
            field=models.DateField(blank=True, null=True, verbose_name='the promise ends on'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='ends_when',
            field=models.CharField(blank=True, max_length=300, verbose_name='or when'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='is_attack',
            field=models.BooleanField(blank=True, null=True, verbose_name='a personal or partisan attack'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='is_vital',
            field=models.BooleanField(blank=True, null=True, verbose_name='vital to the report'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='jigsaw_checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='jigsaw check by'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='jigsaw_checked_on',
            field=models.DateField(blank=True, null=True, verbose_name='jigsaw check on'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='no_comment_checked',
            field=models.BooleanField(default=False, help_text='Ticked by somebody who knows the identity and has looked.', verbose_name='nobody quoted without a name is said to have declined to comment'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='only_this_way',
            field=models.BooleanField(blank=True, null=True, verbose_name='not available otherwise'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='other_side',
            field=models.CharField(blank=True, choices=[('nobody', 'Nobody is accused or criticised'), ('contacted', 'Contacted, no answer yet'), ('answered', 'Contacted, and the answer is in the piece')], max_length=12, verbose_name='the other side'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='people',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how many people really'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='policy',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.housepolicy'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='position_to_know',
            field=models.TextField(blank=True, verbose_name='in a position to know'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='promised_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='promise by'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='promised_on',
            field=models.DateField(blank=True, null=True, verbose_name='promised on'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='referred_on',
            field=models.DateField(blank=True, null=True, verbose_name='referred on'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='referred_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='referred to'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='reliability',
            field=models.TextField(blank=True, help_text='Right before? Checked against what?'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='seriousness',
            field=models.CharField(blank=True, choices=[('none', 'No allegation'), ('ordinary', 'An allegation'), ('serious', 'A serious allegation')], max_length=12, verbose_name='allegation'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='statement_kind',
            field=models.CharField(blank=True, choices=[('fact', 'Fact'), ('opinion', 'Opinion'), ('speculation', 'Speculation')], max_length=12, verbose_name='it is'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='terms',
            field=models.TextField(blank=True, verbose_name='terms of the promise'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='told_readers',
            field=models.TextField(blank=True, help_text='What the piece says about both.', verbose_name='reliability and motive, for readers'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='unmet',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='clauses missing or breached'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='weight',
            field=models.CharField(blank=True, choices=[('central', 'The story rests mainly on it'), ('supporting', 'It supports what stands without it')], max_length=12, verbose_name='weight in the story'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='why_vital',
            field=models.TextField(blank=True, verbose_name='why it is vital'),
        ),
        migrations.AddField(
            model_name='housepolicy',
            name='in_force',
            field=models.BooleanField(default=False, verbose_name='in force at this desk'),
        ),
        migrations.AddField(
            model_name='policyclause',
            name='fields',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='policyclause',
            name='only_if',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='policyclause',
            name='test',
            field=models.CharField(choices=[('filled', 'the fields are filled in'), ('one_of', 'the field is one of'), ('at_least', 'at least so many'), ('approved', 'approved at the level that its weight demands'), ('approver_knows', 'who approved knows the identity'), ('referred', 'referred to a senior editor'), ('says_more', 'the printed description says more than “a source”'), ('as_agreed', 'the printed description is the one that was agreed'), ('no_plural_for_one', 'no plural for one source'), ('no_no_comment', 'nobody who is quoted is said to have declined to comment'), ('byline', 'the article carries a byline'), ('promise_stands', 'the promise has not ended')], default='filled', max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='policyclause',
            name='wanted',
            field=models.JSONField(blank=True, default=None, null=True),
        ),
        migrations.AlterField(
            model_name='anonymitygrant',
            name='agreed_descriptor',
            field=models.CharField(blank=True, max_length=300, verbose_name='description that was agreed'),
        ),
        migrations.AlterField(
            model_name='anonymitygrant',
            name='how_they_know',
            field=models.TextField(blank=True, help_text='In the room? A copy of the report?', verbose_name='how they know'),
        ),
        migrations.AlterField(
            model_name='anonymitygrant',
            name='motive',
            field=models.TextField(blank=True, help_text='What the source gains or risks by speaking.'),
        ),
        migrations.AlterField(
            model_name='anonymitygrant',
            name='reason',
            field=models.TextField(blank=True, help_text='Why the source cannot be named.', verbose_name='reason, for readers'),
        ),
        migrations.AddField(
            model_name='clausegrade',
            name='clause',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='claims.policyclause'),
        ),
        migrations.AddField(
            model_name='clausegrade',
            name='grant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grades', to='claims.anonymitygrant'),
        ),
        migrations.AddField(
            model_name='groupsize',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pseudonym',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pseudonymlink',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pseudonymlink',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pseudonymlink',
            name='pseudonym',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='claims.pseudonym'),
        ),
        migrations.AddField(
            model_name='pseudonymlink',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='claims.source'),
        ),
        migrations.AddField(
            model_name='recordattempt',
            name='added_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='recordattempt',
            name='grant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='claims.anonymitygrant'),
        ),
        migrations.AddField(
            model_name='anonymitygrant',
            name='identity_known_by',
            field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='editors who know the identity'),
        ),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='anonymitygrant',
            name='attempts_on_record',
        ),
        migrations.RemoveField(
            model_name='policyclause',
            name='met_by',
        ),
        migrations.RemoveField(model_name='anonymitygrant', name='known_before'),
        migrations.AddIndex(
            model_name='anonymitygrant',
            index=models.Index(condition=models.Q(('approved_at', None), ('ended_at', None)), fields=['requested_at'], name='grants_that_wait'),
        ),
        migrations.AddIndex(
            model_name='anonymitygrant',
            index=models.Index(condition=models.Q(('approved_at__isnull', False)), fields=['approved_at'], name='grants_by_approval'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='anonymitygrant',
            trigger=pgtrigger.compiler.Trigger(name='grant_new_insert_restales', sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM restale(ARRAY(SELECT a.claim_id FROM claims_attribution a JOIN new_rows r ON r.attribution_id = a.id), '{}'::bigint[]); RETURN NULL;", hash='9868116fdfbfda1cb3ef894e4cfaef3be8552b40', level='STATEMENT', operation='INSERT', pgid='pgtrigger_grant_new_insert_restales_1943e', referencing='REFERENCING NEW TABLE AS new_rows ', table='claims_anonymitygrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='anonymitygrant',
            trigger=pgtrigger.compiler.Trigger(name='grant_grade_update_restales', sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM restale(ARRAY(SELECT a.claim_id FROM claims_attribution a JOIN (SELECT n.* FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE (o.unmet) IS DISTINCT FROM (n.unmet)) r ON r.attribution_id = a.id), '{}'::bigint[]); RETURN NULL;", hash='7391fe2a497e4b829f1c6f07926be053134af2b2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_grant_grade_update_restales_40d4f', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='claims_anonymitygrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='anonymitygrant',
            trigger=pgtrigger.compiler.Trigger(name='grant_gone_delete_restales', sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM restale(ARRAY(SELECT a.claim_id FROM claims_attribution a JOIN old_rows r ON r.attribution_id = a.id), '{}'::bigint[]); RETURN NULL;", hash='81ebe3b9eff9fe742c711fbb9c90e6589634e81e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_grant_gone_delete_restales_7bcf0', referencing='REFERENCING OLD TABLE AS old_rows ', table='claims_anonymitygrant', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='anonymitygrant',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(models.Q(('requested_by', None), models.Q(('approved_by', models.F('requested_by')), _negated=True), _connector='OR'), models.Q(('amended_by', None), models.Q(('approved_by', models.F('amended_by')), _negated=True), _connector='OR'), models.Q(('promised_by', None), models.Q(('approved_by', models.F('promised_by')), _negated=True), _connector='OR')), _connector='OR'), name='nobody_approves_his_own_grant'),
        ),
        migrations.AddConstraint(
            model_name='anonymitygrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approval_level', None), ('approved_at', None), ('approved_by', None)), models.Q(('approval_level__isnull', False), ('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='grant_approval_names_its_person'),
        ),
        migrations.AddConstraint(
            model_name='anonymitygrant',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), ('approval_level', 2), models.Q(('weight', 'supporting'), models.Q(('seriousness', 'serious'), _negated=True)), _connector='OR'), name='senior_editor_approves_what_a_story_rests_on'),
        ),
        migrations.AddConstraint(
            model_name='anonymitygrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='ended_promise_names_its_person_and_reason'),
        ),
        migrations.AddConstraint(
            model_name='anonymitygrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('referred_on', None), ('referred_to', None)), models.Q(('referred_on__isnull', False), ('referred_to__isnull', False)), _connector='OR'), name='referral_names_its_person_and_day'),
        ),
        migrations.AddConstraint(
            model_name='anonymitygrant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('jigsaw_checked_by', None), ('jigsaw_checked_on', None)), models.Q(('jigsaw_checked_by__isnull', False), ('jigsaw_checked_on__isnull', False)), _connector='OR'), name='jigsaw_check_names_its_person_and_day'),
        ),
        migrations.AddConstraint(
            model_name='anonymitygrant',
            constraint=models.CheckConstraint(condition=models.Q(('people', None), ('people__gte', 1), _connector='OR'), name='grant_is_for_somebody'),
        ),
        migrations.AddConstraint(
            model_name='housepolicy',
            constraint=models.UniqueConstraint(condition=models.Q(('in_force', True)), fields=('in_force',), name='one_policy_is_in_force'),
        ),
        migrations.AddConstraint(
            model_name='clausegrade',
            constraint=models.UniqueConstraint(fields=('grant', 'clause'), name='clause_is_graded_once_per_grant'),
        ),
        migrations.AddConstraint(
            model_name='groupsize',
            constraint=models.CheckConstraint(condition=models.Q(('about__gte', 1)), name='group_has_somebody_in_it'),
        ),
        migrations.AddConstraint(
            model_name='groupsize',
            constraint=models.CheckConstraint(condition=models.Q(('grounds', ''), _negated=True), name='group_size_gives_its_grounds'),
        ),
        migrations.AddConstraint(
            model_name='pseudonym',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^S-\\d{3,6}$')), name='pseudonym_is_a_number_of_the_desk'),
        ),
        migrations.AddConstraint(
            model_name='pseudonymlink',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('source',), name='source_bears_one_code_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='pseudonymlink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='ended_code_names_its_person'),
        ),
        migrations.AddConstraint(
            model_name='recordattempt',
            constraint=models.CheckConstraint(condition=models.Q(('how', ''), _negated=True), name='attempt_says_how_it_was_made'),
        ),
    ]
