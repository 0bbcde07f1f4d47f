"""Default rooms, which every person who joins the site enters."""

from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):
    dependencies = [("chat", "0010_sections")]

    operations = [
        migrations.AddField(
            model_name="room",
            name="is_default",
            field=models.BooleanField("default room", default=False, db_default=False),
        ),
        migrations.AddIndex(
            model_name="room",
            index=models.Index(condition=models.Q(("is_default", True)), fields=["id"], name="default_rooms"),
        ),
    ]
