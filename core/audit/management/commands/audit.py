"""`manage.py audit verify | export | erase`."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction

from core.audit import chaining, erasing, exporting
from core.audit.recording import record
from core.audit.verifying import Anchor, verify


class Command(BaseCommand):
    help = "The log of acts: verify that nobody altered it, write it out, or erase a person from it."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        verifying = commands.add_parser(
            "verify", help="walk the chain; ends with 1 where an act was altered, removed or moved"
        )
        verifying.add_argument("--expect", metavar="POSITION:LINK", help="what an earlier run printed, kept elsewhere")
        export = commands.add_parser("export", help="write every act as a line of JSON")
        export.add_argument("file", type=Path, help="where to write it")
        export.add_argument("--after", type=int, default=0, metavar="ID", help="only acts with a greater id")
        erase = commands.add_parser("erase", help="remove what the log says about a person; the chain stays whole")
        erase.add_argument("user", help="the user name")

    def handle(self, *args: Any, command: str, **options: Any) -> None:
        match command:
            case "verify":
                self._verify(options["expect"])
            case "export":
                self._export(options["file"], options["after"])
            case "erase":
                self._erase(options["user"])

    def _verify(self, expect: str | None) -> None:
        try:
            expected = Anchor.read(expect) if expect else None
        except ValueError as error:
            raise CommandError(str(error)) from None
        verified = verify(expected)
        for line in verified.found:
            self.stderr.write(line)
        if verified.more:
            self.stderr.write(f"And {verified.more} more.")
        erased = f", {verified.erased} of them erased" if verified.erased else ""
        waiting = f"; {verified.waiting} wait to be chained" if verified.waiting else ""
        self.stdout.write(f"{verified.checked} acts checked{erased}{waiting}.")
        if verified.found:
            raise CommandError("The audit log is not as it was written.")
        self.stdout.write("The chain is whole. Keep its end elsewhere, and give it to the next run with --expect:")
        self.stdout.write(f"{verified.end.position}:{verified.end.link}")

    def _export(self, file: Path, after: int) -> None:
        chaining.chain_all()
        # Noted before: of an export that fails halfway, somebody may have seen half.
        with transaction.atomic():
            record("audit.exported", by=None)
        count = 0
        try:
            with file.open("x", encoding="utf-8") as lines:
                file.chmod(0o600)
                for act in exporting.all_acts(after=after):
                    lines.write(exporting.as_json(act) + "\n")
                    count += 1
        except OSError as error:
            raise CommandError(f"{file} could not be written: {error.strerror}.") from None
        self.stdout.write(f"Wrote {count} acts to {file}.")

    def _erase(self, name: str) -> None:
        users = get_user_model()._default_manager
        try:
            user = users.get_by_natural_key(name)
        except get_user_model().DoesNotExist:
            raise CommandError(f"There is no {name}.") from None
        erased = erasing.erase(user, by=None)
        self.stdout.write(f"Erased what {erased} acts said.")
