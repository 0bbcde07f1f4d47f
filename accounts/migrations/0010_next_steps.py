"""Whether the person who set the site up is still shown what to do next."""

from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):
    dependencies = [("accounts", "0009_search_keys")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="next_steps",
            field=models.BooleanField(default=False, db_default=False, editable=False),
        ),
    ]
