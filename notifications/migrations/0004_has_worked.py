"""Whether a device has taken a push since it subscribed."""

from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('notifications', '0003_letters'),
    ]

    operations = [
        migrations.AddField(
            model_name='pushsubscription',
            name='has_worked',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
