"""The kind by which a list of files is filtered."""

from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('chat', '0013_files'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='messagefile',
            name='kind',
            field=models.CharField(choices=[('picture', 'Picture'), ('video', 'Video'), ('audio', 'Audio'), ('other', 'Other')], db_default='other', default='other', max_length=7),
        ),
        migrations.AddIndex(
            model_name='messagefile',
            index=models.Index(fields=['room', 'kind', '-id'], name='files_of_a_kind'),
        ),
    ]
