"""The site's own logo. Anybody may fetch it (files/access.py)."""

from typing import Literal
from uuid import UUID

from django.db import transaction

from accounts.models import SiteLogo, User
from accounts.services import site_logo
from core.audit.recording import record
from files.models import File
from files.services import attaching, pictures

Shade = Literal["light", "dark"]
SHADES: tuple[Shade, ...] = ("light", "dark")


@transaction.atomic
def change(*, by: User, shade: Shade, file_id: UUID | None) -> None:
    """Show a photo of one's own as the site's logo on light or on dark pages, or none there. The caller has checked that
    the person may. Raises Problem `file_not_found` or `file_refused`."""
    if _exchange(site_logo.lock(), by, shade, file_id):
        record("files.logo_changed" if file_id else "files.logo_removed", by=by, details={"shade": shade})


@transaction.atomic
def take_down(file: File) -> None:
    """Delete a logo. The caller has recorded it."""
    logo = site_logo.lock()
    shade = next((each for each in SHADES if pictures.id_of(getattr(logo, each)) == file.pk), None)
    if shade:
        _exchange(logo, None, shade, None)
    else:
        attaching.release([file])


def _exchange(logo: SiteLogo, by: User | None, shade: Shade, file_id: UUID | None) -> bool:
    """Whether that changed it."""
    before = getattr(logo, shade)
    setattr(logo, shade, pictures.exchange(by=by, file_id=file_id, use=File.Use.LOGO, before=before))
    site_logo.show(logo)
    return bool(getattr(logo, shade) != before)
