"""Headers of tus that are missing or wrong."""

from base64 import b64encode

import pytest

from files.models import File
from tests.files import tus
from tests.files.person import Uploader, look

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("version", [None, "0.2.2", "1.0"])
def test_another_version(mine: Uploader, version: str | None) -> None:
    upload = mine.upload(6)
    told = {"Tus-Resumable": version} if version else {}
    for method, path, headers in (
        ("POST", "uploads/", {"Upload-Length": "6"}),
        ("PATCH", f"uploads/{upload}/", {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}),
        ("DELETE", f"uploads/{upload}/", {}),
    ):
        answer = mine.api.call(method, path, None, {**headers, **told})
        assert answer.refusal == (412, "upload_version")
        assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert look(mine.api, upload, told).status == 412


@pytest.mark.parametrize("kind", ["application/json", "application/octet-stream", "multipart/form-data"])
def test_a_chunk_of_another_type(mine: Uploader, kind: str) -> None:
    headers = {**tus.chunk(0), "Content-Type": kind}
    answer = mine.api.call("PATCH", f"uploads/{mine.upload(6)}/", b"ket", headers)
    assert answer.refusal == (415, "unsupported_media_type")


@pytest.mark.parametrize("number", ["", "-1", "+6", "6.0", " ", "0x6", "٦", "1" * 19, "1" * 5000, "six"])
def test_sizes_that_are_none(mine: Uploader, number: str) -> None:
    assert mine.begin(number).fields == {"Upload-Length": ["invalid"]}
    assert mine.send(mine.upload(6), number, b"x").fields == {"Upload-Offset": ["invalid"]}


def test_a_length_that_comes_later(mine: Uploader) -> None:
    headers = {**tus.VERSION, "Upload-Defer-Length": "1"}
    assert mine.api.call("POST", "uploads/", headers=headers).fields == {"Upload-Length": ["invalid"]}


@pytest.mark.parametrize(
    "told", ["filename !!!", "filename a", f"filename {b64encode(b'%c' % 255).decode()}", "filename YQ== YQ=="]
)
def test_metadata_that_is_none(mine: Uploader, told: str) -> None:
    assert mine.begin(6, {"Upload-Metadata": told}).fields == {"Upload-Metadata": ["invalid"]}


def test_metadata_of_other_clients(mine: Uploader) -> None:
    told = f"name {b64encode(b'x').decode()}, filetype dGV4dA==,is_confidential, filename {b64encode(b'tea').decode()}"
    answer = mine.begin(6, {"Upload-Metadata": told})
    assert answer.status == 201
    assert File.objects.get().name == "tea"


def test_fields_that_are_none(mine: Uploader) -> None:
    assert mine.begin(6, kind="video").fields == {"kind": ["invalid_choice"]}
    assert mine.begin(6, alt="x" * 1001).fields == {"alt": ["max_length"]}
    assert mine.begin(6, alt="a\0b").fields == {"alt": ["null_characters_not_allowed"]}
    assert not File.objects.exists()
