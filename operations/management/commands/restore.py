"""`manage.py restore FILE`: replace the site by a backup. Nothing changes before the whole file is checked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from core.db import file_exchange
from files import storage
from operations import passphrase
from operations.errors import Refused
from operations.progress import Progress, size
from operations.restore import Restored, restore

MEANING = """\
Clients forget what they have and load it again when they connect.
What happened since the backup is undone, also what protected somebody: passwords that were changed, sessions that were signed out, people
who were banned, deactivated or removed, invitations that were used or withdrawn. Look through these, and do again what has to be.
Devices that signed in since the backup sign in again. What was written since and still waits in somebody's outbox is sent."""

# Shown after the report: the restore itself is done.
BEHIND = (
    "The site is that of the backup, but its database could not be brought up to date: {failure}. Remove the cause and run "
    "`manage.py migrate` before the site starts, or restore the state before."
)

# A trial beside the site would delete files of the site.
WHOSE_BUCKET = (
    "Files are in the bucket {bucket}, and the restored site deletes there what its database does not know. If another "
    "site uses that bucket, set another S3_BUCKET. If it is this site's own: --take-bucket. Nothing was changed."
)


class Command(BaseCommand):
    help = "Bring back the site from a file that `backup` wrote. The site must be stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--discard", action="store_true", help="do not keep the state before")
        parser.add_argument("--take-bucket", action="store_true", help="no other site uses this bucket of files")
        passphrase.add_arguments(parser)

    def handle(
        self,
        *args: Any,
        file: Path,
        discard: bool,
        take_bucket: bool,
        passphrase_file: Path | None,
        ask_passphrase: bool,
        **options: Any,
    ) -> None:
        if storage.in_bucket() and not take_bucket:
            raise CommandError(WHOSE_BUCKET.format(bucket=settings.STORAGES["files"]["OPTIONS"]["bucket_name"]))
        said = self.stdout.write if options["verbosity"] else lambda _: None
        try:
            secret = passphrase.given(passphrase_file, ask=ask_passphrase, again=False)
            done = restore(file.absolute(), passphrase=secret, keep=not discard, progress=Progress(said))
        except Refused as refused:
            raise CommandError(str(refused)) from None
        except OSError as error:
            what = (
                "It is finished at the next start"
                if file_exchange.is_begun(settings.STATE_DIR)
                else "Nothing was changed"
            )
            raise CommandError(f"The restore could not go on: {error}. {what}.") from None
        for line in report(file, done):
            said(line)
        if done.failure:
            raise CommandError(BEHIND.format(failure=done.failure))


def report(file: Path, done: Restored) -> Iterator[str]:
    yield f"Restored {file}: taken {done.manifest.taken}, a database of {size(done.manifest.database.size)}."
    if done.aside:
        yield f"The state before is kept in {' and '.join(map(str, done.aside))}. Remove it when nobody misses it."
    if done.keys_placed:
        yield f"{' and '.join(done.keys_placed)} of the backup are in the state folder now."
    if done.keys_to_set:
        yield (
            f"The environment has another value of {', '.join(done.keys_to_set)} than the backup. The backup's are in "
            f"{done.keys_file}: set them before the site starts, and remove that file. Without SIGNING_KEY everybody signs in "
            "again; without SECRET_KEY second factors cannot be read."
        )
    yield MEANING
    if not done.failure:
        yield "Now start the site."
