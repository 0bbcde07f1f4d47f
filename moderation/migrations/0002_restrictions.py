"""Mutes, bans from the site, and people whom others hide."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('chat', '0018_guards'),
        ('moderation', '0001_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Hidden',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hidden', models.BooleanField(default=True)),
                ('own_rev', models.PositiveBigIntegerField(default=0)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'own_rev'], name='hidden_by_a_person'), models.Index(condition=models.Q(('hidden', True)), fields=['user'], name='now_hidden_by_a_person')],
                'constraints': [models.UniqueConstraint(fields=('user', 'person'), name='hidden_once')],
            },
        ),
        migrations.CreateModel(
            name='Mute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('seconds', models.PositiveIntegerField(blank=True, null=True)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, help_text='The person reads it.', max_length=200)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('own_rev', models.PositiveBigIntegerField(default=0, editable=False)),
                ('muted_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.room')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'own_rev'], name='mutes_of_a_person'), models.Index(condition=models.Q(('ended_at', None)), fields=['room', 'id'], name='mutes_of_a_room'), models.Index(condition=models.Q(('ended_at', None), ('until__isnull', False)), fields=['until'], name='mutes_that_end')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('room__isnull', False)), fields=('room', 'user'), name='one_mute_in_a_room'), models.UniqueConstraint(condition=models.Q(('room', None)), fields=('user',), name='one_mute_on_the_site')],
            },
        ),
        migrations.CreateModel(
            name='SiteBan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('reason', models.CharField(blank=True, help_text='For the staff.', max_length=200)),
                ('lifted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('remove_since', models.DateTimeField(blank=True, editable=False, null=True)),
                ('removed', models.PositiveIntegerField(default=0, editable=False, verbose_name='messages removed')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='removal completed')),
                ('banned_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ban from the site',
                'verbose_name_plural': 'bans from the site',
                'indexes': [models.Index(condition=models.Q(('lifted_at', None)), fields=['id'], name='standing_site_bans')],
            },
        ),
    ]
