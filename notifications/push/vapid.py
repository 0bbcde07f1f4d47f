"""The keys by which push services know the site (RFC 8292), and what it signs with them."""

import time
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.sealing import seal, unseal
from notifications.models import VapidKey
from notifications.push.transport.encryption import CURVE, packed, point_of, unpacked

# A push service must refuse more than a day.
TOKEN_SECONDS = 12 * 3600
# A service gets the same token for so long: a signature costs as much as what else the site computes for a push.
SAME_SECONDS = 3600
SCALAR_BYTES = 32


def current() -> VapidKey:
    """The newest key that can be opened; the first one is made here."""
    newest = None
    for key in VapidKey.objects.order_by("-number"):
        newest = newest or key
        if private_of(key) is not None:
            return key
    try:
        with transaction.atomic():
            return _made(newest.number + 1 if newest else 1)
    except IntegrityError:
        # Another worker has just made it.
        return current()


def _made(number: int) -> VapidKey:
    private = ec.generate_private_key(CURVE())
    sealed = seal(packed(private.private_numbers().private_value.to_bytes(SCALAR_BYTES, "big")))
    return VapidKey.objects.create(number=number, public=packed(point_of(private.public_key())), private=sealed)


def private_of(key: VapidKey) -> ec.EllipticCurvePrivateKey | None:
    """None where it was sealed by a SECRET_KEY that is not among SECRET_KEY_FALLBACKS."""
    return _opened(key.private, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=8)
def _opened(sealed: str, *_: str) -> ec.EllipticCurvePrivateKey | None:
    text = unseal(sealed)
    return ec.derive_private_key(int.from_bytes(unpacked(text), "big"), CURVE()) if text else None


def authorization(private: ec.EllipticCurvePrivateKey, endpoint: str) -> str:
    """The header that says to this endpoint's service, for the next hours, who sends."""
    began = int(time.time()) // SAME_SECONDS * SAME_SECONDS
    return _signed(private, _origin(endpoint), _contact(), began + TOKEN_SECONDS)


@lru_cache(maxsize=64)
def _signed(private: ec.EllipticCurvePrivateKey, origin: str, contact: str, expires: int) -> str:
    token = jwt.encode({"aud": origin, "exp": expires, "sub": contact}, private, algorithm="ES256")
    return f"vapid t={token}, k={packed(point_of(private.public_key()))}"


def _origin(endpoint: str) -> str:
    """As the service writes it of itself, however the browser has written it."""
    target = urlsplit(endpoint)
    host = f"[{target.hostname}]" if ":" in (target.hostname or "") else target.hostname
    return f"{target.scheme}://{host}" + (f":{target.port}" if target.port not in (None, 443) else "")


def _contact() -> str:
    """Whom a push service may ask about pushes. Apple refuses what is neither https nor a mail address."""
    secure = [origin for origin in settings.ORIGINS if origin.startswith("https://")]
    return secure[0] if secure else f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
