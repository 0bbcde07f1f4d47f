"""`manage.py demo`: people, rooms and weeks of conversation to try the site with."""

import os
import shlex
import unicodedata
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from chat.demo import site
from chat.management.welcome import addresses
from chat.models import Message, Room
from core.problems import Problem

NEW_PASSWORD = ".venv/bin/python manage.py demo --new-password"
# What `make run` takes where nothing is set.
USUAL = {"IRORI_STATE": "", "HOST": "127.0.0.1", "PORT": "8000"}


class Command(BaseCommand):
    help = "Fill an empty site with people, rooms and conversations to try it with."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new-password", action="store_true", help="give the demo's people another password")

    def handle(self, *args: Any, new_password: bool, **options: Any) -> None:
        if not site.is_filled():
            self._fill(password := site.new_password())
        elif new_password:
            site.change_password(password := site.new_password())
        else:
            password = ""
            self.stdout.write("The demo is here already; nothing was added.")
        self._show_sign_ins(password)

    def _fill(self, password: str) -> None:
        try:
            site.fill(until=timezone.now(), password=password)
        except Problem:
            raise CommandError(
                "This site has people of its own, so the demo leaves it alone. Give it a database of its own: "
                "IRORI_STATE=var/demo make demo (or another DATABASE_URL)"
            ) from None
        self.stdout.write(f"{Room.objects.count()} rooms with {Message.objects.count():,} messages are ready.")

    def _show_sign_ins(self, password: str) -> None:
        rows = [(user.username, user.display_name, person.role) for person, user in site.sign_ins()]
        widths = [max(_width(row[column]) for row in rows) for column in (0, 1)]
        self.stdout.write("\nSign in as")
        for username, display_name, role in rows:
            padded = (_padded(username, widths[0]), _padded(display_name, widths[1]), role)
            self.stdout.write("  " + "  ".join(padded))
        self.stdout.write(
            f"each with the password: {password}\nIt was made for this site and is shown only now."
            if password
            else f"each with the password that was shown when the demo came. Another one: {here(NEW_PASSWORD)}"
        )
        self.stdout.write(f"\n`{here('make run')}`, then open {addresses(settings.HOST, settings.PORT)[0]}/")


def here(command: str) -> str:
    """The command for this site and no other: with the variables that chose it. The database's URL may hold a password,
    so it is not printed."""
    chosen = {name: os.environ.get(name, usual) for name, usual in USUAL.items()}
    given = [f"{name}={shlex.quote(value)}" for name, value in chosen.items() if value != USUAL[name]]
    if os.environ.get("DATABASE_URL"):
        given.append("DATABASE_URL=…")
    return " ".join([*given, command])


def _width(text: str) -> int:
    """Columns in a terminal. A Japanese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
