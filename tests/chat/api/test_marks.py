"""The REST door to reactions and pins."""

from urllib.parse import quote

import pytest

from chat.models import Message
from tests.chat.hearth import Hearth
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(hearth: Hearth) -> Message:
    return hearth.say("tea?")


def reaction(message: Message, emoji: str) -> str:
    return f"messages/{message.pk}/reactions/{quote(emoji, safe='')}/"


class TestReactions:
    @pytest.mark.parametrize("emoji", ["🍵", "👩‍👩‍👧", "1️⃣", "#️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
    def test_put_and_taken_back(self, hearth: Hearth, message: Message, emoji: str) -> None:
        member = Api(hearth.member)
        put = member.put(reaction(message, emoji))
        assert put.status == 200
        assert put.body["reactions"] == [{"emoji": emoji, "count": 1, "users": [hearth.member.pk]}]
        assert member.put(reaction(message, emoji)).body == put.body
        taken = member.delete(reaction(message, emoji))
        assert (taken.status, taken.body["reactions"], taken.body["rev"]) == (200, [], put.body["rev"] + 1)
        assert member.delete(reaction(message, emoji)).body == taken.body

    @pytest.mark.parametrize("text", ["tea", "🍵🍵", "%", "👍/", "x" * 1000])
    def test_what_is_no_emoji(self, hearth: Hearth, message: Message, text: str) -> None:
        answer = Api(hearth.member).put(reaction(message, text))
        # A slash ends the segment of an address, also an escaped one.
        assert answer.refusal == ((404, "not_found") if "/" in text else (400, "invalid"))

    def test_too_many(self, hearth: Hearth, message: Message) -> None:
        member = Api(hearth.member)
        for emoji in "🍵🔥🎐🏮🍡🍶🥢🧺🪵🌰🍠🦊🐈🌙🌾🍂⛄🎋🪁🎏":
            assert member.put(reaction(message, emoji)).status == 200
        assert member.put(reaction(message, "🧣")).refusal == (409, "too_many_reactions")


class TestPins:
    def test_pinned_and_unpinned(self, hearth: Hearth, message: Message) -> None:
        moderator, member = Api(hearth.moderator), Api(hearth.member)
        path, pins = f"messages/{message.pk}/pin/", f"rooms/{hearth.id}/pins/"
        assert member.put(path).refusal == (403, "forbidden")
        pinned = moderator.put(path)
        assert (pinned.status, pinned.body["pinned_by"]) == (200, hearth.moderator.pk)
        assert member.get(pins).body == {"messages": [pinned.body]}
        unpinned = moderator.delete(path)
        assert (unpinned.status, unpinned.body["pinned_at"], unpinned.body["pinned_by"]) == (200, None, None)
        assert member.get(pins).body == {"messages": []}

    def test_too_many(self, hearth: Hearth, message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("chat.services.messages.pins.MOST_PINS", 0)
        assert Api(hearth.owner).put(f"messages/{message.pk}/pin/").refusal == (409, "too_many_pins")
