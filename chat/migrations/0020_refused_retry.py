"""Refused retries: what refuses an earlier try of a message that arrives late."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('chat', '0019_successor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RefusedRetry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.UUIDField()),
                ('attempt', models.PositiveIntegerField()),
                ('at', models.DateTimeField(db_index=True)),
                ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.room')),
            ],
            options={
                'verbose_name': 'refused retry',
                'verbose_name_plural': 'refused retries',
                'constraints': [models.UniqueConstraint(fields=('author', 'nonce', 'room'), name='one_refusal_of_a_message')],
            },
        ),
    ]
