"""Seal keys with a passphrase: scrypt (RFC 7914) derives the key, AES-GCM seals and binds to the manifest."""

import os

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from msgspec import Struct

from operations.errors import Refused

# OWASP's password storage cheat sheet: 128 MB for each guess. Not read from the file, which could demand any cost.
WORK, BLOCK_SIZE, PARALLEL = 2**17, 8, 1
SALT_BYTES, NONCE_BYTES = 16, 12


class Sealed(Struct):
    salt: bytes
    nonce: bytes
    text: bytes


def seal(secret: bytes, passphrase: str, bound_to: bytes) -> bytes:
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    return msgspec.json.encode(Sealed(salt, nonce, _cipher(passphrase, salt).encrypt(nonce, secret, bound_to)))


def unseal(content: bytes, passphrase: str, bound_to: bytes) -> bytes:
    """The secret. Raises Refused where the passphrase is wrong, or somebody without it altered the backup."""
    try:
        sealed = msgspec.json.decode(content, type=Sealed)
        return _cipher(passphrase, sealed.salt).decrypt(sealed.nonce, sealed.text, bound_to)
    except (InvalidTag, ValueError, msgspec.MsgspecError):
        raise Refused(
            "The passphrase does not open this backup: it is another one, or somebody altered the file. Nothing was changed."
        ) from None


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt, 32, WORK, BLOCK_SIZE, PARALLEL).derive(passphrase.encode()))
