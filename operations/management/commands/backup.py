"""`manage.py backup FILE`: write the database, the files and the keys to one file, while the site runs."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from files import storage
from operations import passphrase
from operations.backup import back_up
from operations.errors import Refused
from operations.progress import Progress, size

OPEN = (
    "The keys in it are not sealed, so who has this file can sign in as anybody: keep it as you keep the keys, or give a "
    "passphrase (--passphrase-file FILE, --ask-passphrase, or BACKUP_PASSPHRASE)."
)
SEALED = "Its keys are sealed; the passphrase is not in it. Messages, names and files are readable to who has the file."


class Command(BaseCommand):
    help = "Write the database, the files and the keys of this site to one file, while the site runs. `restore` brings them back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it")
        parser.add_argument("--overwrite", action="store_true", help="replace the file where it is there already")
        parser.add_argument("--with-bucket", action="store_true", help="with the files that are in a bucket")
        passphrase.add_arguments(parser)

    def handle(
        self,
        *args: Any,
        file: Path,
        overwrite: bool,
        passphrase_file: Path | None,
        ask_passphrase: bool,
        with_bucket: bool,
        **options: Any,
    ) -> None:
        if str(file) == "-":
            raise CommandError("A backup is written to a file, which gets its name when it is whole: name one.")
        said = self.stdout.write if options["verbosity"] else lambda _: None
        try:
            secret = passphrase.given(passphrase_file, ask=ask_passphrase, again=True)
            back_up(
                file.absolute(),
                passphrase=secret,
                overwrite=overwrite,
                progress=Progress(said),
                with_bucket=with_bucket,
            )
        except Refused as refused:
            raise CommandError(str(refused)) from None
        except OSError as error:
            raise CommandError(f"{file} could not be written: {error.strerror}. There is no backup.") from None
        files = "" if storage.in_bucket() and not with_bucket else ", the files"
        said(f"Wrote {file}: {size(file.stat().st_size)}, with the database{files} and the keys of this site.")
        said(OPEN if secret is None else SEALED)
        said(f"To restore it: stop the site, then manage.py restore {file}")
