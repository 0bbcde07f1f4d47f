"""The passphrase of a backup: from a file, the terminal or the environment. Everybody can read arguments."""

from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path

from django.conf import settings

from operations.errors import Refused

MOST_BYTES = 10_000


def add_arguments(parser: ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--passphrase-file", type=Path, metavar="FILE", help="its first line is the passphrase")
    which.add_argument("--ask-passphrase", action="store_true", help="ask for the passphrase")


def given(file: Path | None, *, ask: bool, again: bool) -> str | None:
    """The passphrase; None where none is given. `again` asks twice: a typing error would seal the backup. Raises Refused."""
    if file is not None:
        return _not_empty(_first_line(file), str(file))
    if ask:
        return _not_empty(_asked(again=again), "what was typed")
    return settings.BACKUP_PASSPHRASE or None


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES).decode().split("\n")[0].rstrip("\r")
    except OSError as error:
        raise Refused(f"The passphrase cannot be read from {file}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Refused(f"The passphrase in {file} is no text.") from None


def _asked(*, again: bool) -> str:
    passphrase = getpass("Passphrase of the backup: ")
    if again and getpass("Once more: ") != passphrase:
        raise Refused("The two were not the same.")
    return passphrase


def _not_empty(passphrase: str, where: str) -> str:
    if not passphrase:
        raise Refused(f"There is no passphrase in {where}.")
    return passphrase
