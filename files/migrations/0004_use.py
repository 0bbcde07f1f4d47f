from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):
    dependencies = [("files", "0002_copies")]

    operations = [
        migrations.AddField(
            model_name="file",
            name="use",
            field=models.CharField(
                blank=True,
                choices=[("portrait", "Portrait"), ("picture", "Picture"), ("logo", "Logo")],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
    ]
