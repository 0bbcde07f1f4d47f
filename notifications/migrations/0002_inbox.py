"""The inbox, and what people want to be told of."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('accounts', '0012_site_logo'),
        ('chat', '0019_successor'),
        ('notifications', '0001_push'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tries', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('faults', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('given_up_at', models.DateTimeField(blank=True, null=True)),
                ('messages', models.JSONField()),
                ('is_edit', models.BooleanField(db_default=False, default=False)),
                ('before', models.JSONField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'batch of messages to be told',
                'verbose_name_plural': 'batches of messages to be told',
            },
        ),
        migrations.CreateModel(
            name='Crowd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tries', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('faults', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('given_up_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('here', 'Here'), ('reply', 'Reply'), ('keyword', 'Keyword'), ('changed', 'Changed')], max_length=7)),
                ('after', models.BigIntegerField(blank=True, default=0, null=True)),
                ('is_waiting', models.BooleanField(default=True)),
                ('earlier_text', models.BigIntegerField(blank=True, null=True)),
                ('message', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.message')),
            ],
            options={
                'verbose_name': 'many people to be told',
                'verbose_name_plural': 'many people to be told',
                'indexes': [models.Index(condition=models.Q(('is_waiting', True)), fields=['id'], name='crowds_that_wait')],
                'constraints': [models.UniqueConstraint(fields=('message', 'kind'), name='crowd_once')],
            },
        ),
        migrations.CreateModel(
            name='InboxState',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('own_rev', models.PositiveBigIntegerField(db_default=0, default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Preferences',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('level', models.CharField(choices=[('all', 'All'), ('mentions', 'Mentions'), ('nothing', 'Nothing')], default='all', max_length=8)),
                ('muted_until', models.DateTimeField(blank=True, null=True)),
                ('undisturbed_until', models.DateTimeField(blank=True, null=True)),
                ('quiet_start', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('quiet_end', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('quiet_days', models.PositiveSmallIntegerField(default=127)),
            ],
            options={
                'verbose_name': 'preferences of notifications',
                'verbose_name_plural': 'preferences of notifications',
            },
        ),
        migrations.CreateModel(
            name='Snooze',
            fields=[
                ('membership', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='chat.membership')),
                ('until', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['until'], name='snoozes_that_end')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('all', 'All'), ('mentions', 'Mentions'), ('nothing', 'Nothing')], default='all', max_length=8)),
                ('muted_until', models.DateTimeField(blank=True, null=True)),
                ('is_asked_for', models.BooleanField(default=False)),
                ('thread', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.message')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'thread that is followed',
                'verbose_name_plural': 'threads that are followed',
                'indexes': [models.Index(fields=['user', 'id'], name='followed_by_a_person')],
                'constraints': [models.UniqueConstraint(fields=('thread', 'user'), name='followed_once')],
            },
        ),
        migrations.CreateModel(
            name='InboxItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField()),
                ('is_in_thread', models.BooleanField(default=False)),
                ('kind', models.CharField(blank=True, choices=[('mention', 'mention'), ('direct', 'direct'), ('here', 'here'), ('reply', 'reply'), ('keyword', 'keyword'), ('message', 'message')], max_length=8)),
                ('at', models.DateTimeField()),
                ('is_done', models.BooleanField(default=False)),
                ('undone_at_read_rev', models.PositiveBigIntegerField(blank=True, null=True)),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.membership')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.message')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'id'], name='inbox_of_a_person'), models.Index(fields=['at'], name='inbox_by_age')],
                'constraints': [models.UniqueConstraint(fields=('user', 'message'), name='told_once')],
            },
        ),
        migrations.CreateModel(
            name='Keyword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=60)),
                ('fold', models.TextField(editable=False)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'fold'), name='one_keyword_of_a_person')],
            },
        ),
    ]
