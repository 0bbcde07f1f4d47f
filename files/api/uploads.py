"""Resumable uploads: tus 1.0.0. The id of an upload is the id of the file."""

from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any, cast
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotency import ONCE, once_with
from accounts.api.requests import caller, valid
from files import payloads
from files.api import tus
from files.api.serializers import Description
from files.models import File
from files.services import allowance, uploads
from files.services.uploads import Announced


def _header(name: str, kind: Any = OpenApiTypes.STR, *, required: bool = True) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.HEADER, required=required)


TUS = _header("Tus-Resumable")
OFFSET, LENGTH = _header("Upload-Offset", OpenApiTypes.INT), _header("Upload-Length", OpenApiTypes.INT)
METADATA = _header("Upload-Metadata", required=False)
CHUNK = {tus.CHUNK_TYPE: OpenApiTypes.BINARY}


class TusView(APIView):
    """Every answer says the version, refusals too."""

    counts_as = "upload"

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {**super().default_response_headers, "Tus-Resumable": tus.VERSION}

    @extend_schema(responses={204: None})
    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204, headers=tus.offered())


class UploadsView(TusView):
    @extend_schema(responses=payloads.UploadLimits)
    def get(self, request: Request) -> Response:
        return Response(payloads.UploadLimits(*allowance.of(caller(request))))

    @extend_schema(parameters=[TUS, LENGTH, METADATA, ONCE], request=CHUNK, responses={201: None})
    def post(self, request: Request) -> Response:
        size, described = tus.length_of(_headers(request)), tus.metadata_of(_headers(request))
        described = valid(Description, described)
        announced = Announced(size=size, name=described["filename"], kind=described["kind"], alt=described["alt"])
        upload = uploads.begin(by=caller(request), once=once_with(request, announced), **announced)
        if request.content_type == tus.CHUNK_TYPE and upload.state == File.State.RECEIVING and upload.received == 0:
            upload = uploads.append(caller(request), upload.pk, 0, body_of(request))
        return Response(status=201, headers={"Location": f"/api/uploads/{upload.pk}/", **tus.progress(upload)})


class UploadView(TusView):
    @extend_schema(parameters=[TUS], responses={200: None})
    def head(self, request: Request, upload_id: UUID) -> Response:
        tus.expect_version(_headers(request))
        return Response(headers=tus.described(uploads.current(caller(request), upload_id)))

    @extend_schema(parameters=[TUS, OFFSET], request=CHUNK, responses={204: None})
    def patch(self, request: Request, upload_id: UUID) -> Response:
        offset = tus.offset_of(_headers(request))
        upload = uploads.append(caller(request), upload_id, offset, body_of(request))
        return Response(status=204, headers=tus.progress(upload))

    @extend_schema(parameters=[TUS], responses={204: None})
    def delete(self, request: Request, upload_id: UUID) -> Response:
        tus.expect_version(_headers(request))
        uploads.cancel(caller(request), upload_id)
        return Response(status=204)


def body_of(request: Request) -> IO[bytes]:
    return cast(IO[bytes], request.stream or BytesIO())


def _headers(request: Request) -> Mapping[str, str]:
    return cast(Mapping[str, str], request.headers)
