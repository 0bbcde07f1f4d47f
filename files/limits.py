"""How much may be uploaded. The settings are in docs/hosting.md."""

from datetime import timedelta

from django.conf import settings

MEBIBYTE = 1024 * 1024
# The web app sends this much at once. A larger chunk is stored in pieces of this size.
CHUNK_BYTES = 8 * MEBIBYTE
# The other fields of a form, and the lines between them.
FORM_BYTES = 64 * 1024
# A picture as the page of the logo makes it from any photo takes half of it at most.
LOGO_BYTES = 512 * 1024
ADMIN_UPLOADS = {"/admin/accounts/sitelogo/": LOGO_BYTES + FORM_BYTES}
# Unfinished uploads of one person.
MOST_OPEN = 50
# How long an upload, and a file that nothing uses, is kept.
KEPT = timedelta(days=1)
DAY = timedelta(days=1)


def file_bytes() -> int:
    """The most bytes of one file."""
    return int(settings.FILE_MB) * MEBIBYTE


def form_bytes() -> int:
    """The most bytes of a form with one file."""
    return file_bytes() + FORM_BYTES


def day_bytes() -> int:
    """The most bytes that one person uploads within a day; 0: any number."""
    return int(settings.FILES_MB_PER_DAY) * MEBIBYTE


def site_bytes() -> int:
    """The most bytes of all files of the site; 0: as many as the disk holds."""
    return int(settings.FILES_GB) * 1024 * MEBIBYTE


def free_bytes() -> int:
    """What stays free on the disk."""
    return int(settings.FILES_FREE_MB) * MEBIBYTE
