"""`manage.py newepoch`: run it after the database was put back by other means than `restore`, before the site serves."""

from typing import Any

from django.core.management import BaseCommand
from django.db import connection, transaction

from chat.services import site
from core.jobs import restored


class Command(BaseCommand):
    help = (
        "Make clients forget what they have and load it again, and send no letter that waited when the database was copied. "
        "Run it after the database was put back by other means than restore, before the workers start."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        site.begin_epoch()
        with connection.cursor() as cursor:
            cursor.execute(restored.statement())
        self.stdout.write(
            "Clients will load everything again when they connect. Letters that waited in the copy may have been sent since: they "
            "are under Jobs in the admin, as failed for good, to be run again or removed."
        )
