"""The keys that sign tokens. One key signs; others are accepted as well while keys are rotated.

The algorithm belongs to the key. A token names its key (`kid`) and is read by that key's algorithm or refused. Its own
`alg` decides nothing.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import jwt
import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.conf import settings
from rest_framework_simplejwt.exceptions import TokenBackendError, TokenBackendExpiredToken
from rest_framework_simplejwt.settings import api_settings

# RFC 7518 asks HS256 for as many bytes as its hash has (3.2), and RS256 for 2048 bits (3.3). New RSA keys have 3072.
SECRET_LENGTH = 32
RSA_LEAST_BITS = 2048
RSA_NEW_BITS = 3072

PrivateKey = Ed25519PrivateKey | RSAPrivateKey
KINDS: Mapping[str, type[PrivateKey]] = {"EdDSA": Ed25519PrivateKey, "RS256": RSAPrivateKey}
NEW_PRIVATE_KEY: Mapping[str, Callable[[], PrivateKey]] = {
    "EdDSA": Ed25519PrivateKey.generate,
    "RS256": lambda: generate_private_key(65537, RSA_NEW_BITS),
}
ALGORITHMS = ("HS256", *KINDS)


class Key(NamedTuple):
    id: str
    algorithm: str
    signing: Any
    verifying: Any

    @classmethod
    def read(cls, text: str) -> "Key":
        """Parse a key from a setting: a secret for HS256, or `EdDSA:` or `RS256:` and a private key in PKCS#8, as
        base64 on one line.

        Raises ValueError, whose text says what is wrong.
        """
        algorithm, colon, encoded = text.partition(":")
        if colon and algorithm in KINDS:
            private = _private_key(algorithm, encoded)
            return cls(_id_of(_public_bytes(private)), algorithm, private, private.public_key())
        if len(text) < SECRET_LENGTH:
            raise ValueError(f"a secret has at least {SECRET_LENGTH} characters")
        return cls(_id_of(b"HS256 " + text.encode()), "HS256", text, text)

    @property
    def public(self) -> dict[str, Any] | None:
        """The public key as a JWK (RFC 7517); None for a secret."""
        if self.algorithm not in KINDS:
            return None
        numbers: Any = jwt.get_algorithm_by_name(self.algorithm).to_jwk(self.verifying, as_dict=True)
        numbers.pop("key_ops", None)  # repeats `use`; RFC 7517 4.3 asks for one of them
        return {**numbers, "kid": self.id, "alg": self.algorithm, "use": "sig"}


def make(algorithm: str) -> str:
    """A new key, as `Key.read` reads it."""
    if algorithm not in KINDS:
        return secrets.token_urlsafe(48)
    private = NEW_PRIVATE_KEY[algorithm]()
    der = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return f"{algorithm}:{base64.b64encode(der).decode()}"


class Header(msgspec.Struct):
    kid: str


class Keyring:
    """Sign and read tokens. Replaces simplejwt's TokenBackend, which has a single key."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._signing = keys[0]
        self._keys = {key.id: key for key in keys}
        # All tokens of one key have the same header. Parsing it took half as long as checking the signature.
        self._key_named = lru_cache(maxsize=64)(self._read_header)

    @property
    def public(self) -> list[dict[str, Any]]:
        return [shown for key in self._keys.values() if (shown := key.public)]

    def encode(self, payload: dict[str, Any]) -> str:
        key = self._signing
        return jwt.encode(payload, key.signing, key.algorithm, headers={"kid": key.id})

    def decode(self, token: str, verify: bool = True) -> dict[str, Any]:
        """The claims. Raises simplejwt's TokenBackendError. Always checks signature and times; `verify` is simplejwt's
        parameter."""
        key = self._key_named(token.partition(".")[0])
        if key is None:
            raise TokenBackendError("signed by none of our keys")
        try:
            return jwt.decode(token, key.verifying, algorithms=[key.algorithm], leeway=self.get_leeway())
        except jwt.ExpiredSignatureError as error:
            raise TokenBackendExpiredToken("expired") from error
        except jwt.InvalidTokenError as error:
            raise TokenBackendError("invalid") from error

    def get_leeway(self) -> timedelta:
        return timedelta(seconds=api_settings.LEEWAY)

    def _read_header(self, encoded: str) -> Key | None:
        try:
            header = jwt.utils.base64url_decode(encoded)
            return self._keys.get(msgspec.json.decode(header, type=Header).kid)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return None


def keyring() -> Keyring:
    return _keyring((settings.SIGNING_KEY, *settings.ACCEPTED_SIGNING_KEYS))


@lru_cache(maxsize=4)
def _keyring(texts: tuple[str, ...]) -> Keyring:
    return Keyring([Key.read(text) for text in texts])


def _private_key(algorithm: str, encoded: str) -> PrivateKey:
    try:
        private = serialization.load_der_private_key(base64.b64decode(encoded, validate=True), password=None)
    except (ValueError, TypeError):
        raise ValueError(f"after {algorithm}: comes a private key in PKCS#8, as base64 on one line") from None
    if not isinstance(private, KINDS[algorithm]):
        raise ValueError(f"this key is of another kind than {algorithm} takes")
    if isinstance(private, RSAPrivateKey) and private.key_size < RSA_LEAST_BITS:
        raise ValueError(f"an RSA key has at least {RSA_LEAST_BITS} bits")
    return private


def _public_bytes(private: PrivateKey) -> bytes:
    return private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _id_of(material: bytes) -> str:
    # Derived from the key, so that all machines agree on its name.
    return hashlib.sha256(material).hexdigest()[:16]
