"""The calls about files, as tests/idempotency/scene.py has the others."""

from io import BytesIO
from typing import Any

from chat.services.authority import Member
from chat.services.rooms.pictures import change_picture
from files.services import portraits, uploads
from tests.files import tus
from tests.files.stored import unused
from tests.idempotency.scene import Prepare, Scene, Sent


def an_upload(scene: Scene, *, sent: bytes = b"") -> str:
    """The id of an upload of five bytes."""
    upload = uploads.begin(by=scene.owner, size=5, name="tea.txt", kind="file", alt="")
    if sent:
        uploads.append(scene.owner, upload.pk, 0, BytesIO(sent))
    return str(upload.pk)


def a_file(path: str, body: Any = None) -> Prepare:
    return lambda scene: Sent(path.format(file=an_upload(scene, sent=b"kettle"[:5])), body)


def sending_a_chunk(scene: Scene) -> Sent:
    return Sent(f"uploads/{an_upload(scene)}/", b"ket", headers=tus.chunk(0))


def a_portrait(scene: Scene) -> Sent:
    return Sent("me/avatar/", {"file": str(unused(scene.owner, kind="photo").pk)})


def without_portrait(scene: Scene) -> Sent:
    portraits.change(user=scene.owner, file_id=unused(scene.owner, kind="photo").pk)
    return Sent("me/avatar/")


def a_picture(scene: Scene) -> Sent:
    return Sent(f"rooms/{scene.id}/picture/", {"file": str(unused(scene.owner, kind="photo").pk)})


def without_picture(scene: Scene) -> Sent:
    shown = unused(scene.owner, kind="photo")
    change_picture(by=Member(scene.owner), room_id=scene.id, file_id=shown.pk)
    return Sent(f"rooms/{scene.id}/picture/")


FILE_CALLS: dict[str, Prepare] = {
    "POST /api/uploads/": lambda scene: Sent("uploads/", headers=tus.creation(5, filename="tea.txt")),
    "PATCH /api/uploads/{}/": sending_a_chunk,
    "DELETE /api/uploads/{}/": lambda scene: Sent(f"uploads/{an_upload(scene)}/", headers=tus.VERSION),
    "POST /api/files/": lambda scene: Sent("files/", tus.form(b"kettle"), headers=tus.FORM),
    "PATCH /api/files/{}/": a_file("files/{file}/", {"alt": "A kettle"}),
    "DELETE /api/files/{}/": a_file("files/{file}/"),
    "PUT /api/me/avatar/": a_portrait,
    "DELETE /api/me/avatar/": without_portrait,
    "PUT /api/rooms/{}/picture/": a_picture,
    "DELETE /api/rooms/{}/picture/": without_picture,
}
