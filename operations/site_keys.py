"""The keys of a site. Without SIGNING_KEY everybody signs in again; without SECRET_KEY what it sealed is lost."""

import msgspec
from django.conf import settings
from msgspec import Struct

from core import private_folder
from core.environment import WEAK_SECRET_LENGTH, Environment
from operations import sealing
from operations.archive.manifest import Manifest
from operations.errors import Refused

# setting: the file in the state folder
KEPT = {"SECRET_KEY": private_folder.SECRET_KEY, "SIGNING_KEY": private_folder.SIGNING_KEY}


class SiteKeys(Struct, frozen=True):
    secret_key: str
    signing_key: str
    secret_key_fallbacks: list[str] = []
    accepted_signing_keys: list[str] = []

    def as_settings(self) -> dict[str, str]:
        """The keys by the names of their settings; only the keys that exist."""
        values = {
            "SECRET_KEY": self.secret_key,
            "SIGNING_KEY": self.signing_key,
            "SECRET_KEY_FALLBACKS": ",".join(self.secret_key_fallbacks),
            "ACCEPTED_SIGNING_KEYS": " ".join(self.accepted_signing_keys),
        }
        return {name: value for name, value in values.items() if value}


def current() -> SiteKeys:
    return SiteKeys(
        settings.SECRET_KEY, settings.SIGNING_KEY, settings.SECRET_KEY_FALLBACKS, settings.ACCEPTED_SIGNING_KEYS
    )


def are_kept(name: str) -> bool:
    """Whether the site reads this key from its state folder, and not from the environment."""
    return not Environment().text(name)


def packed(keys: SiteKeys, manifest: Manifest, passphrase: str | None) -> bytes:
    content = msgspec.json.encode(keys)
    return content if passphrase is None else sealing.seal(content, passphrase, manifest.bound)


def unpacked(content: bytes, manifest: Manifest, passphrase: str | None) -> SiteKeys:
    """The keys of a backup. Raises Refused for a missing, wrong or needless passphrase, and for unreadable keys."""
    if manifest.sealed:
        if passphrase is None:
            raise Refused(
                "The keys in this backup are sealed: give its passphrase with --passphrase-file FILE or in BACKUP_PASSPHRASE."
            )
        content = sealing.unseal(content, passphrase, manifest.bound)
    elif passphrase is not None:
        # Somebody may have removed the seal to bring in keys of their own.
        raise Refused("A passphrase was given, but the keys in this backup are not sealed. Restore it without one.")
    try:
        keys = msgspec.json.decode(content, type=SiteKeys)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise Refused("The keys in this backup cannot be read. Nothing was changed; take another backup.") from None
    if min(len(keys.secret_key), len(keys.signing_key)) < WEAK_SECRET_LENGTH:
        raise Refused("The keys in this backup are too short to be keys. Nothing was changed; take another backup.")
    return keys
