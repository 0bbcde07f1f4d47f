from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core.db.live_migrations import LiveMigration


def begin(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("chat", "Epoch").objects.get_or_create(pk=1)


class Migration(LiveMigration):
    dependencies = [("chat", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
