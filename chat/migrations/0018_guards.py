"""Guards: what says that an app has something to ask before somebody writes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('accounts', '0012_site_logo'),
        ('chat', '0017_groups'),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonGuards',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('guards', models.PositiveSmallIntegerField(db_default=0, default=0)),
            ],
            options={
                'verbose_name': 'guards of a person',
                'verbose_name_plural': 'guards of a person',
            },
        ),
        migrations.AddField(
            model_name='membership',
            name='guards',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='room',
            name='guards',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.CreateModel(
            name='SiteGuards',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('guards', models.PositiveSmallIntegerField(db_default=0, default=0)),
            ],
            options={
                'verbose_name': 'guards of the site',
                'verbose_name_plural': 'guards of the site',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='site_guards_are_one_row')],
            },
        ),
    ]
