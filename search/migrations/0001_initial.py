import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep_signatures_in_the_row(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """PostgreSQL would move a signature to another table and compress it: each look at it would be a look-up. The text
    stays outside the row, so that a look at the signatures does not read it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_chunk ALTER COLUMN signature SET STORAGE PLAIN")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("chat", "0014_file_kinds")]

    operations = [
        migrations.CreateModel(
            name="IndexedRoom",
            fields=[
                (
                    "room",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="chat.room",
                    ),
                ),
                ("rev", models.PositiveBigIntegerField(default=0)),
                ("format", models.PositiveSmallIntegerField(default=1)),
            ],
            options={"verbose_name": "indexed room", "verbose_name_plural": "search index"},
        ),
        migrations.CreateModel(
            name="Chunk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "room",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="chat.room",
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                ("format", models.PositiveSmallIntegerField(default=1)),
                ("oldest_at", models.DateTimeField()),
                ("newest_at", models.DateTimeField()),
                ("signature", models.BinaryField()),
                ("text", models.TextField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("room", "number"), name="one_chunk_of_a_number")],
            },
        ),
        migrations.RunPython(keep_signatures_in_the_row, migrations.RunPython.noop),
    ]
