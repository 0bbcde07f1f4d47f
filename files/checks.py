"""System checks for a bucket of files. What is wrong for good is an error. A bucket that is away only warns, so that people
can talk meanwhile; `check --deploy` makes it an error, too."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from core import machine
from files import storage

PACKAGES = "Install them: pip install --require-hashes --requirement requirements-s3.lock"
SETTINGS = "Set S3_BUCKET and S3_ENDPOINT, for example https://s3.eu-central-1.amazonaws.com"


@register
def check_settings(**_: Any) -> list[CheckMessage]:
    if not storage.in_bucket():
        if settings.FILES_SENT_BY == "bucket":
            return [Error("FILES_SENT_BY is bucket, and files are in none.", hint="FILES_STORAGE=s3", id="files.E001")]
        return []
    return list(_wrong_settings())


@register
def check_bucket(**_: Any) -> list[CheckMessage]:
    return _looked_at(Warning, "files.W001")


@register(Tags.security, deploy=True)
def check_bucket_answers(**_: Any) -> list[CheckMessage]:
    """The same, without excuses."""
    return [found for found in _looked_at(Error, "files.E008") if found.id == "files.E008"]


def _wrong_settings() -> Iterator[CheckMessage]:
    if not _has_packages():
        yield Error("Files are in S3, and the packages for that are missing.", hint=PACKAGES, id="files.E002")
    if not _is_set():
        yield Error("Files are in S3, and it is not said where.", hint=SETTINGS, id="files.E003")
    if settings.DEBUG and not machine.is_loopback(_host()):
        hint = "DEBUG is for developing on this machine alone. Turn it off, or use a server of this machine."
        yield Error("DEBUG is on, and S3_ENDPOINT leads elsewhere.", hint=hint, id="files.E009")
    if settings.FILES_SENT_BY == "nginx":
        hint = "FILES_SENT_BY=worker, or bucket"
        yield Error("nginx cannot send files that are in S3.", hint=hint, id="files.E004")


def _looked_at(kind: type[Error | Warning], when_away: str) -> list[CheckMessage]:
    if not (storage.in_bucket() and _has_packages() and _is_set()):
        return []
    from files.s3 import inspection  # its packages may be missing

    match inspection.look(storage.storage()):
        case inspection.Finding.GOOD:
            return []
        case inspection.Finding.AWAY:
            hint = "Until it does, nobody uploads or sees a file. Look at S3_ENDPOINT, and whether its server runs."
            return [kind("The bucket of files does not answer.", hint=hint, id=when_away)]
        case inspection.Finding.MISSING:
            return [Error("There is no such bucket.", hint="Make it, or correct S3_BUCKET.", id="files.E005")]
        case inspection.Finding.REFUSED:
            hint = "Look at S3_ACCESS_KEY, S3_SECRET_KEY, and what they may do: read, write, list and delete."
            return [Error("The bucket of files refuses these keys.", hint=hint, id="files.E006")]
        case inspection.Finding.PUBLIC:
            hint = "Take back its public access: nobody but this site may read or list what people send."
            return [Error("Anybody can read the bucket of files.", hint=hint, id="files.E007")]


def _has_packages() -> bool:
    return all(find_spec(name) for name in ("storages", "boto3"))


def _is_set() -> bool:
    options = settings.STORAGES["files"]["OPTIONS"]
    return bool(options["bucket_name"] and _host()) and urlsplit(options["endpoint_url"]).scheme in ("http", "https")


def _host() -> str:
    return urlsplit(settings.STORAGES["files"]["OPTIONS"]["endpoint_url"]).hostname or ""
