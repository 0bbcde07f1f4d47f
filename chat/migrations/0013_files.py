"""What messages carry, and the pictures of rooms. A worker of the version before writes neither."""

import django.db.models.deletion
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('chat', '0012_texts'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='files',
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='room',
            name='picture',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=200),
        ),
        migrations.CreateModel(
            name='MessageFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='message_file', to='files.file')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='file_rows', to='chat.message')),
                ('room', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.room')),
            ],
            options={
                'indexes': [models.Index(fields=['room', '-id'], name='files_of_a_room')],
            },
        ),
    ]
