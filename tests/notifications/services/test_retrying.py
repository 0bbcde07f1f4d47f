"""Messages of which nobody can be told: they hold up no others, are tried again, and not for ever."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from chat.models import Message
from chat.services.messages import editing
from core.jobs.models import Job
from notifications.models import Batch, Crowd, InboxItem, Preferences
from notifications.services import candidates, items, retrying, telling
from notifications.services.items import NewItem
from tests.chat.hearth import Hearth
from tests.notifications.told import kinds_of

pytestmark = pytest.mark.django_db

Fail = Callable[[Message, Exception], None]


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Storing what people are told of a message fails."""
    store = items.store
    monkeypatch.setattr(telling, "GATHER_SECONDS", 0.0)

    def begin(message: Message, error: Exception) -> None:
        def fails(new: Sequence[NewItem]) -> dict[tuple[int, int], int]:
            if any(item.message.pk == message.pk for item in new):
                raise error
            return store(new)

        monkeypatch.setattr(items, "store", fails)

    return begin


def run() -> None:
    telling.run(None)  # type: ignore[arg-type]


def time_passes() -> None:
    for model in (Batch, Crowd):
        model._default_manager.exclude(due_at=None).update(due_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("error", [OperationalError("too many SQL variables"), ValueError("a surprise")], ids=repr)
def test_others_are_told_in_the_same_run(hearth: Hearth, fail: Fail, error: Exception) -> None:
    messages = [hearth.say(f"@yuki {at}") for at in range(4)]
    fail(messages[2], error)
    run()
    assert kinds_of(hearth.member).keys() == {messages[0].pk, messages[1].pk, messages[3].pk}
    (left,) = Batch.objects.all()
    assert (left.messages, left.tries) == ([messages[2].pk], 2)


BUSY, SURPRISE = OperationalError("canceling statement due to statement timeout"), ValueError("a surprise")


@pytest.mark.parametrize(
    ("error", "pauses", "tries"),
    [(SURPRISE, [15, 30, 60], 5), (BUSY, [15, 30, 60, 120, 240, 480, 600, 600], 12)],
    ids=repr,
)
def test_tried_again_after_longer_and_longer_pauses(
    hearth: Hearth,
    fail: Fail,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    pauses: list[float],
    tries: int,
) -> None:
    """What passes for as long as that may take. The row says which messages they were."""
    monkeypatch.setattr(retrying, "MOST_TRIES", 12)
    message = hearth.say("@yuki come")
    fail(message, error)
    waited: list[float] = []
    while due := Batch.objects.filter(given_up_at=None).first():
        run()
        run()  # too early: nothing is tried
        left = Batch.objects.get(pk=due.pk)
        if left.due_at is not None:
            waited.append((left.due_at - timezone.now()).total_seconds())
            (job,) = Job.objects.filter(key="again")
            assert job.due_at is not None
            assert (job.due_at - timezone.now()).total_seconds() < min(waited[-1], telling.LOOK_SECONDS) + 5
        Job.objects.all().delete()
        time_passes()
    assert waited[: len(pauses)] == pytest.approx(pauses, abs=3.0)
    left = Batch.objects.get()
    assert (left.messages, left.tries) == ([message.pk], tries)
    assert f"nobody is told of the messages [{message.pk}]" in caplog.text
    assert not InboxItem.objects.exists()


def test_a_database_that_is_busy_is_waited_for_as_long_as_a_day() -> None:
    pauses = [retrying.pause_after(tries) or timedelta() for tries in range(1, retrying.MOST_TRIES)]
    assert timedelta(hours=23) < sum(pauses, timedelta()) < timedelta(hours=25)


def test_what_was_given_up_is_in_nobodys_way(hearth: Hearth, fail: Fail) -> None:
    fail(hearth.say("@yuki come"), SURPRISE)
    for _ in range(retrying.MOST_FAULTS):
        run()
        time_passes()
    assert not telling.step()
    mention = hearth.say("@yuki and now?")
    assert kinds_of(hearth.member) == {mention.pk: "mention"}


def test_told_by_a_later_try(hearth: Hearth, fail: Fail, monkeypatch: pytest.MonkeyPatch) -> None:
    store = items.store
    message = hearth.say("@yuki come")
    fail(message, OperationalError("deadlock detected"))
    run()
    monkeypatch.setattr(items, "store", store)
    assert kinds_of(hearth.member) == {}
    time_passes()
    assert kinds_of(hearth.member) == {message.pk: "mention"}


def test_a_large_room_that_cannot_be_told(hearth: Hearth, fail: Fail, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until an edit brings the mention back."""
    monkeypatch.setattr(candidates, "FEW", 1)
    store = items.store
    message = hearth.say("@here come")
    fail(message, SURPRISE)
    for _ in range(retrying.MOST_FAULTS):
        run()
        time_passes()
    assert not telling.step()
    assert Crowd.objects.get().given_up_at is not None
    mention = hearth.say("@yuki come")
    assert kinds_of(hearth.member) == {mention.pk: "mention"}
    monkeypatch.setattr(items, "store", store)
    for text in ("come", "@here come"):
        editing.edit(by=hearth.owner, message_id=message.pk, text=text)
    assert kinds_of(hearth.moderator) == {message.pk: "here"}


def test_where_it_cannot_be_noted(hearth: Hearth, fail: Fail, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is away: the job itself is tried again, and the messages wait as they were."""
    fail(hearth.say("@yuki come"), OperationalError("server closed the connection unexpectedly"))

    def fails(_: object, **__: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(retrying, "_note_failure", fails)
    with pytest.raises(OperationalError):
        run()
    assert Batch.objects.get().tries == 0


@pytest.mark.parametrize("odd", ["zone", "level"])
def test_what_is_odd_about_one_person(hearth: Hearth, odd: str) -> None:
    """A zone that this machine does not know is UTC; of anything else that person is told nothing, and all others are."""
    person = hearth.moderator
    if odd == "zone":
        person.time_zone = "Mars/Olympus"
        person.save(update_fields=["time_zone"])
        Preferences.objects.create(user=person, quiet_start=60, quiet_end=120)
    else:
        Preferences.objects.create(user=person, level="loud")
    message = hearth.say("@here come")
    assert kinds_of(hearth.member) == {message.pk: "here"}
    assert kinds_of(person) == ({message.pk: "here"} if odd == "zone" else {})
