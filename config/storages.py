"""Where files are kept."""

from pathlib import Path
from typing import Any


def storages(state: Path) -> dict[str, Any]:
    """Django's STORAGES. `state`: the site's own folder, in which uploads are readable for its owner alone."""
    private = {"location": state / "files", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
        "files": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": private},
    }
