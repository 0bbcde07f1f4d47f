"""Every call about files: by nobody, and by somebody else."""

import re

import pytest
from django.urls import get_resolver

from files.models import File
from tests.files import tus
from tests.files.person import Uploader, look, stored
from tests.support.in_process import Api
from tests.support.protocol_document import Call
from tests.support.routes import calls_of

pytestmark = pytest.mark.django_db

# About one upload or file.
OWN = [
    ("PATCH", "uploads/{id}/", tus.chunk(3)),
    ("DELETE", "uploads/{id}/", tus.VERSION),
    ("GET", "files/{id}/", None),
    ("PATCH", "files/{id}/", None),
    ("DELETE", "files/{id}/", None),
]
# For everybody who is signed in.
OPEN = [
    ("GET", "uploads/", None),
    ("POST", "uploads/", tus.creation(5)),
    ("PUT", "me/avatar/", None),
    ("DELETE", "me/avatar/", None),
    ("OPTIONS", "uploads/", None),
    ("OPTIONS", "uploads/{id}/", None),
    ("POST", "files/", tus.FORM),
    ("OPTIONS", "files/", None),
    ("OPTIONS", "files/{id}/", None),
]


def test_no_call_is_forgotten() -> None:
    listed = {Call(method, "/api/" + re.sub(r"{\w+}", "{}", path)) for method, path, _ in [*OWN, *OPEN]}
    calls = calls_of(get_resolver("files.api.urls").url_patterns, "/api/")
    assert {call for call in listed if call.method != "OPTIONS"} == set(calls)


def rows() -> list[object]:
    return list(File.objects.order_by("pk").values())


@pytest.mark.parametrize(("method", "path", "headers"), [*OWN, *OPEN])
def test_nobody(mine: Uploader, method: str, path: str, headers: dict[str, str] | None) -> None:
    file = mine.file()
    before = rows()
    answer = Api().call(method, path.format(id=file), b"", headers)
    assert answer.refusal == (401, "not_authenticated")
    assert rows() == before


@pytest.mark.parametrize(("method", "path", "headers"), OWN)
@pytest.mark.parametrize("is_complete", [True, False])
def test_somebody_else(
    mine: Uploader, others: Uploader, method: str, path: str, headers: dict[str, str] | None, is_complete: bool
) -> None:
    file = mine.file() if is_complete else mine.upload(6)
    if not is_complete:
        mine.send(file, 0, b"ket")
    before = rows()
    body = b"tle" if "uploads" in path else {"alt": "mine"}
    answer = others.api.call(method, path.format(id=file), body, {**tus.VERSION, **(headers or {})})
    assert answer.refusal == (404, "not_found")
    assert rows() == before
    if is_complete:
        assert stored(file) == b"kettle"
    else:
        assert mine.send(file, 3, b"tle").status == 204


def test_head(mine: Uploader, others: Uploader) -> None:
    for file in (mine.file(), mine.upload(6)):
        assert (look(Api(), file).status, others.look(file).status, mine.look(file).status) == (401, 404, 200)


def test_a_key_of_somebody_else(mine: Uploader, others: Uploader) -> None:
    key = {"Idempotency-Key": "one"}
    assert mine.begin(6, key).headers["Location"] != others.begin(6, key).headers["Location"]
