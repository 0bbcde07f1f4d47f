"""Sections of one person's list of rooms."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.user_names.spelling
from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):
    dependencies = [
        ("chat", "0009_draft"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, validators=[accounts.user_names.spelling.require_legible])),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("position", "id"),
                "indexes": [models.Index(fields=["user", "position", "id"], name="sections_of_a_user")],
            },
        ),
        migrations.AddField(
            model_name="ownstate",
            name="sections_rev",
            field=models.PositiveBigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="membership",
            name="section",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="chat.section",
            ),
        ),
    ]
