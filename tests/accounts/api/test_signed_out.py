"""Without a token, only what brings one, or stands before it, is answered."""

import uuid

import pytest
from django.urls import get_resolver

from tests.support.in_process import Api
from tests.support.protocol_document import Call
from tests.support.routes import calls_of

pytestmark = pytest.mark.django_db

CALLS = set(calls_of(get_resolver("accounts.api.urls").url_patterns, "/api/"))
PUBLIC = {
    Call("GET", "/api/site/"),
    Call("POST", "/api/register/"),
    Call("POST", "/api/register/link/"),
    Call("POST", "/api/register/invitation/"),
    Call("POST", "/api/session/"),
    Call("DELETE", "/api/session/"),
    Call("POST", "/api/token/"),
    Call("POST", "/api/token/refresh/"),
    Call("POST", "/api/token/verify/"),
    Call("POST", "/api/password/forgotten/"),
    Call("POST", "/api/password/reset/"),
    Call("POST", "/api/email/confirm/"),
}


def test_what_is_public_is_there() -> None:
    assert PUBLIC < CALLS


@pytest.mark.parametrize("call", sorted(CALLS - PUBLIC), ids=" ".join)
def test_it_takes_being_signed_in(call: Call) -> None:
    thing = "1" if call.path.startswith("/api/invitations/") else str(uuid.uuid4())
    path = call.path.removeprefix("/api/").format(thing)
    assert Api().call(call.method, path, {}).refusal == (401, "not_authenticated")
