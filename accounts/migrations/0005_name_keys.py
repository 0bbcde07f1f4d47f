import collections

import django.core.validators
from django.core.management import CommandError
from django.db import migrations, models

import accounts.user_names.spelling

from core.db.live_migrations import LiveMigration

ADVICE = """\
These accounts have names or addresses that are the same to a person, who could not tell whose account it is. From now on only one of
each may have it:

{accounts}

Nothing has been changed. Give all but one of each another name or address: on the version you had until now, in the admin under
People; or with `python manage.py dbshell`, for example

  UPDATE accounts_user SET username = 'another.name' WHERE id = {example};

Then migrate again."""


def fill(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    users = User.objects.using(schema_editor.connection.alias)
    people = list(users.annotate(seen=models.Max("sessions__last_used_at")).order_by("pk"))
    for person in people:
        person.username_key = accounts.user_names.spelling.folded(person.username)
        person.email_key = accounts.user_names.spelling.folded(person.email) or None
    if same := [*_same(people, "username_key"), *_same(people, "email_key")]:
        lines = [line for group in same for line in ("  the same:", *map(_shown, group))]
        raise CommandError(ADVICE.format(accounts="\n".join(lines), example=same[0][-1].pk))
    users.bulk_update(people, ["username_key", "email_key"], batch_size=500)


def _same(people, key):
    groups = collections.defaultdict(list)
    for person in people:
        groups[getattr(person, key)].append(person)
    return [group for value, group in groups.items() if value is not None and len(group) > 1]


def _shown(person):
    seen = f"last seen {person.seen:%Y-%m-%d}" if person.seen else "not seen lately"
    return f"    id {person.pk}: {person.username} <{person.email}>, joined {person.date_joined:%Y-%m-%d}, {seen}"


class Migration(LiveMigration):

    dependencies = [
        ('accounts', '0004_status'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='username_key',
            field=models.CharField(editable=False, max_length=300, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='email_key',
            field=models.CharField(editable=False, max_length=300, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='user',
            name='username_key',
            field=models.CharField(editable=False, max_length=300, unique=True),
        ),
        migrations.AlterField(
            model_name='user',
            name='email_key',
            field=models.CharField(editable=False, max_length=300, null=True, unique=True),
        ),
        # What they held is held by the keys, and more.
        migrations.RemoveConstraint(
            model_name='user',
            name='user_username_any_case',
        ),
        migrations.RemoveConstraint(
            model_name='user',
            name='user_email_any_case',
        ),
        migrations.AlterModelOptions(
            name='user',
            options={'verbose_name': 'user', 'verbose_name_plural': 'users'},
        ),
        migrations.AlterField(
            model_name='user',
            name='username',
            field=models.CharField(error_messages={'unique': 'This user name is taken.'}, max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[\\w.-]+\\Z', 'Letters, digits and . _ - only.'), accounts.user_names.spelling.require_legible]),
        ),
        migrations.AlterField(
            model_name='user',
            name='display_name',
            field=models.CharField(blank=True, max_length=60, validators=[accounts.user_names.spelling.require_legible]),
        ),
    ]
