"""The names of people as a search compares them."""

from django.db import migrations, models

import core.text.unicode
from core.db.live_migrations import LiveMigration

BATCH = 1000


def fill(apps, schema_editor):
    users = apps.get_model("accounts", "User").objects.using(schema_editor.connection.alias)
    last = 0
    while people := list(users.filter(pk__gt=last).order_by("pk").only("username", "display_name")[:BATCH]):
        for person in people:
            names = [core.text.unicode.searchable(name, 300) for name in (person.username, person.display_name)]
            person.search_key = "\n{}\n{}\n".format(*names)
        users.bulk_update(people, ["search_key"])
        last = people[-1].pk


class Migration(LiveMigration):
    dependencies = [("accounts", "0008_time_zone_and_status_end")]

    operations = [
        migrations.AddField("user", "search_key", models.TextField(blank=True, default="", db_default="", editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
