"""A site that sends letters, and time that goes by."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from notifications.models import InboxItem, InboxState
from notifications.services import letters, preferences
from notifications.services.letters import SOONEST
from tests.chat.hearth import Hearth
from tests.core.jobs.due import run_due
from tests.notifications.told import tell

SITE = "https://chat.example.org"


@pytest.fixture(autouse=True)
def sends_mail(settings: Settings, hearth: Hearth) -> None:
    settings.SENDS_MAIL, settings.ORIGINS = True, [SITE]
    User.objects.update(email_verified_at=timezone.now())
    preferences.change(by=hearth.member, mail="quarter")


@pytest.fixture
def box(mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    return mailoutbox


def told_so_long_ago(gone: timedelta = SOONEST) -> None:
    tell()
    InboxItem.objects.update(at=F("at") - gone)


def later(minutes: int = 16) -> None:
    """What there is, is so much older; then the jobs run."""
    gone = timedelta(minutes=minutes)
    told_so_long_ago(gone)
    InboxState.objects.exclude(mail_due_at=None).update(mail_due_at=F("mail_due_at") - gone)
    letters.send_due(None)  # type: ignore[arg-type]
    run_due()
