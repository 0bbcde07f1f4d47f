"""Letters to people.

A letter is a job: it is stored in the transaction of what caused it, outlives the process, and is tried again where the mail server is
away. It is written by the job and not before the answer: a mail server may take seconds, and the time until the answer must not tell
whether there was anybody to write to.
"""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from accounts.jobs import MAIL
from accounts.sealing import seal
from accounts.user_names.spelling import folded
from core.jobs.declarations import QueueFull
from core.jobs.queue import NewJob, enqueue_all
from core.problems import Problem
from core.redis.cache import shared

logger = logging.getLogger(__name__)

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


def post(letter: str, desk: Desk, *, once: str = "", **about: Any) -> None:
    """Have a letter written and sent after the commit; `about` goes to its writer in accounts/letters.py.

    With `once`, a text that names whom it is for, the same letter does not wait a second time. What a letter is about is sealed: it may
    hold an email, an invitation, or a password that somebody typed into the field for the name. Links are made by the writer.
    """
    post_all(letter, desk, [about], key=_digest(f"{letter}:{folded(once)}") if once else "")


def post_all(letter: str, desk: Desk, abouts: Sequence[Mapping[str, Any]], *, key: str = "") -> None:
    """The same letter to many, with one statement. `abouts`: what `post` is told of each."""
    if not settings.SENDS_MAIL:
        return
    contents = [{"letter": letter, "site": desk.site, "language": desk.language, "about": about} for about in abouts]
    try:
        enqueue_all(MAIL, [NewJob({"sealed": seal(msgspec.json.encode(each).decode())}, key) for each in contents])
    except QueueFull as full:
        logger.error("%d letters were dropped: %s Is the mail server away?", len(contents), full)


def send(letter: str, to: str, desk: Desk, *, language: str = "", **blanks: object) -> None:
    """`letter` is a template in templates/accounts/mail/<language>/, its first line the subject.

    No text that a person has chosen goes into one: who registers with somebody else's address would have it sent to them.
    """
    template = f"accounts/mail/{language or desk.language}/{letter}.txt"
    host = desk.site.partition("://")[2]
    subject, _, body = render_to_string(template, {"site": desk.site, "host": host, **blanks}).partition("\n")
    send_mail(subject, body.lstrip("\n"), None, [to])


def is_due(letter: str, to: str, job: int) -> bool:
    """Whether this letter may go to this address; then no other job's may for a while. The same job may try it again."""
    place = f"mail:{letter}:{_digest(folded(to))}"
    return shared(lambda cache: cache.add(place, job, timeout=SECONDS_BETWEEN) or cache.get(place) == job)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
