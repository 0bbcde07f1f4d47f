"""Read environment variables. No other module does."""

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
        """A rate such as `30/min` or `10/10min`."""
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
        """A secret of at least 32 characters (RFC 7518 3.2 asks HS256 for 32 bytes). Raises ImproperlyConfigured.

        `otherwise` is called with the name of a variable that is not set, and returns the secret.
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
    """The secret in this file, which its owner alone can read. The first call makes the file. For a site that is one
    process."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            # link() fails when the file exists, so processes that start together agree on one secret.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return path.read_text().strip()
