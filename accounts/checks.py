"""Looks at start-up for settings that would turn every browser away, and says so."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from accounts.origins import parts_of


@register
def check_origins(**_: Any) -> list[CheckMessage]:
    wrong = [origin for origin in settings.ORIGINS if parts_of(origin) is None]
    hint = "Set ORIGINS to full origins without a path, separated by commas: https://chat.example.org"
    if wrong:
        return [Error(f"{', '.join(wrong)}: no browser ever sends such an origin.", hint=hint, id="accounts.E001")]
    if not settings.DEBUG and not settings.ORIGINS:
        return [Error("No origin is allowed, so no browser could sign in.", hint=hint, id="accounts.E002")]
    return []
