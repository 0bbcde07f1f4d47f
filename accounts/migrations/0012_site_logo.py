"""The site's own logo. A worker of the version before shows Irori's."""

from django.db import migrations, models

from core.db.live_migrations import LiveMigration


class Migration(LiveMigration):

    dependencies = [
        ('accounts', '0011_files'),
    ]

    operations = [
        migrations.CreateModel(
            name='SiteLogo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('light', models.CharField(blank=True, default='', editable=False, max_length=200)),
                ('dark', models.CharField(blank=True, default='', editable=False, max_length=200)),
            ],
            options={
                'verbose_name': 'logo of the site',
                'verbose_name_plural': 'logo of the site',
            },
        ),
    ]
