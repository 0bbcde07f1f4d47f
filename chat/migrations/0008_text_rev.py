from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):
    """The rev of a message's last edit. Messages from before have none: any rev that somebody saw of them is late enough."""

    dependencies = [
        ('chat', '0007_own_state'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='text_rev',
            field=models.PositiveBigIntegerField(blank=True, editable=False, null=True),
        ),
    ]
