"""`manage.py newepoch`: run it after a backup was restored, before the site serves."""

from typing import Any

from django.core.management import BaseCommand

from chat.services import site


class Command(BaseCommand):
    help = "Make clients forget what they have and load it again. Run it after restoring a backup, before the workers start."

    def handle(self, *args: Any, **options: Any) -> None:
        site.begin_epoch()
        self.stdout.write("Clients will load everything again when they connect.")
