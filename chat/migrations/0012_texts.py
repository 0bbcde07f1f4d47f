"""How a text spells its mentions, and the names and topics of rooms as a search compares them. A worker of the version
before writes neither."""

from django.db import migrations, models

import accounts.user_names.spelling
import core.text.unicode
from core.db.live_migrations import LiveMigration

BATCH = 1000


def fill(apps, schema_editor):
    rooms = apps.get_model("chat", "Room").objects.using(schema_editor.connection.alias)
    last = 0
    while some := list(rooms.filter(pk__gt=last).order_by("pk").only("name", "topic")[:BATCH]):
        for room in some:
            name = core.text.unicode.searchable(room.name, 80)
            room.search_key = f"{name}\n{core.text.unicode.searchable(room.topic, 250)}"
        rooms.bulk_update(some, ["search_key"])
        last = some[-1].pk


def legible(length):
    return models.CharField(
        blank=True, max_length=length, validators=[accounts.user_names.spelling.require_legible]
    )


class Migration(LiveMigration):
    dependencies = [("chat", "0011_default_rooms")]

    operations = [
        migrations.AddField("message", "mention_texts", models.JSONField(blank=True, editable=False, null=True)),
        migrations.AlterField("room", "name", legible(80)),
        migrations.AlterField("room", "topic", legible(250)),
        migrations.AddField("room", "search_key", models.TextField(blank=True, default="", db_default="", editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
