from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):
    dependencies = [("files", "0005_person_usage")]

    operations = [
        migrations.AddField(
            model_name="file",
            name="parts",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
