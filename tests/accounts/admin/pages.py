"""What one does on the admin's pages: sign in, change a person, run an action."""

import time
from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from core.admin import reauthentication
from tests.support.in_process import a_user

NEW_PASSWORD = "the kettle sings at dusk"


def signed_in(user: User) -> Client:
    """As after a sign-in, which also confirms who is there."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[reauthentication.SESSION_KEY] = time.time()
    session.save()
    return client


def staff_with(*rights: str, name: str = "staff") -> User:
    user = a_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def change(client: Client, user: User, **changes: Any) -> Any:
    """Save the person's form with these changes; None unticks a box."""
    page = client.get(f"/admin/accounts/user/{user.pk}/change/")
    assert page.status_code == 200
    filled_in = {bound.name: bound.value() for bound in page.context["adminform"].form}
    values = {name: value for name, value in {**filled_in, **changes}.items() if value not in (None, False)}
    return client.post(f"/admin/accounts/user/{user.pk}/change/", values)


def errors(response: Any) -> str:
    assert response.status_code == 200
    return str(response.context["adminform"].form.errors)


def act(client: Client, model: str, action: str, *rows: Any) -> str:
    data = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return client.post(f"/admin/accounts/{model}/", data, follow=True).content.decode()
