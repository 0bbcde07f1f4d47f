"""A site full of messages, from the inside: `python -m benchmarks.search.inside COMMAND`, which is one of
`fill MESSAGES ROOMS EVERY`, `compare QUERIES`, `rivals READS KIND=WORD …` and `size`.

Somebody is in every EVERY-th room. All print JSON: what the measure has to know, what a plain scan or the database
itself found, and how large the index is for each byte of text.
"""

import random
import sys
import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

import django
import msgspec

django.setup()

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import sessions
from benchmarks.search.comparison import compare
from benchmarks.search.rivals import rivals, size_by_text
from benchmarks.search.site import ELSEWHERE, FREQUENT_ELSEWHERE, RARE, RARE_EACH, Filled
from benchmarks.search.texts import Texts
from chat.models import Membership, Message, Room

AUTHORS, WRITERS = 200, 20
AT_ONCE = 5_000
DAYS = 365
SEED = 20261127


def fill(messages: int, rooms: int, every: int) -> Filled:
    with transaction.atomic():
        people = User.objects.bulk_create([User(username=f"author{number}") for number in range(AUTHORS)])
        searcher = people[0]
        made = Room.objects.bulk_create([Room(name=f"room {number}") for number in range(rooms)])
        mine = {room.pk for room in made[::every]}
        writers = people[1 : WRITERS + 1]
        members = [(searcher, pk) for pk in sorted(mine)]
        members += [(writer, room.pk) for number, room in enumerate(made) for writer in [writers[number % WRITERS]]]
        Membership.objects.bulk_create([Membership(room_id=pk, user=user, rev=1) for user, pk in members])
    texts, counts, phrase = Texts(SEED), dict.fromkeys((room.pk for room in made), 0), ""
    rows = _rows(texts, [room.pk for room in made], mine, [person.pk for person in people], counts, messages)
    while some := list(islice(rows, AT_ONCE)):
        Message.objects.bulk_create(some)
        phrase = next((row.text for row in some if row.room_id in mine and row.text.isascii()), phrase)
        _say(sum(counts.values()), messages)
    for room in made:
        room.last_seq, room.rev, room.member_count = counts[room.pk], counts[room.pk] + 1, 1 + (room.pk in mine)
    Room.objects.bulk_update(made, ["last_seq", "rev", "member_count"], batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    english, japanese = texts.english, texts.japanese
    return Filled(
        token=sessions.begin(searcher).access,
        writers=[sessions.begin(writer).access for writer in writers],
        rooms=sorted(mine),
        author=people[1].username,
        two=next(word for word in japanese[50:] if len(word) == 2),
        frequent=english[0],
        phrase=" ".join(phrase.split()[:3]),
    )


def _rows(
    texts: Texts, rooms: list[int], mine: set[int], people: list[int], counts: dict[int, int], messages: int
) -> Iterator[Message]:
    """Some rooms are busier than others. A word is frequent elsewhere alone, and another one is rare here."""
    choice = random.Random(SEED)
    weights = [1 / (rank + 20) ** 0.5 for rank in range(len(rooms))]
    shuffled = choice.sample(rooms, len(rooms))
    begin, step = timezone.now() - timedelta(days=DAYS), timedelta(days=DAYS) / messages
    places = choice.choices(shuffled, weights, k=messages)
    for number, (room, text) in enumerate(zip(places, texts.endless(), strict=False)):
        counts[room] += 1
        if room not in mine and number % FREQUENT_ELSEWHERE == 0:
            text = f"{text} {ELSEWHERE}"
        elif room in mine and counts[room] % RARE_EACH == RARE_EACH - 1:
            text = f"{text} {RARE}"
        yield Message(
            room_id=room,
            seq=counts[room],
            rev=counts[room] + 1,
            author_id=choice.choice(people),
            nonce=uuid.UUID(int=choice.getrandbits(128), version=4),
            text=text,
            created_at=begin + number * step,
        )


def _say(done: int, messages: int) -> None:
    if done % 100_000 == 0:
        print(f"{done:,} of {messages:,} messages", file=sys.stderr, flush=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["fill", messages, rooms, every]:
            sys.stdout.buffer.write(msgspec.json.encode(fill(int(messages), int(rooms), int(every))))
        case ["compare", queries]:
            searcher = User.objects.get(username="author0")
            sys.stdout.buffer.write(msgspec.json.encode(compare(searcher, int(queries))._asdict()))
        case ["rivals", reads, *words]:
            searcher = User.objects.get(username="author0")
            named = dict(word.split("=", 1) for word in words)
            sys.stdout.buffer.write(msgspec.json.encode([one._asdict() for one in rivals(searcher, named, int(reads))]))
        case ["size"]:
            sys.stdout.buffer.write(msgspec.json.encode(size_by_text()))
        case _:
            sys.exit(__doc__)
