"""The public keys (JWKS), for programs that check our tokens themselves."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.signing_keys import keyring

# How long a program may keep this answer. A new key must be shown this long before it signs.
KEPT_SECONDS = 300


class KeysView(APIView):
    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(operation_id="keys", responses=dict)
    def get(self, request: Request) -> Response:
        return Response({"keys": keyring().public}, headers={"Cache-Control": f"public, max-age={KEPT_SECONDS}"})
