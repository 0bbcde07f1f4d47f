"""`manage.py reindex`: write the index of search again from the messages, or compare it with them."""

import time
from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandParser

from search.selectors.progress import progress
from search.services import checking, rebuilding

PAUSE_SECONDS = 2.0


class Command(BaseCommand):
    help = (
        "Write the index of search again from the messages, while people write and search. A site does not need it: "
        "it indexes by itself what is new, also after an upgrade. Ended early, the site's job goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--resume", action="store_true", help="index only what is missing, such as after an early end"
        )
        which.add_argument("--check", action="store_true", help="compare the index with the messages, and repair it")

    def handle(self, *args: Any, resume: bool, check: bool, **options: Any) -> None:
        self._next = time.monotonic() + PAUSE_SECONDS
        if not (resume or check):
            rebuilding.forget_all()
        indexed = rebuilding.bring_up(lambda done, total: self._say("Indexed", done, total, "changes"))
        self.stdout.write(f"Indexed {indexed:,} changes.")
        if check:
            self._check()
        now = progress()
        self.stdout.write(f"The index has {now.chunks:,} chunks, {now.size / 1_000_000:,.1f} MB.")

    def _check(self) -> None:
        found = checking.check(lambda done, total: self._say("Compared", done, total, "chunks"))
        self.stdout.write(
            f"Compared {found.compared:,} chunks with their messages: {found.wrong:,} were wrong and are written again, "
            f"{found.surplus:,} belonged to no messages and are gone."
        )
        if found.busy:
            self.stdout.write(f"{found.busy:,} of them were indexed all the time and not compared: try again later.")

    def _say(self, done_so_far: str, done: int, total: int, what: str) -> None:
        """Now and then."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + PAUSE_SECONDS
        self.stdout.write(f"{done_so_far} {done:,} of {total:,} {what}, {100 * done // total} %")
        self.stdout.flush()
