"""Reading the environment: the only place that does."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

WEAK_SECRET_LENGTH = 32


class Environment:
    """Typed access to environment variables, with errors that say what to set."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name).lower()
        if value not in ("", "1", "0", "true", "false", "yes", "no", "on", "off"):
            raise ImproperlyConfigured(f"{name} must be on or off, not {value!r}.")
        return value in ("1", "true", "yes", "on") if value else default

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.text(name, str(default)))
        except ValueError:
            raise ImproperlyConfigured(f"{name} must be a whole number, not {self.text(name)!r}.") from None

    def rate(self, name: str, default: str) -> str:
        """So many in a time, as `30/min` or `10/10min`."""
        value = self.text(name, default)
        if not re.fullmatch(r"[1-9]\d*/\d*(s|min|hour|day)", value):
            raise ImproperlyConfigured(f"{name} must be a rate like 30/min or 10/10min, not {value!r}.")
        return value

    def choice(self, name: str, *choices: str, default: str) -> str:
        value = self.text(name, default).lower()
        if value not in choices:
            raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
        return value

    def listing(self, name: str) -> list[str]:
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def secret(self, name: str, *, otherwise: Callable[[str], str] | None = None) -> str:
        """A secret somebody set on purpose and long enough to resist guessing (RFC 7518 3.2 asks HS256 for 32 bytes).

        `otherwise`: where to get one, by its name, that nobody has set.
        """
        value = self.text(name)
        if otherwise and not value:
            return otherwise(name)
        if len(value) < WEAK_SECRET_LENGTH or len(set(value)) < 8:
            raise ImproperlyConfigured(
                f"{name} is {'too weak' if value else 'missing'}: set it to at least {WEAK_SECRET_LENGTH} random characters, "
                f"the same for every worker, since they share a database or a Redis; "
                f"for example from: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        return value


def kept_secret(path: Path) -> str:
    """The secret in this file, readable to its owner; made on first use. For a site that is one process on one machine."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            # A link fails where the file exists by now, so that processes starting together agree on one secret.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return path.read_text().strip()
