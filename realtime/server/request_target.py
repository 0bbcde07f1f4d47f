"""A request's target: servers must understand the absolute form, which clients send to proxies (RFC 9112 3.2.2)."""

import re
from typing import NamedTuple

ABSOLUTE = re.compile(rb"https?://([^/?#@\s]+)([/?][^#\s]*)?", re.IGNORECASE)


class Target(NamedTuple):
    """`host` is None for a target in origin form: then the header Host names it."""

    uri: bytes
    host: bytes | None = None


def read_target(uri: bytes) -> Target | None:
    """None for an absolute target that names no host, or a user."""
    if uri[:1] in (b"/", b"*") or b"://" not in uri:
        return Target(uri)
    found = ABSOLUTE.fullmatch(uri)
    if found is None:
        return None
    rest = found[2] or b"/"
    return Target(rest if rest.startswith(b"/") else b"/" + rest, found[1])
