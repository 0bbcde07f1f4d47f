"""What one does on the admin's pages: sign in, run an action, read a list."""

import uuid
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from chat.models import Message, Room
from chat.services.messages import sending
from chat.services.messages.storing import NewMessage
from tests.accounts.admin.pages import signed_in
from tests.support.in_process import a_user

__all__ = ["act", "listed", "said", "signed_in", "staff_with"]


def staff_with(*rights: str) -> User:
    user = a_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def said(room: Room, author: User, text: str, **more: Any) -> Message:
    return sending.send(NewMessage(by=author, room_id=room.pk, nonce=uuid.uuid4(), text=text, **more)).message


def act(client: Client, model: str, action: str, *rows: Any, app: str = "chat", **more: str) -> str:
    """Run an action on these rows; the page that follows."""
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows], **more}
    response = client.post(f"/admin/{app}/{model}/", data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, model: str, *, app: str = "chat", **query: str) -> list[Any]:
    response = client.get(f"/admin/{app}/{model}/", query)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)
