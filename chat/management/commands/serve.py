"""`manage.py serve`: one worker. The production command."""

import os
import resource
import socket
from contextlib import suppress
from typing import Any

from daphne.endpoints import build_endpoint_description_strings
from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import connections

from chat.management import welcome
from chat.services import continuity
from core import debug_mode, machine, serving_alone
from core.db import site_lock
from core.jobs import in_process as jobs
from core.jobs import queue
from core.minute_counts import flushing

# Of macOS, sys/syslimits.h: as many files as a process may open where no other bound is set.
OPEN_MAX = 10_240


class Command(BaseCommand):
    help = "Serve the site with Daphne. HOST and PORT come from the environment."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", default=settings.PORT)
        parser.add_argument(
            "--fd", type=int, help="serve on a socket that a supervisor has opened, instead of host and port"
        )

    def handle(self, *args: Any, host: str, port: str, fd: int | None, **options: Any) -> None:
        # Imported here: it installs Twisted's reactor, which no other command needs.
        from channels.routing import get_default_application

        from realtime.server.server import Server

        # Connections that earlier checks have opened have no deadlines (core/serving.py).
        connections.close_all()
        debug_mode.expect_loopback(host if fd is None else _address_of(fd))
        if not settings.NAMED_HOSTS and host != settings.HOST:
            settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, *machine.names(host)]
        expect_no_restore()
        allow_many_sockets()
        if fd is None:
            self._expect_free(host, self._number(port))
        expect_alone()
        where = {"file_descriptor": fd} if fd is not None else {"host": host, "port": int(port)}
        server = Server(
            get_default_application(),
            build_endpoint_description_strings(**where),
            ready_callable=lambda: self._welcome(host, port),
        )
        continuity.begin()
        jobs.start()
        flushing.start()
        queue.enqueue_at_start()
        server.run()
        jobs.stop()
        flushing.stop()
        continuity.end()
        if server.failed:
            raise CommandError(f"Cannot listen on {host}:{port}.")

    def _number(self, port: str) -> int:
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise CommandError(f"PORT must be a number from 1 to 65535, not {port!r}.")
        return int(port)

    def _expect_free(self, host: str, port: int) -> None:
        """Raise CommandError for a port in use. Twisted reports it too, but only after the site has started, and
        less helpfully."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    f"Cannot listen on {host}:{port}: {error.strerror}. Choose another port, for example: PORT={port + 1} make run"
                ) from None

    def _welcome(self, host: str, port: str) -> None:
        for line in welcome.lines(host, port):
            self.stdout.write(line)
        self.stdout.flush()


def expect_no_restore() -> None:
    """Raise CommandError while a restore runs. From now on no restore can begin."""
    try:
        site_lock.share()
    except site_lock.Held:
        raise CommandError("A backup is being restored just now. Start the site when that is done.") from None


def expect_alone() -> None:
    """Raise CommandError where another process serves the site and nothing connects the two."""
    try:
        serving_alone.expect()
    except serving_alone.Served:
        raise CommandError(
            "Another process serves this site, and without Redis neither would hear of what the other one does. "
            "Stop it, or set REDIS_URL for both."
        ) from None


def _address_of(fd: int) -> str:
    with socket.socket(fileno=os.dup(fd)) as opened:
        name = opened.getsockname()
    return str(name[0]) if isinstance(name, tuple) else str(name)


def allow_many_sockets() -> None:
    """Raise the soft limit of open files as far as the system allows. Each socket is a file, and the usual limit of 1,024
    protects programs that use select(2); this one does not."""
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS says that its hard limit is infinite, and takes no more than OPEN_MAX.
    for wanted in (most, OPEN_MAX if most == resource.RLIM_INFINITY else min(most, OPEN_MAX)):
        if wanted != resource.RLIM_INFINITY and soft >= wanted:
            return
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
            return
