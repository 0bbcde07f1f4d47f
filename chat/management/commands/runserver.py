"""`manage.py runserver`: the development server, with the same server class as production. It loads changed code anew."""

from functools import partial
from typing import Any

from daphne.management.commands.runserver import Command as DaphneCommand
from daphne.management.commands.runserver import get_default_application

from chat.management import welcome
from chat.management.commands.serve import expect_no_restore
from core import debug_mode
from realtime.server.server import Server


class Command(DaphneCommand):
    server_cls: Any = Server

    def run(self, **options: Any) -> None:
        debug_mode.expect_loopback(self.addr)
        super().run(**options)

    def inner_run(self, *args: Any, **options: Any) -> None:
        expect_no_restore()
        self.server_cls = partial(Server, ready_callable=self._welcome)
        super().inner_run(*args, **options)

    def get_application(self, options: Any) -> Any:
        # Not Django's handler for static files, which nothing stands in front of: WhiteNoise serves them as in production.
        return get_default_application()

    def _welcome(self) -> None:
        for line in welcome.lines(self.addr, self.port):
            self.stdout.write(line)
        self.stdout.flush()
