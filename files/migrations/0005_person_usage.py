"""How much the files of people take, and lists of the largest files."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('accounts', '0012_site_logo'),
        ('files', '0004_use'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonUsage',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('files', models.PositiveIntegerField()),
                ('size', models.PositiveBigIntegerField()),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'storage of a person',
                'verbose_name_plural': 'storage by person',
            },
        ),
        migrations.AddIndex(
            model_name='file',
            index=models.Index(fields=['-size', '-id'], name='files_by_size'),
        ),
        migrations.AddIndex(
            model_name='file',
            index=models.Index(fields=['owner', '-size', '-id'], name='files_of_a_person_by_size'),
        ),
        migrations.AddIndex(
            model_name='personusage',
            index=models.Index(fields=['-size', '-person'], name='people_by_usage'),
        ),
    ]
