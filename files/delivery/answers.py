"""The answer to somebody who may fetch a file: its bytes, a part of them, or word that nothing has changed."""

from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response

from files.delivery import ranges
from files.delivery.headers import Variant, headers_of
from files.delivery.pieces import Pieces
from files.models import File
from files.storage import path_of

# The folder of the storage `files` as deploy/nginx/irori.conf names it.
NGINX_PLACE = "/irori-files/"


def answer(request: HttpRequest, file: File, variant: Variant) -> HttpResponseBase:
    """Raises FileNotFoundError where the bytes are gone."""
    name, headers = path_of(file, variant.name), headers_of(file, variant, request)
    size = storages["files"].size(name)
    known = get_conditional_response(request, etag=variant.etag)
    if known is not None:
        # A cache takes over the headers of this answer: without these it would have those of an answer without bytes.
        return _with(known, {**headers, "Content-Type": known.headers.get("Content-Type", "")})
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
    file = storages["files"].open(name)
    file.seek(first)
    response = StreamingHttpResponse(Pieces(file, length), status=206 if part else 200, headers=headers)
    response["Content-Length"] = str(length)
    if part:
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    return response


def _with(response: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response[name] = value
    return response
