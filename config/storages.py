"""Where files are kept."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from core.environment import Environment


def storages(state: Path, bucket: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Django's STORAGES. `state`: the site's own folder, in which uploads are readable for its owner alone. `bucket`:
    where uploads are kept instead."""
    private = {"location": state / "files", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": private}
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
        "files": {"BACKEND": "files.s3.bucket.Bucket", "OPTIONS": dict(bucket)} if bucket else folder,
    }


def bucket(env: Environment) -> dict[str, str]:
    """The bucket of files. Without keys, those of the machine count, as Amazon's programs find them."""
    return {
        "bucket_name": env.text("S3_BUCKET"),
        "endpoint_url": env.text("S3_ENDPOINT").rstrip("/"),
        "region_name": env.text("S3_REGION", "us-east-1"),
        "access_key": env.text("S3_ACCESS_KEY"),
        "secret_key": env.text("S3_SECRET_KEY"),
    }


def origin_of(storages: Mapping[str, Any]) -> str:
    """Of the signed addresses of a bucket; "" where files are in none."""
    parts = urlsplit(storages["files"]["OPTIONS"].get("endpoint_url", ""))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
