"""`manage.py resetpassword`: print a link that sets a new password, for a site without mail or an administrator who
forgot theirs."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from accounts.backends import by_name_or_email
from accounts.services import password_reset
from core import machine
from core.problems import Problem


class Command(BaseCommand):
    help = "Print a link by which somebody sets a new password, good once and for a day. HOST and PORT are those of the site."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="user name or e-mail address")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = by_name_or_email(username).first()
        if user is None:
            raise CommandError(f"Nobody here is called {username}.")
        try:
            link = password_reset.hand(user=user, site=_site())
        except Problem:
            raise CommandError(f"{user.username} is deactivated: activate the account in the admin first.") from None
        self.stdout.write(f"{user.get_full_name()} (@{user.username}) sets a new password at:")
        self.stdout.write(link)
        self.stdout.write(
            "It works once, within a day. Whoever has it first has the account, so hand it over privately."
        )


def _site() -> str:
    if settings.ORIGINS:
        return str(settings.ORIGINS[0])
    here, *others = machine.urls(settings.HOST, settings.PORT)
    # The link may be opened on another machine, so it has the host by which that reaches the site.
    return others[0] if others else here
