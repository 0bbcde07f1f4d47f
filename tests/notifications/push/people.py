"""People with devices that take pushes of the site in this process."""

from accounts.models import Session, User
from chat.models import Message
from core.jobs import claims, execution
from core.jobs.models import Job
from core.jobs.registry import declared
from lab.push.service import Browser, PushService
from notifications.models import PushSubscription
from notifications.push import budgets
from notifications.push.jobs import PUSH, PUSH_AGAIN, PUSH_CROWD, PUSH_PAGE, PUSH_ROOM
from notifications.services import receiving
from tests.chat.hearth import Hearth
from tests.core.jobs.due import no_pause, run_due
from tests.notifications.told import tell
from tests.support.in_process import Api


class Phone:
    """A device of somebody, signed in. What its pushes say."""

    def __init__(self, user: User, service: PushService, privacy: str = "text") -> None:
        self.user, self.api = user, Api(user)
        self.browser: Browser = service.subscribe(self.api.get("push/key/").body["key"])
        answer = self.api.post("push/subscriptions/", self.browser.subscription)
        self.id: int = answer.body["id"]
        receiving.believe(None)  # that nobody has a device
        if privacy != "text":
            self.api.patch(f"push/subscriptions/{self.id}/", {"privacy": privacy})

    @property
    def row(self) -> PushSubscription | None:
        return PushSubscription.objects.filter(pk=self.id).first()

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Title and text of what waits there to be seen."""
        notifications = [push.content["notification"] for push in self.browser.received]
        return [(each["title"], each["body"]) for each in notifications]


def told() -> None:
    """Of all that was written."""
    tell()
    deliver()


def deliver() -> None:
    """What waits for its time goes out now."""
    no_pause()
    PushSubscription.objects.update(retry_at=None)
    budgets.forget()
    run_due()


def run_types(*names: str) -> None:
    """What is due of these alone."""
    while run_once(*names):
        pass


def run_once(*names: str) -> bool:
    taken = claims.take([declared()[name] for name in names])
    if taken:
        execution.run(taken)
    return bool(taken)


def waiting() -> int:
    types = (PUSH, PUSH_CROWD, PUSH_ROOM, PUSH_PAGE, PUSH_AGAIN)
    return Job.objects.filter(type__in=[kind.name for kind in types]).count()


def said(hearth: Hearth, text: str = "@yuki tea is ready") -> Message:
    return hearth.say(text)


def subscribe(api: Api, service: PushService) -> tuple[Browser, int]:
    browser = service.subscribe(api.get("push/key/").body["key"])
    answer = api.post("push/subscriptions/", browser.subscription)
    assert answer.status == 201
    return browser, answer.body["id"]


def session_of(api: Api) -> Session:
    assert api.tokens is not None
    return Session.objects.get(pk=api.tokens.session.pk)
