"""What others than their authors have deleted can be restored for a day."""

import django.db.models.deletion
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('chat', '0015_room_usage'),
        ('files', '0006_parts'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptMessage',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='kept', serialize=False, to='chat.message')),
                ('until', models.DateTimeField()),
                ('text', models.TextField(blank=True, max_length=10000)),
                ('mentions', models.JSONField(null=True)),
                ('mentions_here', models.BooleanField(default=False)),
                ('mention_texts', models.JSONField(null=True)),
                ('files', models.JSONField(null=True)),
                ('reactions', models.JSONField(null=True)),
                ('earlier_texts', models.JSONField(default=list)),
            ],
            options={
                'verbose_name': 'deleted message that can be restored',
                'verbose_name_plural': 'deleted messages that can be restored',
                'indexes': [models.Index(fields=['until'], name='kept_messages_that_end')],
            },
        ),
        migrations.CreateModel(
            name='KeptFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('picture', 'Picture'), ('video', 'Video'), ('audio', 'Audio'), ('other', 'Other')], max_length=7)),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='kept_file', to='files.file')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='file_rows', to='chat.keptmessage')),
            ],
            options={
                'verbose_name': 'file of a deleted message',
                'verbose_name_plural': 'files of deleted messages',
            },
        ),
    ]
