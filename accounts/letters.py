"""The letters there are, each with the function that writes it. Runs as a job."""

import logging
import smtplib
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from django.conf import settings

from accounts import mail
from accounts.sealing import unseal
from accounts.services import email_addresses, password_reset, registration
from core.jobs.declarations import Claim, JobFailed

logger = logging.getLogger(__name__)

# What each takes beside the desk and the job's id is what `mail.post` was given.
WRITERS: Mapping[str, Callable[..., None]] = {
    "join": registration.write_link,
    "password_reset": password_reset.write_link,
    "confirm_address": email_addresses.write_link,
    "confirm_new_address": email_addresses.write_link,
}
# What somebody is told of a change that was made: it is written whatever has come since.
NOTICES = {"password_changed", "second_factor_off", "address_changed"}


class Content(msgspec.Struct):
    """A letter as it waits."""

    letter: str
    site: str
    language: str
    about: dict[str, Any]

    @property
    def desk(self) -> mail.Desk:
        return mail.Desk(self.site, self.language)


def deliver(claim: Claim) -> None:
    """Raises JobFailed where it should be tried again. A mailbox that the mail server refuses for good is not tried again."""
    content = _opened(claim)
    try:
        _write(content, claim.id)
    except (OSError, smtplib.SMTPException) as error:
        if _is_refused_for_good(error):
            logger.error("The mail server refused the address of a letter (%s)", content.letter)
            return
        sender = settings.EMAIL_HOST or "the console"
        raise JobFailed(f"A letter could not be sent by {sender}: {_described(error)}") from None


def _opened(claim: Claim) -> Content:
    text = unseal(claim.data["sealed"])
    if text is None:
        raise JobFailed("A letter was sealed with a SECRET_KEY that is not among SECRET_KEY_FALLBACKS.")
    return msgspec.json.decode(text, type=Content)


def _write(content: Content, job: int) -> None:
    if content.letter in NOTICES:
        mail.send(content.letter, content.about["to"], content.desk, language=content.about["language"])
    elif writer := WRITERS.get(content.letter):
        writer(content.letter, content.desk, job, **content.about)
    else:
        raise JobFailed(f"This version of the site knows no letter {content.letter}.")


def _is_refused_for_good(error: Exception) -> bool:
    refused = error.recipients if isinstance(error, smtplib.SMTPRecipientsRefused) else {}
    return bool(refused) and all(code >= 500 for code, _ in refused.values())


def _described(error: Exception) -> str:
    """Without what the mail server said, which may quote the address."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    detail = f" {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    return f"{type(error).__name__}{detail}"
