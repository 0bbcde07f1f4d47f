"""A page of pins, edits, drafts, rooms and members ends with its bytes, and the pages lead through the whole list."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from chat import payloads, selectors
from chat.mentions import MOST_NAMES
from chat.models import Draft, EarlierText, Membership, Message, MessageFile, Room, Section
from chat.selectors.beginnings import AROUND_THE_ROOMS
from chat.services.messages import attachments
from chat.services.messages.reactions import DIFFERENT_EMOJI, PEOPLE_SHOWN
from chat.services.personal import sections
from core.answer_size import MOST_BYTES, size_of
from files.payloads import File
from tests.chat.answer_size.rooms import many_rooms
from tests.chat.hearth import Hearth
from tests.chat.longest import CONTROL, FILES, FIRE, GROWTH_WITH_FILES, LARGEST_GROWTH, fill, measured
from tests.files.a_file import a_file
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


class TestLists:
    def whole(self, api: Api, path: str, key: str, growth: int = LARGEST_GROWTH) -> list[Any]:
        """Page after page, each within its bytes."""
        items: list[Any] = []
        api.get("me/")  # what is loaded only once
        while path:
            content = measured(lambda path=path: api.client.get(f"/api/{path}").content.decode(), growth)  # type: ignore[misc]
            answer = json.loads(content)
            items += answer[key]
            path = (answer.get("next") or "").partition("/api/")[2]
        return items

    def test_pins(self, hearth: Hearth) -> None:
        fill(hearth, 100, pinned_at=timezone.now(), pinned_by=hearth.owner)
        pins = self.whole(Api(hearth.member), f"rooms/{hearth.id}/pins/", "messages")
        assert [message["seq"] for message in pins] == list(range(100, 0, -1))

    def test_edits(self, hearth: Hearth) -> None:
        message = hearth.say()
        now = timezone.now()
        EarlierText.objects.bulk_create(
            EarlierText(message=message, text=FIRE, at=now + timedelta(seconds=turn)) for turn in range(100)
        )
        edits = self.whole(Api(hearth.member), f"messages/{message.pk}/edits/", "edits")
        assert [edit["at"] for edit in edits] == sorted({edit["at"] for edit in edits})
        assert len(edits) == 100

    def test_drafts(self, hearth: Hearth) -> None:
        now = timezone.now()
        created = Room.objects.bulk_create(Room(name=f"{turn}") for turn in range(199))
        Membership.objects.bulk_create(Membership(room=room, user=hearth.member) for room in created)
        Draft.objects.bulk_create(
            Draft(user=hearth.member, room=room, text=CONTROL, at=now - timedelta(seconds=room.pk)) for room in created
        )
        drafts = self.whole(Api(hearth.member), "drafts/", "drafts")
        assert [draft["room"] for draft in drafts] == sorted(room.pk for room in created)

    def test_rooms_with_the_longest_names(self, hearth: Hearth) -> None:
        mine = {room.pk for room in many_rooms(hearth.member, 600)} | {hearth.id}
        api = Api(hearth.member)
        listed = self.whole(api, "rooms/?limit=500", "results")
        assert [room["id"] for room in listed] == sorted(mine)
        assert {room["id"] for room in self.whole(Api(hearth.stranger), "rooms/?browse=1&limit=500", "results")} == mine

    def test_newest_messages_with_the_longest_texts(self, hearth: Hearth) -> None:
        User.objects.filter(pk=hearth.owner.pk).update(display_name="🔥" * 60, status_text="火" * 80)
        rooms = many_rooms(hearth.member, 50, last_seq=1)
        now = timezone.now()
        Message.objects.bulk_create(
            Message(
                room=room,
                seq=1,
                rev=1,
                author=hearth.owner,
                nonce=uuid.uuid4(),
                text=CONTROL,
                created_at=now,
                files=FILES,
            )
            for room in rooms
        )
        asked = ",".join(str(room.pk) for room in rooms)
        lines = self.whole(Api(hearth.member), f"rooms/latest/?rooms={asked}", "messages", GROWTH_WITH_FILES)
        assert [line["room"] for line in lines] == [room.pk for room in rooms]
        assert size_of(lines) < MOST_BYTES / 4

    def test_sections_with_the_longest_names(self, hearth: Hearth) -> None:
        Section.objects.bulk_create(Section(user=hearth.member, name="🔥" * 60) for _ in range(sections.MOST))
        assert len(self.whole(Api(hearth.member), "sections/", "sections")) == sections.MOST
        assert size_of(payloads.Sections.of(selectors.sections_of(hearth.member))) < AROUND_THE_ROOMS - 5000

    def test_pages_lead_back_as_well(self, hearth: Hearth) -> None:
        mine = sorted({room.pk for room in many_rooms(hearth.member, 40)} | {hearth.id})
        api, seen = Api(hearth.member), list[list[int]]()
        page = api.get("rooms/?limit=15").body
        assert page["previous"] is None
        while page["next"]:
            page = api.get(page["next"].partition("/api/")[2]).body
        assert [room["id"] for room in page["results"]] == mine[30:]
        while page["previous"]:
            page = api.get(page["previous"].partition("/api/")[2]).body
            seen.insert(0, [room["id"] for room in page["results"]])
        assert seen == [mine[:15], mine[15:30]]
        assert page["next"] is not None

    def test_members(self, hearth: Hearth) -> None:
        people = User.objects.bulk_create(
            User(username=f"guest{turn}", username_key=f"guest{turn}", display_name="🔥" * 60, status_text="火" * 80)
            for turn in range(1200)
        )
        Membership.objects.bulk_create(Membership(room_id=hearth.id, user=person) for person in people)
        members = self.whole(Api(hearth.member), f"rooms/{hearth.id}/members/?limit=500", "results")
        assert len({member["user"]["id"] for member in members}) == len(members) == 1203

    def test_what_is_on_one_message_is_bounded(self, hearth: Hearth) -> None:
        reaction = 4 * 40 + 20 * PEOPLE_SHOWN + 40  # an emoji has at most 40 characters, an id 19 digits
        assert len(CONTROL) * 6 + DIFFERENT_EMOJI * reaction + MOST_NAMES * 20 + 3000 < MOST_BYTES / 10
        assert size_of([File.from_row(row) for row in FILES]) < MOST_BYTES / 10

    def test_files(self, hearth: Hearth) -> None:
        fill(hearth, 60, "")
        for message in Message.objects.all():
            files = [a_file(hearth.owner, "火" * 255, alt="火" * 1000) for _ in range(10)]
            MessageFile.objects.bulk_create(attachments.rows_of(message, files))
        listed = self.whole(Api(hearth.member), f"rooms/{hearth.id}/files/?limit=500", "files")
        assert len({each["file"]["id"] for each in listed}) == len(listed) == 600
