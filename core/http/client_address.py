"""Where a request comes from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request


def client_address(request: Request | HttpRequest) -> str | None:
    """The peer's address, or behind PROXIES trusted proxies the one that the outermost of them saw."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.PROXIES
    address = forwarded[-min(proxies, len(forwarded))] if proxies and forwarded else request.META.get("REMOTE_ADDR")
    try:
        return str(ip_address(address or ""))
    except ValueError:
        # A Unix socket has no IP, and some proxies write "unknown".
        return None
