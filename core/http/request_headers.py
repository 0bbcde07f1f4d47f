"""Reduce the headers about a request's body and its answer to the parts that this site uses.

Parameters of these headers name codecs, and Python keeps every codec name that it has looked up: a client that invents
names fills a worker's memory. Some codecs fail inside a request, or take time that grows with the square of the length.
"""

import re
from collections.abc import Iterable

Header = tuple[bytes, bytes]

# The one parameter that a body needs. Its form is that of RFC 2046 5.1.1.
MULTIPART = re.compile(
    rb"""\s*multipart/form-data\s*;\s*boundary="?([\w'()+,./:=?-]{1,70})"?\s*\Z""", re.ASCII | re.IGNORECASE
)
MEDIA_TYPE = re.compile(rb"\s*([\w!#$&^.+-]{1,127}/[\w!#$&^.+-]{1,127})\s*(?:;|$)", re.ASCII)


def reduced(headers: Iterable[Header]) -> list[Header]:
    return [(name, _reduced(name, value)) for name, value in headers]


def _reduced(name: bytes, value: bytes) -> bytes:
    if name == b"content-type":
        if multipart := MULTIPART.match(value):
            return b'multipart/form-data; boundary="' + multipart.group(1) + b'"'
        # Other bodies are JSON, forms in UTF-8 or bytes, and need no parameters.
        found = MEDIA_TYPE.match(value)
        return found.group(1) if found else b"application/octet-stream"
    # A parameter whose value names its own charset (RFC 8187).
    return value.replace(b"*=", b"=") if name == b"accept" else value
