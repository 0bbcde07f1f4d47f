"""Portraits. A worker of the version before shows none."""

from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('accounts', '0010_next_steps'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='avatar',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=200),
        ),
    ]
