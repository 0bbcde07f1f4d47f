"""The letters that the site has sent, with what a person takes out of them."""

import re
from typing import Self
from urllib.parse import parse_qs

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage

from tests.core.jobs.due import no_pause, run_due


class Mailbox:
    def __init__(self, outbox: list[EmailMessage]) -> None:
        self._outbox = outbox

    @property
    def letters(self) -> list[EmailMessage]:
        """All so far, the last one last; those that are due are sent first."""
        run_due()
        return list(self._outbox)

    @property
    def subjects(self) -> list[tuple[str, str]]:
        return [(letter.to[0], str(letter.subject)) for letter in self.letters]

    def link(self) -> dict[str, str]:
        """What the last letter's link carries after its #."""
        (fragment,) = re.findall(r"http\S+#(\S+)", str(self.letters[-1].body))
        return {name: values[0] for name, values in parse_qs(fragment).items()}

    def a_minute_passes(self) -> Self:
        run_due()
        cache.clear()
        no_pause()
        return self


@pytest.fixture
def mailbox(transactional_db: None, mailoutbox: list[EmailMessage]) -> Mailbox:
    cache.clear()
    return Mailbox(mailoutbox)
