"""Letters to people.

They are written and sent after the answer was given: a mail server may take seconds, and the time until the answer must not tell
whether there was anybody to write to. A letter that waits when the server stops is lost; all of them can be asked for again.
"""

import hashlib
import logging
import queue
import smtplib
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from accounts.user_names.spelling import folded
from core.db.threads import fresh_connections
from core.problems import Problem
from core.redis.cache import shared

logger = logging.getLogger(__name__)

MOST_WAITING = 1000
# Whoever asks for letters in somebody else's name must not fill their mailbox.
SECONDS_BETWEEN = 60


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a request for a letter came from: the address of the site that links lead to, and the language of who asked."""

    site: str
    language: str


def require() -> None:
    """Raises Problem `mail_unavailable` on a site that cannot send any."""
    if not settings.SENDS_MAIL:
        raise Problem("mail_unavailable")


def after_answer(write: Callable[[], None]) -> None:
    """Let the postman do this: find out whether a letter is due, and send it."""
    try:
        _waiting.put_nowait(write)
    except queue.Full:
        logger.error("%d letters wait already: one was dropped. Is the mail server away?", MOST_WAITING)
    _start()


def all_sent() -> None:
    """Wait until nothing is left to be sent."""
    _waiting.join()


def send(letter: str, to: str, desk: Desk, *, language: str = "", **blanks: object) -> None:
    """`letter` is a template in templates/accounts/mail/<language>/, its first line the subject.

    No text that a person has chosen goes into one: who registers with somebody else's address would have it sent to them.
    """
    template = f"accounts/mail/{language or desk.language}/{letter}.txt"
    host = desk.site.partition("://")[2]
    subject, _, body = render_to_string(template, {"site": desk.site, "host": host, **blanks}).partition("\n")
    send_mail(subject, body.lstrip("\n"), None, [to])


def is_due(letter: str, to: str) -> bool:
    """Whether this letter may go to this address again; then the next may not for a while."""
    address = hashlib.sha256(folded(to).encode()).hexdigest()
    return shared(lambda cache: cache.add(f"mail:{letter}:{address}", 1, timeout=SECONDS_BETWEEN))


_waiting: queue.Queue[Callable[[], None]] = queue.Queue(MOST_WAITING)
_starting = threading.Lock()
_postman: threading.Thread | None = None


def _start() -> None:
    global _postman
    with _starting:
        if _postman is None or not _postman.is_alive():
            _postman = threading.Thread(target=_deliver, name="mail", daemon=True)
            _postman.start()


def _deliver() -> None:
    while True:
        write = _waiting.get()
        try:
            with fresh_connections():
                write()
        except (OSError, smtplib.SMTPException) as error:
            logger.error("A letter could not be sent by %s: %s", settings.EMAIL_HOST or "the console", error)
        except Exception:
            logger.exception("A letter could not be written")
        finally:
            _waiting.task_done()
