"""The letters that the site has sent, with what a person takes out of them."""

import re
from collections.abc import Iterator
from typing import Self
from urllib.parse import parse_qs

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connections

from accounts import mail


class Mailbox:
    def __init__(self, outbox: list[EmailMessage]) -> None:
        self._outbox = outbox

    @property
    def letters(self) -> list[EmailMessage]:
        """All so far, the last one last; waits until nothing is left to be sent."""
        mail.all_sent()
        return list(self._outbox)

    @property
    def subjects(self) -> list[tuple[str, str]]:
        return [(letter.to[0], str(letter.subject)) for letter in self.letters]

    def link(self) -> dict[str, str]:
        """What the last letter's link carries after its #."""
        (fragment,) = re.findall(r"http\S+#(\S+)", str(self.letters[-1].body))
        return {name: values[0] for name, values in parse_qs(fragment).items()}

    def a_minute_passes(self) -> Self:
        mail.all_sent()
        cache.clear()
        return self


@pytest.fixture
def mailbox(transactional_db: None, mailoutbox: list[EmailMessage]) -> Iterator[Mailbox]:
    """Real commits: the postman's thread sees nothing else."""
    cache.clear()
    mail.all_sent()
    mailoutbox.clear()
    yield Mailbox(mailoutbox)
    # PostgreSQL drops no database that somebody is connected to.
    mail.after_answer(connections.close_all)
    mail.all_sent()
