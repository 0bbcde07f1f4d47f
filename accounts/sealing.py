"""Encrypt texts that the server has to read again, so that a copy of the database alone does not reveal them."""

import base64

from cryptography.fernet import Fernet as Seal
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def seal(text: str) -> str:
    return _seals().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The text; None where it was sealed by a SECRET_KEY that is not among SECRET_KEY_FALLBACKS."""
    try:
        return _seals().decrypt(sealed).decode()
    except InvalidToken:
        return None


def _seals() -> MultiFernet:
    return MultiFernet([_seal_of(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _seal_of(key: str) -> Seal:
    return Seal(base64.urlsafe_b64encode(salted_hmac("irori.sealed", "", secret=key, algorithm="sha256").digest()))
