"""How much the files of rooms take."""

import django.db.models.deletion
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('chat', '0014_file_kinds'),
    ]

    operations = [
        migrations.CreateModel(
            name='RoomUsage',
            fields=[
                ('room', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='chat.room')),
                ('files', models.PositiveIntegerField()),
                ('size', models.PositiveBigIntegerField()),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'storage of a room',
                'verbose_name_plural': 'storage by room',
                'indexes': [models.Index(fields=['-size', '-room'], name='rooms_by_usage')],
            },
        ),
    ]
