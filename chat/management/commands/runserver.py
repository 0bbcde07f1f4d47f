"""`manage.py runserver`: the development server. It uses production's server class and reloads changed code."""

from functools import partial
from typing import Any

from daphne.management.commands.runserver import Command as DaphneCommand
from daphne.management.commands.runserver import get_default_application

from chat.management import welcome
from chat.management.commands.serve import expect_alone, expect_no_restore
from core import debug_mode
from core.minute_counts import flushing
from realtime.server.server import Server


class Command(DaphneCommand):
    server_cls: Any = Server

    def run(self, **options: Any) -> None:
        debug_mode.expect_loopback(self.addr)
        super().run(**options)

    def inner_run(self, *args: Any, **options: Any) -> None:
        expect_no_restore()
        expect_alone()
        flushing.start()
        self.server_cls = partial(Server, ready_callable=self._welcome)
        super().inner_run(*args, **options)

    def get_application(self, options: Any) -> Any:
        # Django's handler for static files is left out: WhiteNoise serves them as in production.
        return get_default_application()

    def _welcome(self) -> None:
        for line in welcome.lines(self.addr, self.port):
            self.stdout.write(line)
        self.stdout.flush()
