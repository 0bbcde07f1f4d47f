"""For the lists of the admin: rare reports, mutes that hold, and messages that wait, without reading the others."""

from django.conf import settings
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('chat', '0019_successor'),
        ('moderation', '0004_groups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='heldmessage',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['id'], name='waiting_held_messages'),
        ),
        migrations.AddIndex(
            model_name='mute',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['id'], name='mutes_not_ended'),
        ),
        migrations.AddIndex(
            model_name='mute',
            index=models.Index(fields=['muted_by', 'id'], name='mutes_by_a_moderator'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['kind', 'id'], name='reports_of_a_kind'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['reason', 'id'], name='reports_for_a_reason'),
        ),
    ]
