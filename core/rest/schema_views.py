"""The OpenAPI document and the page that shows it. The document is made once: that takes a quarter of a second, and
anybody may ask."""

from functools import cache
from hashlib import sha256
from threading import Lock
from typing import Any, NamedTuple

from django.http import HttpResponseBase
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.utils.html import format_html
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

# A release may change the document, so browsers ask again, and get 304 while it is unchanged.
KEPT = "public, max-age=300"
DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

DOCS_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Irori: the API</title>
<link rel="icon" href="{icon}">
<link rel="stylesheet" href="{styles}">
<link rel="stylesheet" href="{own_styles}">
<div id="swagger-ui" data-schema="/api/schema/"></div>
<script src="{script}"></script>
<script src="{own_script}"></script>
"""


class Document(NamedTuple):
    text: bytes
    etag: str


class Written(BaseRenderer):
    """Render bytes unchanged."""

    render_style = "binary"
    charset: str | None = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        written: bytes = data
        return written


class Yaml(Written):
    media_type, format, charset = OpenApiYamlRenderer.media_type, "yaml", "utf-8"


class PlainYaml(Yaml):
    media_type = OpenApiYamlRenderer2.media_type


class Json(Written):
    media_type, format = OpenApiJsonRenderer.media_type, "json"


class PlainJson(Json):
    media_type = OpenApiJsonRenderer2.media_type


class Html(Written):
    media_type, format, charset = "text/html", "html", "utf-8"


class PublicView(APIView):
    """A view that anybody may call. Its answer is equal for all callers."""

    authentication_classes = []
    permission_classes = [AllowAny]


class SchemaView(PublicView):
    renderer_classes = [Yaml, PlainYaml, Json, PlainJson]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponseBase:
        document = schema(request.accepted_renderer.format)
        answer = Response(document.text, headers={"Cache-Control": KEPT, "ETag": document.etag, "Vary": "Accept"})
        return get_conditional_response(request._request, document.etag, response=answer) or answer


class DocsView(PublicView):
    renderer_classes = [Html]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(docs_page(), headers={"Content-Security-Policy": DOCS_POLICY})


def schema(format: str) -> Document:
    """The document as bytes, in the format `yaml` or `json`."""
    # The lock lets one of many simultaneous callers make the document.
    with _making:
        return _documents()[format]


_making = Lock()


@cache
def _documents() -> dict[str, Document]:
    content = SchemaGenerator().get_schema(request=None, public=True)
    texts = {"yaml": OpenApiYamlRenderer().render(content), "json": OpenApiJsonRenderer().render(content, None, {})}
    return {format: Document(text, f'"{sha256(text).hexdigest()[:32]}"') for format, text in texts.items()}


@cache
def docs_page() -> bytes:
    swagger = "drf_spectacular_sidecar/swagger-ui-dist"
    page = format_html(
        DOCS_PAGE,
        icon=static(f"{swagger}/favicon-32x32.png"),
        styles=static(f"{swagger}/swagger-ui.css"),
        own_styles=static("irori/api-docs.css"),
        script=static(f"{swagger}/swagger-ui-bundle.js"),
        own_script=static("irori/api-docs.js"),
    )
    return page.encode()
