"""tus 1.0.0, inside this process. tests/files/test_on_a_server.py has what takes a real connection."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pytest_django import Settings

from core.problems import Problem
from files import parts
from files.models import File
from files.services import processing, uploads
from tests.files import tus
from tests.files.person import Uploader, stored

pytestmark = pytest.mark.django_db


def test_what_the_site_speaks(mine: Uploader) -> None:
    for path in ("uploads/", f"uploads/{mine.upload(1)}/"):
        answer = mine.api.call("OPTIONS", path)
        assert answer.status == 204
        assert answer.headers["Tus-Version"] == "1.0.0"
        assert answer.headers["Tus-Max-Size"] == str(100 * tus.MEBIBYTE)
        assert answer.headers["Tus-Extension"] == "creation,creation-with-upload,expiration,termination"


def test_how_much_i_may_upload(mine: Uploader, settings: Settings) -> None:
    settings.FILES_MB_PER_DAY = 1
    mine.upload(1000)
    told = mine.api.get("uploads/").body
    assert told == {
        "chunk_bytes": 8 * tus.MEBIBYTE,
        "most_bytes": 100 * tus.MEBIBYTE,
        "day_bytes": tus.MEBIBYTE,
        "left_bytes": tus.MEBIBYTE - 1000,
    }


def test_chunk_by_chunk(mine: Uploader) -> None:
    upload = mine.upload(6, filename="やかん.txt", kind="file", alt="A kettle")
    for offset, data in ((0, b"ket"), (3, b"t"), (4, b"le")):
        answer = mine.send(upload, offset, data)
        assert (answer.status, answer.headers["Upload-Offset"]) == (204, str(offset + len(data)))
        assert answer.headers["Tus-Resumable"] == "1.0.0"
        assert "Upload-Expires" in answer.headers
        assert mine.look(upload).headers["Upload-Offset"] == str(offset + len(data))
    assert stored(upload) == b"kettle"
    told = mine.api.get(f"files/{upload}/").body
    assert (told["name"], told["size"], told["alt"]) == ("やかん.txt", 6, "A kettle")
    assert told["type"] == "text/plain"
    assert not parts.path_of(File.objects.get().pk).exists()


def test_the_first_chunk_with_the_announcement(mine: Uploader) -> None:
    headers = {**tus.creation(6), "Content-Type": "application/offset+octet-stream"}
    answer = mine.api.call("POST", "uploads/", b"ket", headers)
    assert (answer.status, answer.headers["Upload-Offset"]) == (201, "3")
    assert mine.send(answer.headers["Location"].rsplit("/", 2)[1], 3, b"tle").status == 204


def test_what_head_says(mine: Uploader) -> None:
    upload = mine.upload(6, filename="a b.txt", alt="é")
    told = mine.look(upload)
    assert told.status == 200
    assert (told.headers["Upload-Offset"], told.headers["Upload-Length"]) == ("0", "6")
    assert told.headers["Upload-Metadata"] == tus.metadata(filename="a b.txt", kind="file", alt="é")
    assert told.headers["Cache-Control"] == "no-store"


def test_a_chunk_at_another_place(mine: Uploader) -> None:
    upload = mine.upload(6)
    mine.send(upload, 0, b"ket")
    for offset in (0, 2, 4, 6, 7):
        assert mine.send(upload, offset, b"x").refusal == (409, "upload_conflict")
    assert mine.send(upload, 3, b"tle").status == 204
    assert stored(upload) == b"kettle"
    assert mine.send(upload, 0, b"kettle").refusal == (409, "upload_conflict")


def test_more_than_was_announced(mine: Uploader) -> None:
    upload = mine.upload(6)
    assert mine.send(upload, 0, b"kettles").refusal == (413, "file_too_large")
    assert mine.look(upload).headers["Upload-Offset"] == "0"
    assert mine.send(upload, 0, b"kettle").status == 204


def test_an_empty_chunk_changes_nothing(mine: Uploader) -> None:
    upload = mine.upload(6)
    assert mine.send(upload, 0, b"").headers["Upload-Offset"] == "0"
    mine.send(upload, 0, b"kettle")
    assert mine.send(upload, 6, b"").status == 204
    assert stored(upload) == b"kettle"


def test_an_empty_file(mine: Uploader) -> None:
    assert mine.begin(0).refusal == (400, "file_empty")


def test_a_file_that_is_too_large(mine: Uploader) -> None:
    assert mine.begin(100 * tus.MEBIBYTE + 1).refusal == (413, "file_too_large")
    assert mine.begin(100 * tus.MEBIBYTE).status == 201


def test_the_same_announcement_twice(mine: Uploader) -> None:
    key = {"Idempotency-Key": "one"}
    first, second = mine.begin(6, key), mine.begin(6, key)
    assert (first.status, second.status) == (201, 201)
    assert first.headers["Location"] == second.headers["Location"]
    assert mine.begin(7, key).refusal == (409, "idempotency_conflict")
    mine.cancel(first.headers["Location"].rsplit("/", 2)[1])
    assert mine.begin(6, key).refusal == (410, "upload_gone")


def test_a_cancelled_upload(mine: Uploader) -> None:
    upload = mine.upload(6)
    mine.send(upload, 0, b"ket")
    assert (mine.cancel(upload).status, mine.cancel(upload).status) == (204, 204)
    assert mine.look(upload).status == 410
    assert mine.send(upload, 3, b"tle").refusal == (410, "upload_gone")
    assert mine.api.get(f"files/{upload}/").refusal == (404, "not_found")


def test_an_upload_that_is_over(mine: Uploader) -> None:
    upload = mine.upload(6)
    File.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert mine.look(upload).status == 410
    assert mine.send(upload, 0, b"kettle").refusal == (410, "upload_gone")


def test_a_file_that_is_refused(mine: Uploader, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Problem("file_damaged")

    upload = mine.upload(6)
    monkeypatch.setattr(processing, "process", refuse)
    assert mine.send(upload, 0, b"kettle").refusal == (422, "file_damaged")
    file = File.objects.get()
    assert (file.state, file.refusal, file.received) == ("refused", "file_damaged", 6)
    assert mine.look(upload).status == 410
    assert mine.send(upload, 0, b"kettle").refusal == (410, "upload_gone")


def test_a_file_that_cannot_be_looked_at_now(mine: Uploader, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise Problem("scanner_away")

    upload = mine.upload(6)
    mine.send(upload, 0, b"ket")
    with monkeypatch.context() as broken:
        broken.setattr(processing, "process", fail)
        assert mine.send(upload, 3, b"tle").refusal == (503, "scanner_away")
    assert mine.look(upload).headers["Upload-Offset"] == "3"
    assert mine.send(upload, 3, b"tle").status == 204
    assert stored(upload) == b"kettle"


def test_a_photo_that_became_smaller(mine: Uploader, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client compares with what it has sent."""

    def shrink(file: File, _: object) -> None:
        file.size, file.type, file.state = 2, "image/webp", File.State.READY

    upload = mine.upload(6)
    monkeypatch.setattr(processing, "process", shrink)
    assert mine.send(upload, 0, b"kettle").headers["Upload-Offset"] == "6"
    told = mine.look(upload).headers
    assert (told["Upload-Offset"], told["Upload-Length"]) == ("6", "6")
    assert mine.api.get(f"files/{upload}/").body["size"] == 2


def test_bytes_that_are_gone(mine: Uploader) -> None:
    """Of a disk that was lost: the upload begins again, and no file has a hole."""
    upload = mine.upload(6)
    mine.send(upload, 0, b"ket")
    parts.remove(File.objects.get().pk)
    assert mine.send(upload, 3, b"tle").refusal == (409, "upload_conflict")
    assert mine.look(upload).headers["Upload-Offset"] == "0"
    assert mine.send(upload, 0, b"kettle").status == 204
    assert stored(upload) == b"kettle"


def test_bytes_beyond_the_offset(mine: Uploader) -> None:
    """A worker was killed after it wrote, before it noted that."""
    upload = mine.upload(6)
    mine.send(upload, 0, b"ke")
    with parts.path_of(File.objects.get().pk).open("ab") as part:
        part.write(b"XXXXXXX")
    mine.send(upload, 2, b"tt")
    assert mine.send(upload, 4, b"le").status == 204
    assert stored(upload) == b"kettle"


def test_somebody_else_writes(mine: Uploader) -> None:
    upload = mine.upload(6)
    with parts.locked(File.objects.get().pk):
        assert mine.send(upload, 0, b"ket").refusal == (409, "upload_conflict")
    assert mine.send(upload, 0, b"ket").status == 204


def test_cancelled_while_it_is_written(mine: Uploader) -> None:
    upload = File.objects.get(pk=mine.upload(6))

    class Slow(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            uploads.cancel(mine.user, upload.pk)
            return super().read(size)

    with pytest.raises(Problem, match="upload_gone"):
        uploads.append(mine.user, upload.pk, 0, Slow(b"kettle"))
    assert mine.look(str(upload.pk)).status == 410
