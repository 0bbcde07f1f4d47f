"""`manage.py demo`: people, rooms and weeks of conversation to try the site with."""

import os
import unicodedata
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from chat.demo import site
from chat.models import Message, Room
from config.errors import Problem


class Command(BaseCommand):
    help = "Fill an empty site with people, rooms and conversations to try it with."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="also with DEBUG off, where strangers may come along")

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        if not settings.DEBUG and not force:
            raise CommandError(
                "DEBUG is off, so this may be a real site, and everybody knows the demo's passwords. "
                "If that is what you want: manage.py demo --force"
            )
        if site.is_filled():
            self.stdout.write("The demo is here already; nothing was added.")
        else:
            self._fill()
        self._show_sign_ins()

    def _fill(self) -> None:
        try:
            site.fill(until=timezone.now())
        except Problem:
            raise CommandError(
                "This site has people of its own, so the demo leaves it alone. Give it a database of its own: "
                "IRORI_STATE=var/demo make demo, and then IRORI_STATE=var/demo make run (or another DATABASE_URL)"
            ) from None
        self.stdout.write(f"{Room.objects.count()} rooms with {Message.objects.count():,} messages are ready.")

    def _show_sign_ins(self) -> None:
        rows = [(user.username, user.display_name, person.role) for person, user in site.sign_ins()]
        widths = [max(_width(row[column]) for row in rows) for column in (0, 1)]
        self.stdout.write("\nSign in as")
        for username, display_name, role in rows:
            padded = (_padded(username, widths[0]), _padded(display_name, widths[1]), role)
            self.stdout.write("  " + "  ".join(padded))
        self.stdout.write(f"each with the password: {site.PASSWORD}")
        self.stdout.write(f"\n`make run`, then open http://{_address()}/")


def _address() -> str:
    host = os.environ.get("HOST") or "127.0.0.1"
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, f"[{host}]" if ":" in host else host)
    return f"{shown}:{os.environ.get('PORT') or '8000'}"


def _width(text: str) -> int:
    """Columns in a terminal, where a Japanese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
