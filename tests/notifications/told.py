"""What people are told, after all that waits to be told was."""

from accounts.models import User
from chat.models import Message
from notifications.models import InboxItem
from notifications.services import telling
from tests.support.in_process import Api

Shown = tuple[str, str, bool]  # kind, text, whether it is done


def tell() -> None:
    while telling.step():
        pass


def kinds_of(user: User) -> dict[int, str]:
    """By message id."""
    tell()
    return dict(InboxItem.objects.of(user).values_list("message_id", "kind"))


def kind_of(user: User, message: Message) -> str | None:
    return kinds_of(user).get(message.pk)


def inbox(user: User) -> list[Shown]:
    """The newest first, as the API answers. `unread` agrees with it."""
    tell()
    answer = Api(user).get("inbox/").body
    shown = [(each["kind"], each["message"]["text"], each["done"]) for each in answer["results"]]
    assert answer["unread"] == sum(not done for _, _, done in shown)
    return shown


def ids(user: User) -> list[int]:
    return [each["id"] for each in Api(user).get("inbox/").body["results"]]
