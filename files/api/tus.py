"""The headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload): core, creation, creation-with-upload,
expiration, termination."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Mapping

from django.utils.http import http_date

from core.problems import Problem
from files import limits
from files.models import File

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination"
CHUNK_TYPE = "application/offset+octet-stream"
# More digits than any size has. Python's int takes time that grows with the square of their number.
MOST_DIGITS = 18

Headers = Mapping[str, str]


def offered() -> dict[str, str]:
    """The answer to OPTIONS."""
    return {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(limits.file_bytes()),
    }


def expect_version(headers: Headers) -> None:
    """Raises Problem `upload_version`."""
    if headers.get("Tus-Resumable") != VERSION:
        raise Problem("upload_version")


def offset_of(headers: Headers) -> int:
    """Where a chunk begins. Raises Problem `upload_version`, `unsupported_media_type` or `invalid`."""
    expect_version(headers)
    if headers.get("Content-Type", "") != CHUNK_TYPE:
        raise Problem("unsupported_media_type", f"A chunk has the Content-Type {CHUNK_TYPE}.")
    return _number(headers, "Upload-Offset")


def length_of(headers: Headers) -> int:
    """The size of a file. Raises Problem `upload_version` or `invalid`."""
    expect_version(headers)
    return _number(headers, "Upload-Length")


def metadata_of(headers: Headers) -> dict[str, str]:
    """Keys and values of Upload-Metadata. Raises Problem `invalid`."""
    pairs = (pair.split() for pair in headers.get("Upload-Metadata", "").split(",") if pair.strip())
    return {key: _decoded(*value) for key, *value in pairs}


def progress(upload: File) -> dict[str, str]:
    """How far an upload is, and until when it goes on."""
    ends = {"Upload-Expires": http_date(upload.expires_at.timestamp())} if upload.expires_at else {}
    return {"Tus-Resumable": VERSION, "Upload-Offset": str(upload.received), **ends}


def described(upload: File) -> dict[str, str]:
    """The answer to HEAD."""
    is_complete = upload.state == File.State.READY
    told = {"filename": upload.name, "kind": upload.kind, "alt": upload.alt}
    return {
        **progress(upload),
        "Upload-Length": str(upload.received if is_complete else upload.size),
        "Upload-Metadata": ",".join(f"{key} {_encoded(value)}" for key, value in told.items() if value),
    }


def _number(headers: Headers, name: str) -> int:
    digits = headers.get(name, "")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS):
        raise Problem("invalid", f"{name} is a number of bytes.", fields={name: ["invalid"]})
    return int(digits)


def _decoded(value: str = "", *more: str) -> str:
    try:
        if more:
            raise ValueError
        return b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        raise Problem("invalid", fields={"Upload-Metadata": ["invalid"]}) from None


def _encoded(value: str) -> str:
    return b64encode(value.encode()).decode()
