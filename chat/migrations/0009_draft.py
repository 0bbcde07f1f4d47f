"""A kept draft is called a draft everywhere. Its table keeps its name: a worker of the version before runs beside this one."""

from django.db import migrations

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):
    dependencies = [("chat", "0008_text_rev")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelTable("KeptDraft", "chat_keptdraft"),
                migrations.RenameModel("KeptDraft", "Draft"),
            ]
        )
    ]
