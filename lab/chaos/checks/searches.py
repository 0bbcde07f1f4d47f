"""Check that searches found what was acknowledged, and nothing that they must not."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lab.chaos.checks.anomalies import Anomaly, Violation, Violations
from lab.chaos.checks.history import Acknowledged, Changing, Diary, Ended, Ending, Hit, Sought, Wrote
from lab.chaos.checks.leaks import Attempt, Claims, claims
from lab.chaos.searching.words import words_of

# A try whose answer was lost may have its effect this late: a worker that was frozen goes on with it.
LATE_SECONDS = 30.0

Message = tuple[int, str]  # author and nonce


@dataclass(slots=True)
class Story:
    """A message with words, as its author knows it."""

    room: int
    wrote: Wrote
    changes: list[Changing] = field(default_factory=list)
    states: list[Acknowledged] = field(default_factory=list)

    def rev_at(self, at: float) -> int:
        """The highest rev that was acknowledged before."""
        return max((state.row.rev for state in self.states if state.at <= at), default=0)

    def has_surely(self, word: str, since: float, until: float) -> bool:
        """Whether the message has the word all this time. It is not known while a change is under way, and after a
        change that was tried twice."""
        changes = [change for change in self.changes if change.at <= until]
        if len(changes) > 1:
            return False
        text = changes[0].text if changes else self.wrote.text
        return word in text and any(state.row.text == text and state.at <= since for state in self.states)


@dataclass(frozen=True)
class Told:
    """All that people did which decides about searches."""

    stories: Mapping[Message, Story]
    by_word: Mapping[str, Message]
    claims: Claims
    endings: Mapping[tuple[int, int], Sequence[Attempt]]
    """Requests that end a membership, by user and room, also those without an answer."""
    rooms: Mapping[int, frozenset[int]]
    """The rooms of each user at the beginning."""


def violations(diaries: Sequence[Diary]) -> Violations:
    told = _told(diaries)
    for diary in diaries:
        for entry in diary.entries:
            if isinstance(entry, Sought):
                yield from _judge(entry, diary.user, told)


def _told(diaries: Sequence[Diary]) -> Told:
    stories = _stories(diaries)
    words = {word: key for key, story in stories.items() for word in _words(story)}
    rooms: dict[int, frozenset[int]] = defaultdict(frozenset)
    for diary in diaries:
        rooms[diary.user] |= diary.rooms
    return Told(stories, words, claims(diaries), _endings(diaries), rooms)


def _judge(sought: Sought, user: int, told: Told) -> Violations:
    for hit in sought.found:
        yield from _judge_hit(sought, hit, user, told)
    key = told.by_word.get(sought.word)
    found = any((hit.author, hit.nonce) == key for hit in sought.found)
    if key is not None and not found and sought.is_complete and _must_find(sought, user, key, told):
        what = f"{sought.word} was not found {sought.at - told.stories[key].wrote.at:.2f} s after it was written"
        yield Violation(Anomaly.UNOBSERVED, sought.room, what, user)


def _judge_hit(sought: Sought, hit: Hit, user: int, told: Told) -> Violations:
    claim, story = told.claims.get((user, hit.room)), told.stories.get((hit.author, hit.nonce))
    if claim is None or not claim.begun_by(sought.answered_at):
        yield Violation(Anomaly.FOREIGN, hit.room, f"{sought.word} was found in a room that never was theirs", user)
    elif (out := claim.out_since(sought.at, sought.answered_at)) is not None:
        what = f"{sought.word} was found {sought.at - out:.2f} s after their removal was acknowledged"
        yield Violation(Anomaly.FOREIGN, hit.room, what, user)
    if sought.word not in hit.text:
        yield Violation(Anomaly.FOREIGN, hit.room, f"{sought.word} is not in what it found: {hit.text!r}", user)
    elif story is not None and hit.rev < story.rev_at(sought.at):
        what = f"{sought.word} was found as of {hit.rev}, after {story.rev_at(sought.at)} was acknowledged"
        yield Violation(Anomaly.UNOBSERVED, hit.room, what, user)


def _must_find(sought: Sought, user: int, key: Message, told: Told) -> bool:
    story = told.stories[key]
    if not story.has_surely(sought.word, sought.at, sought.answered_at):
        return False
    # Who sent it was in the room then. Others are known to be in their first rooms, until somebody ends that.
    since = story.wrote.at if user == key[0] else -math.inf
    if user != key[0] and story.room not in told.rooms[user]:
        return False
    endings = told.endings.get((user, story.room), ())
    return not any(ending.begin <= sought.answered_at and ending.end >= since for ending in endings)


def _stories(diaries: Sequence[Diary]) -> Mapping[Message, Story]:
    found: dict[Message, Story] = {}
    for diary in diaries:
        for entry in diary.entries:
            if isinstance(entry, Wrote) and words_of(entry.text):
                found[diary.user, entry.nonce] = Story(entry.room, entry)
            elif isinstance(entry, Changing) and (story := found.get((diary.user, entry.nonce))):
                story.changes.append(entry)
            elif isinstance(entry, Acknowledged) and (story := found.get((diary.user, entry.row.nonce))):
                story.states.append(entry)
    return found


def _words(story: Story) -> set[str]:
    texts = [story.wrote.text, *(change.text for change in story.changes)]
    return {word for text in texts for word in words_of(text)}


def _endings(diaries: Sequence[Diary]) -> Mapping[tuple[int, int], Sequence[Attempt]]:
    found: dict[tuple[int, int], list[Attempt]] = defaultdict(list)
    for diary in diaries:
        tries: dict[tuple[int, int], list[float]] = defaultdict(list)
        for entry in diary.entries:
            if isinstance(entry, Ending):
                tries[entry.user, entry.room].append(entry.at)
            elif isinstance(entry, Ended) and (begun := tries.pop((entry.user, entry.room), [])):
                end = entry.at + LATE_SECONDS * (len(begun) > 1)
                found[entry.user, entry.room].append(Attempt(begun[0], end))
        for key, begun in tries.items():
            found[key].append(Attempt(begun[0]))
    return found
