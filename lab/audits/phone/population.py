"""The site that the phone shows, made from the inside: `python -m lab.audits.phone.population` prints it as JSON.

One person in 300 rooms; one room with 2,000 members; rooms whose messages are long and formatted.
"""

import sys
from datetime import timedelta

import django
import msgspec

django.setup()

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat.models import Room
from chat.services.importing import rooms
from chat.services.importing.history import PastMember, PastMessage, PastRoom
from lab.audits.phone.large_site import LargeSite
from lab.clients.person import PASSWORD

ROOMS = 300
MEMBERS = 2_000
# Of the two rooms that are read. The others have a few.
MESSAGES = 400
FEW = 20
WRITERS = 12
# Long and formatted, in the languages of the web app. A message of 10,000 characters is the longest there is.
TEXTS = (
    "おはようございます。今日の会議は10時からです。資料は **共有フォルダ** にあります。",
    "Could somebody look at `tests/e2e/app/test_weight.py`? It fails on my machine, *not* in CI.",
    "1. Install the packages\n2. Build the web app\n3. Start the site\n\n> Two commands, no more.\n\nThat is all.",
    "| 名前 | 部署 | 内線 |\n|---|---|--:|\n| 佐藤 | 開発 | 1204 |\n| 鈴木 | 営業 | 3310 |\n| 高橋 | 総務 | 2207 |",
    "```python\nasync def connect(self) -> None:\n    await self.accept(self.subprotocol)\n    await self.join_rooms()\n```\nand see https://docs.example.org/channels/consumers?page=2",
    "- [x] 見積もり\n- [ ] 発注\n- [ ] 検品\n\n~~来週~~ 今週中にお願いします @hanako",
    "Yes.",
    "It is a long story, told in full. " * 40,
    "これは長い報告です。**要点** は三つあります。" * 60,
)
LONGEST = ("**読む** and *write* `code` ~~gone~~ https://example.org/a " * 200)[:10_000]


@transaction.atomic
def populate() -> LargeSite:
    now = timezone.now()
    hashed = make_password(PASSWORD)
    people = User.objects.bulk_create(
        User(username=f"person{number}", display_name=f"Person {number}", password=hashed) for number in range(MEMBERS)
    )
    reader, writers = people[0], people[1 : WRITERS + 1]
    begin = now - timedelta(days=30)

    def room(number: int) -> PastRoom:
        count = MESSAGES if number < 2 else FEW
        members = people if number == 2 else [reader, *writers]
        said = [
            PastMessage(
                author=writers[(index // 3) % WRITERS],
                text=LONGEST if index == count // 2 and number == 0 else TEXTS[(index * 7 + number) % len(TEXTS)],
                at=now - timedelta(minutes=5 * (count - index), seconds=number),
            )
            for index in range(count)
        ]
        return PastRoom(
            name=f"Room {number}",
            kind=Room.Kind.PUBLIC,
            topic="",
            created_at=begin,
            members=[PastMember(user=user, joined_at=begin) for user in members],
            messages=said,
        )

    long, other, crowded, *_ = rooms.record([room(number) for number in range(ROOMS)])
    return LargeSite(reader.username, long.pk, other.pk, crowded.pk)


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(populate()))
