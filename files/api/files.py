"""Files in one call, for scripts, and a person's own files that nothing uses yet."""

import hashlib
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotency import ONCE, once_with
from accounts.api.requests import caller, fields, valid
from core.problems import Problem
from files import payloads
from files.access import fetchable
from files.api.serializers import FileChange, FileForm
from files.models import File
from files.services import uploads
from files.services.uploads import Announced

FORM = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary"},
        "kind": {"type": "string", "enum": File.Kind.values, "default": File.Kind.FILE.value},
        "alt": {"type": "string"},
    },
    "required": ["file"],
}


class FilesView(APIView):
    parser_classes = [MultiPartParser]
    counts_as = "upload"

    @extend_schema(parameters=[ONCE], request={"multipart/form-data": FORM}, responses={201: payloads.File})
    def post(self, request: Request) -> Response:
        sent = valid(FileForm, _form(request))
        content = sent.pop("file")
        announced = Announced(size=content.size or 0, name=content.name or "", kind=sent["kind"], alt=sent["alt"])
        once = once_with(request, lambda: {**announced, "digest": _digest(content)})
        file = uploads.begin(by=caller(request), once=once, **announced)
        if file.state == File.State.RECEIVING:
            file = uploads.append(caller(request), file.pk, 0, content)
        return Response(payloads.File.of(file), status=201)


class FileView(APIView):
    @extend_schema(responses=payloads.File)
    def get(self, request: Request, file_id: UUID) -> Response:
        return Response(payloads.File.of(fetchable(caller(request), file_id)))

    @extend_schema(request=FileChange, responses=payloads.File)
    def patch(self, request: Request, file_id: UUID) -> Response:
        described = uploads.describe(caller(request), file_id, **fields(request, FileChange))
        return Response(payloads.File.of(described))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, file_id: UUID) -> Response:
        uploads.cancel(caller(request), file_id)
        return Response(status=204)


def _form(request: Request) -> dict[str, Any]:
    """Raises Problem `invalid` for a form that cannot be read."""
    try:
        data: Any = request.data
    except RequestDataTooBig:
        raise
    except (SuspiciousOperation, LookupError, UnicodeError, ParseError):
        # No form, more than one file, too many fields, or a name in an encoding that does not exist.
        for handler in cast(Any, request).upload_handlers:
            handler.close()
        raise Problem("invalid", "Send one file in a form.") from None
    return {name: data[name] for name in ("file", "kind", "alt") if name in data}


def _digest(content: Any) -> str:
    digest = hashlib.sha256()
    for piece in content.chunks():
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()
