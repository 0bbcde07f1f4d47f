"""Files in one call, and a person's own files that nothing uses."""

import errno
from typing import Any

import pytest
from django.core.files.uploadedfile import UploadedFile

from files import parts
from files.models import File
from tests.files import tus
from tests.files.person import Uploader, stored

pytestmark = pytest.mark.django_db


def test_a_file_in_a_form(mine: Uploader) -> None:
    answer = mine.form(b"kettle", "やかん.txt", kind="file", alt="A kettle")
    assert answer.status == 201
    assert (answer.body["name"], answer.body["size"], answer.body["alt"]) == ("やかん.txt", 6, "A kettle")
    assert stored(answer.body["id"]) == b"kettle"
    assert mine.api.get(f"files/{answer.body['id']}/").body == answer.body


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"", {"file": ["required"]}),
        (b"--irori--\r\n", {"file": ["required"]}),
        (tus.form(b"kettle", kind="video"), {"kind": ["invalid_choice"]}),
        (tus.form(b"kettle", alt="x" * 1001), {"alt": ["max_length"]}),
        (b'--irori\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--irori--\r\n', {"file": ["invalid"]}),
    ],
    ids=["nothing", "no field", "kind", "alt", "a text"],
)
def test_a_form_that_is_none(mine: Uploader, body: bytes, fields: Any) -> None:
    assert mine.api.call("POST", "files/", body, tus.FORM).fields == fields
    assert not File.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        tus.form(b"one").removesuffix(b"--irori--\r\n") + tus.form(b"two"),
        b"--irori\r\nContent-Disposition: form-data; name=\"file\"; filename*=no''tea\r\n\r\nx\r\n--irori--\r\n",
        b"--irori\r\nContent-Disposition: form-data; name=\"file\"; filename*=undefined''tea\r\n\r\nx\r\n--irori--\r\n",
    ],
    ids=["two files", "an encoding that does not exist", "an encoding that fails"],
)
def test_a_form_that_cannot_be_read(mine: Uploader, body: bytes) -> None:
    assert mine.api.call("POST", "files/", body, tus.FORM).refusal == (400, "invalid")
    assert not File.objects.exists()


@pytest.mark.parametrize("boundary", ["", "; boundary="])
def test_a_form_without_a_boundary(mine: Uploader, boundary: str) -> None:
    answer = mine.api.call("POST", "files/", tus.form(b"kettle"), {"Content-Type": f"multipart/form-data{boundary}"})
    assert answer.refusal == (400, "invalid")


def test_a_name_as_programs_send_it(mine: Uploader) -> None:
    name = b"filename*=UTF-8''%E3%82%84.txt"
    body = b'--irori\r\nContent-Disposition: form-data; name="file"; ' + name + b"\r\n\r\nx\r\n--irori--\r\n"
    assert mine.api.call("POST", "files/", body, tus.FORM).body["name"] == "や.txt"


def test_an_empty_file(mine: Uploader) -> None:
    assert mine.form(b"").refusal == (400, "file_empty")


def test_something_else_than_a_form(mine: Uploader) -> None:
    assert mine.api.post("files/", {"file": "x"}).refusal == (415, "unsupported_media_type")


def test_the_same_form_twice(mine: Uploader) -> None:
    key = {"Idempotency-Key": "one"}
    first, second = mine.form(b"kettle", headers=key), mine.form(b"kettle", headers=key)
    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body
    assert File.objects.count() == 1
    assert mine.form(b"teapot", headers=key).refusal == (409, "idempotency_conflict")


def test_a_form_that_failed_may_come_again(mine: Uploader, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    key = {"Idempotency-Key": "one"}
    with monkeypatch.context() as broken:
        broken.setattr(parts, "copy", full)
        assert mine.form(b"kettle", headers=key).refusal == (507, "storage_full")
    assert mine.form(b"kettle", headers=key).status == 201


def test_a_full_disk_under_a_form(mine: Uploader, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(UploadedFile, "write", full)
    assert mine.form(b"kettle").refusal == (507, "storage_full")


def test_the_alternative_text(mine: Uploader) -> None:
    file = mine.file()
    assert mine.api.patch(f"files/{file}/", {"alt": "A kettle"}).body["alt"] == "A kettle"
    assert mine.api.get(f"files/{file}/").body["alt"] == "A kettle"
    assert mine.api.patch(f"files/{file}/", {}).fields == {"alt": ["required"]}
    assert mine.api.patch(f"files/{mine.upload(6)}/", {"alt": "x"}).refusal == (404, "not_found")


def test_a_deleted_file(mine: Uploader) -> None:
    file = mine.file()
    assert [mine.api.delete(f"files/{file}/").status for _ in range(2)] == [204, 204]
    assert mine.api.get(f"files/{file}/").refusal == (404, "not_found")


def test_a_file_in_use_is_nobodys_to_change(mine: Uploader) -> None:
    """It belongs to the message."""
    file = mine.file()
    File.objects.update(expires_at=None)
    assert mine.api.get(f"files/{file}/").refusal == (404, "not_found")
    assert mine.api.patch(f"files/{file}/", {"alt": "x"}).refusal == (404, "not_found")
    assert mine.api.delete(f"files/{file}/").refusal == (404, "not_found")
    assert mine.cancel(file).refusal == (404, "not_found")
    assert mine.look(file).status == 404
    assert stored(file) == b"kettle"
