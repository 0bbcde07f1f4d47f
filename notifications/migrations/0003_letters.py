"""When letters are due, what they have told of, and how much an inbox holds."""

from django.conf import settings
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('notifications', '0002_inbox'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='inboxstate',
            name='mail_due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='inboxstate',
            name='counted',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='inboxstate',
            name='counted_item',
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='inboxitem',
            name='letter',
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='preferences',
            name='mail',
            field=models.CharField(choices=[('quarter', 'Quarter'), ('hour', 'Hour'), ('day', 'Day'), ('never', 'Never')], db_default='day', default='day', max_length=7),
        ),
        migrations.AddField(
            model_name='preferences',
            name='letters_begun',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name='inboxstate',
            index=models.Index(condition=models.Q(('mail_due_at__isnull', False)), fields=['mail_due_at'], name='letters_that_wait'),
        ),
    ]
