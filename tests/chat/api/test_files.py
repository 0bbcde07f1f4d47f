"""Messages with files over REST, and the list of a room's files."""

import uuid
from typing import Any

import pytest

from chat.models import Message
from chat.services.messages.attachments import MOST_FILES
from chat.services.rooms import memberships
from files.models import File
from tests.chat.api.sending import send
from tests.chat.hearth import Hearth
from tests.files.a_file import a_file, ready_files
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


class TestMessage:
    def test_it_comes_whole_and_twice_is_once(self, hearth: Hearth, owner: Api) -> None:
        file = a_file(hearth.owner, alt="やかん")
        body = {"nonce": str(uuid.uuid4()), "text": "", "files": [str(file.pk)]}
        first, again = send(owner, hearth, **body), send(owner, hearth, **body)
        assert (first.status, again.status, again.body) == (201, 200, first.body)
        assert first.body["files"] == [
            {
                "id": str(file.pk), "name": "茶.png", "type": "image/png", "kind": "photo", "size": 1234, "width": 640, "height": 480,
                "alt": "やかん", "thumbhash": file.thumbhash, "is_animated": False,
                "url": f"/files/{file.pk}/original", "thumbnail_url": f"/files/{file.pk}/small", "preview_url": f"/files/{file.pk}/large",
            }
        ]  # fmt: skip

    def test_everything_that_shows_a_message_shows_its_files(self, hearth: Hearth, owner: Api, member: Api) -> None:
        message = send(owner, hearth, text="", files=[str(a_file(hearth.owner).pk)]).body
        owner.put(f"messages/{message['id']}/pin/")
        files = message["files"]
        answers = [
            member.get(f"messages/{message['id']}/").body,
            member.get(f"rooms/{hearth.id}/messages/").body["messages"][0],
            member.get(f"rooms/{hearth.id}/pins/").body["messages"][0],
            member.get(f"messages/{message['id']}/thread/").body["root"],
            self.synchronised(hearth, member),
        ]
        assert [answer["files"] for answer in answers] == [files] * len(answers)
        (line,) = member.get(f"rooms/latest/?rooms={hearth.id}").body["messages"]
        assert (line["text"], line["files"]) == ("", [{"name": "茶.png", "type": "image/png", "width": 640}])

    def synchronised(self, hearth: Hearth, api: Api) -> Any:
        epoch = api.post("sync/", {"epoch": str(uuid.uuid4()), "rooms": {}}).body["epoch"]
        answer = api.post("sync/", {"epoch": epoch, "rooms": {str(hearth.id): 0}})
        return answer.body["rooms"][str(hearth.id)]["messages"][0]

    @pytest.mark.parametrize(
        ("files", "refusal"),
        [
            (None, (400, "invalid")),
            ("", (400, "invalid")),
            ({}, (400, "invalid")),
            (["1"], (400, "invalid")),
            ([1], (400, "invalid")),
            ([None], (400, "invalid")),
            ([[]], (400, "invalid")),
            (["5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a"] * 2, (400, "invalid")),
            (["5F0C8F0E-9F58-4C59-8A7E-1F0E3C1D2B4A", "5f0c8f0e9f584c598a7e1f0e3c1d2b4a"], (400, "invalid")),
            (["5f0c8f0e-9f58-4c59-8a7e-1f0e3c1d2b4a"], (400, "file_not_found")),
            ([0] * (MOST_FILES + 1), (400, "too_many_files")),
            ([str(uuid.UUID(int=number)) for number in range(MOST_FILES + 1)], (400, "too_many_files")),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_what_no_files_are(self, hearth: Hearth, owner: Api, files: Any, refusal: tuple[int, str]) -> None:
        message = hearth.say("draft")
        assert send(owner, hearth, files=files).refusal == refusal
        assert owner.patch(f"messages/{message.pk}/", {"files": files}).refusal == refusal
        assert Message.objects.count() == 1

    def test_as_many_as_may_be(self, hearth: Hearth, owner: Api) -> None:
        files = [str(a_file(hearth.owner).pk) for _ in range(MOST_FILES)]
        assert [file["id"] for file in send(owner, hearth, files=files).body["files"]] == files

    def test_an_edit_says_what_it_changes(self, hearth: Hearth, owner: Api) -> None:
        files = [str(a_file(hearth.owner).pk) for _ in range(2)]
        message = send(owner, hearth, files=files).body
        path = f"messages/{message['id']}/"
        assert owner.patch(path, {"rev": message["rev"]}).refusal == (400, "invalid")
        edited = owner.patch(path, {"files": files[1:], "rev": message["rev"]})
        assert (edited.status, edited.body["text"], [file["id"] for file in edited.body["files"]]) == (
            200,
            "tea",
            files[1:],
        )
        assert owner.patch(path, {"text": ""}).body["text"] == ""
        assert owner.patch(path, {"files": []}).refusal == (400, "text_empty")
        assert owner.delete(path).body["files"] == []
        assert not ready_files().exists()


class TestRoomFiles:
    def fill(self, hearth: Hearth) -> list[File]:
        types = ["image/png", "video/mp4", "audio/ogg", "application/pdf", "image/svg+xml"]
        files = [a_file(hearth.owner, kind, type=kind, width=None if "svg" in kind else 640) for kind in types]
        hearth.say("first", files=tuple(file.pk for file in files[:3]))
        hearth.say("second", files=tuple(file.pk for file in files[3:]))
        return files

    def ids(self, api: Api, hearth: Hearth, query: str = "") -> list[str]:
        return [each["file"]["id"] for each in api.get(f"rooms/{hearth.id}/files/{query}").body["files"]]

    def test_the_newest_come_first(self, hearth: Hearth, member: Api) -> None:
        files = self.fill(hearth)
        answer = member.get(f"rooms/{hearth.id}/files/").body
        assert answer["next"] is None
        assert [each["file"]["id"] for each in answer["files"]] == [str(file.pk) for file in files[::-1]]
        message = Message.objects.get(text="second")
        newest = answer["files"][0]
        assert (newest["message"], newest["seq"], newest["author"]["id"]) == (message.pk, 2, hearth.owner.pk)
        assert newest["at"] == member.get(f"messages/{message.pk}/").body["created_at"]

    @pytest.mark.parametrize(("kind", "places"), [("picture", [0]), ("video", [1]), ("audio", [2]), ("other", [4, 3])])
    def test_of_one_kind(self, hearth: Hearth, member: Api, kind: str, places: list[int]) -> None:
        files = self.fill(hearth)
        assert self.ids(member, hearth, f"?kind={kind}") == [str(files[place].pk) for place in places]

    def test_page_by_page(self, hearth: Hearth, member: Api) -> None:
        files = self.fill(hearth)
        path, seen = f"rooms/{hearth.id}/files/?limit=2", list[str]()
        while path:
            page = member.get(path).body
            seen += [each["file"]["id"] for each in page["files"]]
            path = (page["next"] or "").partition("/api/")[2]
        assert seen == [str(file.pk) for file in files[::-1]]

    def test_without_what_was_taken_away_or_is_in_other_rooms(self, hearth: Hearth, owner: Api) -> None:
        other = Hearth.__new__(Hearth)
        other.owner, other.id = hearth.owner, owner.post("rooms/", {"kind": "public", "name": "Kitchen"}).body["id"]
        self.fill(other)
        files = self.fill(hearth)
        owner.delete(f"messages/{Message.objects.get(room=hearth.id, text='first').pk}/")
        assert self.ids(owner, hearth) == [str(file.pk) for file in files[:2:-1]]

    def test_strange_kinds(self, hearth: Hearth, member: Api) -> None:
        for kind in ("", "photo", "PICTURE", "picture,video", "%00"):
            assert member.get(f"rooms/{hearth.id}/files/?kind={kind}").refusal == (400, "invalid")

    def test_for_members_alone(self, hearth: Hearth, member: Api) -> None:
        self.fill(hearth)
        memberships.leave(by=hearth.member, room_id=hearth.id)
        assert member.get(f"rooms/{hearth.id}/files/").refusal == (404, "not_found")
