"""`manage.py makekey`: print a new key for SIGNING_KEY."""

from typing import Any

from django.core.management import BaseCommand, CommandParser

from accounts import signing_keys


class Command(BaseCommand):
    help = (
        "Print a new key for SIGNING_KEY: HS256, a secret, or EdDSA or RS256, whose public half other programs get from "
        "/.well-known/jwks.json to check tokens themselves."
    )
    # It must run without a valid key: a missing one is the reason to run it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("algorithm", nargs="?", choices=signing_keys.ALGORITHMS, default="HS256")

    def handle(self, *args: Any, algorithm: str, **options: Any) -> None:
        self.stdout.write(signing_keys.make(algorithm))
