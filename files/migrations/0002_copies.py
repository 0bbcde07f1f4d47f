"""Files that share their bytes with another one. A worker of the version before makes none."""

from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='file',
            name='is_copy',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
