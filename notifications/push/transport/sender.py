"""Pushes are sent by this process where they are few, and by one of its own where they are many.

Each push waits for its service some ten times, and whoever has waited in a thread waits for the interpreter again, which the
sockets of the site use as well: on a busy worker that takes longer than the push.
"""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from select import POLLIN, poll
from typing import IO, cast

import msgspec
from django.conf import settings

from core.net.kept_connections import KeptConnections
from notifications.push.transport import wire
from notifications.push.transport.delivery import deliver_all
from notifications.push.transport.parcels import AT_ONCE, Delivered, Outcome, Parcel

logger = logging.getLogger(__name__)

# So many this process sends, at the same time.
FEW = 16
# A process that has nothing to do ends after that. It takes some 40 MB.
IDLE_SECONDS = 60.0
# Beside what the pushes may take: a start, on a machine that has much else to do.
SPARE_SECONDS = 20.0
# In which it reads on, where its pipe is full. It reads orders whatever its pushes wait for.
READ_SECONDS = 10.0
# Of the environment, which holds the secrets of the site, it gets what says where certificates are.
ENVIRONMENT = ("SSL_CERT_FILE", "SSL_CERT_DIR", "LANG", "TZ")
LOST = Delivered(Outcome("postponed"), 0.0)


class _Ended(Exception):
    pass


class _Process:
    """One that runs. Its reports are read by a thread, which ends it when it has had nothing to do for long."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[int, Future[list[Delivered]]] = {}
        self._numbers = 0
        self.has_ended = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "notifications.push.transport"],
            cwd=settings.BASE_DIR,
            env={"PATH": os.defpath, **{name: os.environ[name] for name in ENVIRONMENT if name in os.environ}},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        given, said = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        self._input, self._output = given.fileno(), said.fileno()
        os.set_blocking(self._input, False)
        self._say(wire.Settings([str(network) for network in settings.OUTGOING_ALLOWED]))
        threading.Thread(target=self._read, name="push reports", daemon=True).start()

    def order(self, parcels: Sequence[Parcel]) -> "Future[list[Delivered]]":
        """Raises _Ended where nothing of it was done."""
        with self._lock:
            if self.has_ended:
                raise _Ended
            self._numbers += 1
            done: Future[list[Delivered]] = Future()
            self._waiting[self._numbers] = done
            self._say(wire.Order(self._numbers, list(parcels)))
        return done

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        self._process.kill()

    def _say(self, what: msgspec.Struct) -> None:
        try:
            wire.say(self._input, what, seconds=READ_SECONDS)
        except TimeoutError:
            # It has a part of this, and nothing can follow that.
            logger.error("the process that sends pushes hears nothing")
            self.kill()
        except OSError:
            pass  # It has ended, which its reader finds, too.

    def _read(self) -> None:
        try:
            while self._is_wanted() and (report := wire.hear(self._output, wire.Report)):
                with self._lock:
                    done = self._waiting.pop(report.number, None)
                if done:
                    done.set_result(report.delivered)
        except msgspec.MsgspecError as error:
            logger.error("the process that sends pushes said what is no report: %s", type(error).__name__)
        finally:
            self._end()

    def _is_wanted(self) -> bool:
        """Waits until it says something. False where it has nothing to do any more."""
        reports = poll()
        reports.register(self._output, POLLIN)
        while not reports.poll(1000 * IDLE_SECONDS):
            with self._lock:
                if not self._waiting:
                    self.has_ended = True
                    return False
        return True

    def _end(self) -> None:
        with self._lock:
            self.has_ended = True
            lost, self._waiting = list(self._waiting.values()), {}
        for done in lost:
            done.cancel()
        with self._process:
            self._process.kill()


class Sender:
    """Starts its process when it is first needed, and again where that has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: _Process | None = None

    @property
    def pid(self) -> int | None:
        """Of the process, where one runs."""
        return None if self._process is None or self._process.has_ended else self._process.pid

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()

    def deliver_all(self, parcels: Sequence[Parcel]) -> list[Delivered]:
        """What a process that was killed may have sent or not, is to be sent later. Raises OSError where none can be started."""
        rounds = -(-len(parcels) // AT_ONCE)
        most = SPARE_SECONDS + rounds * max(parcel.seconds for parcel in parcels)
        process, done = self._order(parcels)
        try:
            return done.result(most)
        except TimeoutError:
            logger.error("the process that sends pushes says nothing")
            process.kill()
        except CancelledError:
            logger.warning("the process that sends pushes has ended before it was done")
        return [LOST] * len(parcels)

    def _order(self, parcels: Sequence[Parcel]) -> tuple[_Process, "Future[list[Delivered]]"]:
        with self._lock:
            if self._process is not None:
                try:
                    return self._process, self._process.order(parcels)
                except _Ended:
                    pass
            self._process = _Process()
            return self._process, self._process.order(parcels)


connections = KeptConnections()
sender = Sender()


def send(parcels: Sequence[Parcel]) -> list[Delivered]:
    """In their order. Blocks; no transaction may be open."""
    if len(parcels) > FEW:
        try:
            return sender.deliver_all(parcels)
        except OSError as error:  # no memory, or too many processes
            logger.error("no process for pushes: %s", type(error).__name__)
    return deliver_all(parcels, connections, FEW)
