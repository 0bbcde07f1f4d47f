"""Every call the code answers, read from its addresses: so that no test of all calls forgets a new one."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver

from tests.support.protocol_document import Call


def calls_of(patterns: list[Any], prefix: str = "/") -> Iterator[Call]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver) and not path.startswith("/admin/"):
            yield from calls_of(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and "^" not in path:
            for method in methods_of(pattern.callback):
                yield Call(method, "/".join("{}" if part.startswith("<") else part for part in path.split("/")))


def methods_of(view: Any) -> Iterator[str]:
    """A class's handlers; a plain function here only answers GET."""
    if not hasattr(view, "view_class"):
        yield "GET"
        return
    for method in ("get", "post", "put", "patch", "delete"):
        if hasattr(view.view_class, method):
            yield method.upper()
