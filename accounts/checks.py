"""System checks for settings that would refuse everybody."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from accounts.origins import parts_of
from accounts.signing_keys import Key


@register
def check_origins(**_: Any) -> list[CheckMessage]:
    wrong = [origin for origin in settings.ORIGINS if parts_of(origin) is None]
    hint = "Set ORIGINS to full origins without a path, separated by commas: https://chat.example.org"
    if wrong:
        return [Error(f"{', '.join(wrong)}: no browser ever sends such an origin.", hint=hint, id="accounts.E001")]
    if settings.TLS and not settings.ORIGINS:
        return [Error("No origin is allowed, so no browser could sign in.", hint=hint, id="accounts.E002")]
    return []


@register
def check_keys(**_: Any) -> list[CheckMessage]:
    settings_of_keys = {"SIGNING_KEY": [settings.SIGNING_KEY], "ACCEPTED_SIGNING_KEYS": settings.ACCEPTED_SIGNING_KEYS}
    return [error for name, texts in settings_of_keys.items() for text in texts if (error := _wrong_key(name, text))]


def _wrong_key(name: str, text: str) -> CheckMessage | None:
    try:
        Key.read(text)
    except ValueError as wrong:
        hint = "Make one with: python manage.py makekey, or makekey EdDSA"
        return Error(f"{name} holds no key: {wrong}.", hint=hint, id="accounts.E003")
    return None


@register
def check_mail(**_: Any) -> list[CheckMessage]:
    if settings.EMAIL_VERIFICATION and not settings.SENDS_MAIL:
        hint = "Set EMAIL_HOST to your mail server, or EMAIL_VERIFICATION to off."
        return [Error("Addresses have to be confirmed, but no mail can be sent.", hint=hint, id="accounts.E004")]
    return []
