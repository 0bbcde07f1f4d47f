"""An archived room may name the room where its conversation goes on."""

import django.db.models.deletion
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):
    dependencies = [("chat", "0018_guards")]

    operations = [
        migrations.AddField(
            model_name="room",
            name="successor",
            field=models.ForeignKey(
                blank=True, db_index=False, help_text='Of an archived room: where its conversation goes on.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="chat.room"
            ),
        ),
    ]
