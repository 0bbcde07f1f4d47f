"""`manage.py checkfiles`: compare the files in the database with the bytes in the storage."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from files.services import orphans


class Command(BaseCommand):
    help = (
        "Look for files without bytes, and for bytes without a file. Exits with an error where files have no bytes. "
        "A job looks once a day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete bytes without a file that are a day old")

    def handle(self, *args: Any, **options: Any) -> None:
        found = orphans.find(delete=options["delete"])
        done = "deleted" if options["delete"] else "found"
        self.stdout.write(f"Bytes without a file: {found.without_file} {done}.")
        for file_id in found.without_bytes:
            self.stdout.write(f"No bytes: {file_id}")
        if found.without_bytes:
            raise CommandError(f"{len(found.without_bytes)} files have no bytes.")
