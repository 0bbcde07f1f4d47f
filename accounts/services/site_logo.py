"""The addresses of the site's own logo. Every page of a signed-out person asks for them."""

from django.core.cache import caches
from django.db import transaction

from accounts.models import SiteLogo

ROW = 1
KEY = "site_logo"
# Other workers show a new logo after this time.
KEPT_SECONDS = 10

Addresses = tuple[str, str]


def shown() -> Addresses | None:
    """The addresses on light and on dark pages; None for Irori's own logo."""
    kept: Addresses | None = caches["local"].get_or_set(KEY, _stored, KEPT_SECONDS)
    light, dark = kept or ("", "")
    return (light or dark, dark or light) if light or dark else None


def lock() -> SiteLogo:
    """The row, locked until the transaction ends."""
    SiteLogo.objects.get_or_create(pk=ROW)
    return SiteLogo.objects.select_for_update().get(pk=ROW)


def show(logo: SiteLogo) -> None:
    """Store a changed row."""
    logo.save()
    transaction.on_commit(lambda: caches["local"].delete(KEY))


def _stored() -> Addresses:
    return SiteLogo.objects.filter(pk=ROW).values_list("light", "dark").first() or ("", "")
