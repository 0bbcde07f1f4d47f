"""The answer to somebody who may fetch a file: its bytes, a part of them, or word that nothing has changed."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response

from files import storage
from files.delivery import ranges
from files.delivery.headers import Variant, headers_of
from files.delivery.pieces import Pieces
from files.models import File

# The folder of the storage `files` as deploy/nginx/irori.conf names it.
NGINX_PLACE = "/irori-files/"


def answer(request: HttpRequest, file: File, variant: Variant) -> HttpResponseBase:
    """Raises FileNotFoundError where the bytes are gone, and Problem `storage_away`."""
    name, headers = storage.path_of(file, variant.name), headers_of(file, variant, request)
    known = get_conditional_response(request, etag=variant.etag)
    if known is not None:
        # A cache takes over the headers of this answer: without these it would have those of an answer without bytes.
        return _with(known, {**headers, "Content-Type": known.headers.get("Content-Type", "")})
    if settings.FILES_SENT_BY == "bucket" and request.method == "GET":
        return _signed(name, headers)
    size = storage.size_of(file, variant.name)
    try:
        part = ranges.requested(request, variant.etag, size)
    except ranges.Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}, content_type="text/plain")
    if settings.FILES_SENT_BY == "nginx":
        return HttpResponse(headers={**headers, "X-Accel-Redirect": f"{NGINX_PLACE}{quote(name)}"})
    if request.method == "HEAD":
        return HttpResponse(headers={**headers, "Content-Length": str(size)})
    return _streamed(name, headers, size, part)


def _streamed(name: str, headers: dict[str, str], size: int, part: ranges.Range | None) -> HttpResponseBase:
    first, length = (part.first, part.length) if part else (0, size)
    content = storage.opened(name, first, length)
    response = StreamingHttpResponse(Pieces(content, length), status=206 if part else 200, headers=headers)
    response["Content-Length"] = str(length)
    if part:
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    return response


def _signed(name: str, headers: dict[str, str]) -> HttpResponseBase:
    """Who has the address that this leads to gets the bytes, for a minute, whoever it is."""
    fields = ("Content-Type", "Content-Disposition", "Cache-Control")
    address = storage.storage().signed(name, {field: headers[field] for field in fields})
    told = {"Location": address, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return HttpResponse(status=302, headers=told, content_type="text/plain")


def _with(response: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response[name] = value
    return response
