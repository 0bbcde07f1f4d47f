"""A rule is deleted without reading all held messages."""

from django.conf import settings
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('chat', '0019_successor'),
        ('moderation', '0005_list_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='heldmessage',
            index=models.Index(condition=models.Q(('rule__isnull', False)), fields=['rule'], name='held_messages_of_a_rule'),
        ),
    ]
