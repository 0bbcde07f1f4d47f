"""Encrypt a push for one device (RFC 8291), so that the service that carries it reads nothing.

On `cryptography`, which the site has anyway. pywebpush would bring three packages and requests of its own, past core/net; it is what
the tests compare this with.
"""

import base64
import binascii
import os
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1
POINT_BYTES = 65
SECRET_BYTES = 16
# All that a push service must take (RFC 8030 7.2).
RECORD_BYTES = 4096
HEADER_BYTES = 16 + 4 + 1 + POINT_BYTES
TAG_BYTES = 16
MOST_TEXT_BYTES = RECORD_BYTES - HEADER_BYTES - TAG_BYTES - 1
# Texts are filled up to a multiple of this, so that their lengths say little.
STEP = 512
LAST_RECORD = b"\x02"


class Device(NamedTuple):
    """What a browser gives with its subscription: its public key, and a secret that the push service does not have."""

    point: bytes
    secret: bytes

    @classmethod
    def read(cls, p256dh: str, auth: str) -> "Device":
        """Raises ValueError for what is no key of a browser."""
        device = cls(unpacked(p256dh), unpacked(auth))
        if len(device.secret) != SECRET_BYTES or len(device.point) != POINT_BYTES:
            raise ValueError("These are no keys of a subscription.")
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE(), device.point)
        return device


def encrypt(text: bytes, device: Device) -> bytes:
    """The body of a push, with a key of its own. Raises ValueError for a text that no push service must take."""
    if len(text) > MOST_TEXT_BYTES:
        raise ValueError("A push is too long.")
    ours, salt = ec.generate_private_key(CURVE()), os.urandom(16)
    our_point = point_of(ours.public_key())
    shared = ours.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE(), device.point))
    secret = _derived(device.secret, shared, b"WebPush: info\0" + device.point + our_point, 32)
    key = _derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, secret, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(key).encrypt(nonce, _filled(text + LAST_RECORD), None)
    return salt + RECORD_BYTES.to_bytes(4, "big") + bytes([POINT_BYTES]) + our_point + sealed


def _filled(text: bytes) -> bytes:
    length = min(-(-len(text) // STEP) * STEP, MOST_TEXT_BYTES + 1)
    return text.ljust(length, b"\0")


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def packed(data: bytes) -> str:
    """Base64 as browsers have it: for URLs, and without its end."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    """Raises ValueError."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("This is no base64.") from None
