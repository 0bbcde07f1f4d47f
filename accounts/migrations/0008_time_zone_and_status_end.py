from django.db import migrations, models

import accounts.models.time_zones
from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('accounts', '0007_idempotency_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='status_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='time_zone',
            field=models.CharField(blank=True, db_default='', default='', max_length=64, validators=[accounts.models.time_zones.require_time_zone]),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(condition=models.Q(('status_until__isnull', False)), fields=['status_until'], name='users_by_status_end'),
        ),
    ]
