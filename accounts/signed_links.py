"""Signed links for mail: claims with a signature and a time. No link is stored; its subject tells whether it was
used."""

from datetime import timedelta
from typing import Any

from django.core import signing

from core.problems import Problem


def make(purpose: str, **claims: Any) -> str:
    return signing.dumps(claims, salt=f"irori.{purpose}")


def read(purpose: str, raw: str, lifetime: timedelta) -> dict[str, Any]:
    """The claims of a link. Raises Problem `link_invalid` for another purpose, a wrong signature, or after
    `lifetime`."""
    try:
        claims: dict[str, Any] = signing.loads(raw, salt=f"irori.{purpose}", max_age=lifetime)
    except signing.BadSignature:
        raise Problem("link_invalid") from None
    return claims
