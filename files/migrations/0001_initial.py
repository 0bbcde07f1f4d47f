import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('blob', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=255)),
                ('kind', models.CharField(choices=[('photo', 'Photo'), ('file', 'File')], default='file', max_length=8)),
                ('type', models.CharField(blank=True, default='', max_length=100)),
                ('size', models.PositiveBigIntegerField()),
                ('received', models.PositiveBigIntegerField(default=0)),
                ('digest', models.CharField(blank=True, default='', max_length=64)),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('alt', models.CharField(blank=True, default='', max_length=1000)),
                ('thumbhash', models.CharField(blank=True, default='', max_length=64)),
                ('thumbnails', models.JSONField(blank=True, default=dict)),
                ('is_animated', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('receiving', 'Receiving'), ('inspecting', 'Inspecting'), ('ready', 'Ready'), ('refused', 'Refused')], default='receiving', max_length=10)),
                ('refusal', models.CharField(blank=True, default='', max_length=32)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='files', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['owner', 'created_at'], name='files_of_a_person'), models.Index(condition=models.Q(('expires_at__isnull', False)), fields=['expires_at'], name='files_that_expire')],
            },
        ),
    ]
