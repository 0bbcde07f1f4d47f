"""Word rules, and messages that wait until somebody has looked at them."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('accounts', '0012_site_logo'),
        ('chat', '0018_guards'),
        ('moderation', '0002_restrictions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Newcomer',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('released', models.PositiveSmallIntegerField(default=0)),
                ('is_known', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='RuleSet',
            fields=[
                ('place', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('edition', models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.CreateModel(
            name='FirstMessages',
            fields=[
                ('id', models.SmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('count', models.PositiveSmallIntegerField(default=0, help_text='Of accounts made from now on, in public rooms. 0: none.', verbose_name='first messages to hold')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'first messages',
                'verbose_name_plural': 'first messages',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='first_messages_are_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('word', 'Word'), ('link', 'Link')], default='word', max_length=4)),
                ('pattern', models.CharField(help_text='A word, or the beginning of words with * behind it; a host, or *.host.', max_length=200)),
                ('key', models.CharField(editable=False, max_length=202)),
                ('action', models.CharField(choices=[('warn', 'Warn the author'), ('hold', 'Hold for review'), ('refuse', 'Refuse')], default='warn', max_length=6)),
                ('note', models.CharField(blank=True, help_text='What the author is told.', max_length=200)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('created_by', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(blank=True, db_index=False, help_text='Empty: all rooms.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.room')),
            ],
        ),
        migrations.CreateModel(
            name='HeldMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.UUIDField()),
                ('text', models.TextField(blank=True, max_length=10000)),
                ('files', models.JSONField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('released', 'Released'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn by the author')], default='waiting', max_length=9)),
                ('is_first', models.BooleanField(default=False, verbose_name='first message')),
                ('note', models.CharField(blank=True, max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reply_to', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='chat.message')),
                ('room', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.room')),
                ('thread', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='chat.message')),
                ('rule', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.rule')),
            ],
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.UniqueConstraint(condition=models.Q(('room__isnull', False)), fields=('room', 'kind', 'key'), name='one_rule_of_a_room'),
        ),
        migrations.AddConstraint(
            model_name='rule',
            constraint=models.UniqueConstraint(condition=models.Q(('room', None)), fields=('kind', 'key'), name='one_rule_of_the_site'),
        ),
        migrations.AddIndex(
            model_name='heldmessage',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['room', 'id'], name='held_messages_of_a_room'),
        ),
        migrations.AddIndex(
            model_name='heldmessage',
            index=models.Index(fields=['author', 'id'], name='held_messages_of_an_author'),
        ),
        migrations.AddIndex(
            model_name='heldmessage',
            index=models.Index(condition=models.Q(('state', 'waiting'), _negated=True), fields=['decided_at'], name='decided_held_messages'),
        ),
        migrations.AddIndex(
            model_name='heldmessage',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['at'], name='held_messages_by_age'),
        ),
        migrations.AddConstraint(
            model_name='heldmessage',
            constraint=models.UniqueConstraint(fields=('author', 'nonce'), name='held_message_nonce'),
        ),
    ]
