"""The admin's own sign-in asks for the second step, and an administrator turns it off for somebody."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from tests.accounts.authenticator import Authenticator, turn_on
from tests.accounts.services.second_factor.sign_in import sign_in
from tests.support.in_process import PASSWORD, Api, a_user

pytestmark = pytest.mark.django_db


class TestAdmin:
    @pytest.fixture
    def hanako(self) -> User:
        return a_user("hanako", is_staff=True, is_superuser=True)

    def log_in(self, **form: str) -> Any:
        return Client().post("/admin/login/", {"username": "hanako", "password": PASSWORD, **form})

    def test_its_own_sign_in_is_no_way_around_it(self, app: Authenticator) -> None:
        for form in ({}, {"code": ""}, {"code": app.wrong_code()}):
            page = self.log_in(**form)
            assert page.status_code == 200
            assert "sessionid" not in page.cookies
        assert "sessionid" in self.log_in(code=app.code()).cookies

    def test_it_says_what_is_missing(self, app: Authenticator) -> None:
        page = self.log_in().content.decode()
        assert "enter a code of your app" in page
        assert 'name="code"' in page

    def test_a_wrong_password_is_no_hint_of_it(self, app: Authenticator) -> None:
        assert "code of your app" not in self.log_in(password="wrong").content.decode()

    def test_without_it_nothing_more_is_asked(self, hanako: User) -> None:
        assert "sessionid" in self.log_in().cookies

    def test_an_administrator_turns_it_off_for_somebody(self, hanako: User) -> None:
        kenji = a_user("kenji")
        turn_on(Api(kenji))
        admin = Client()
        admin.force_login(hanako)
        page = f"/admin/accounts/user/{kenji.pk}/change/"
        assert "icon-yes" in admin.get(page).content.decode()
        form = {"action": "reset_second_factor", "_selected_action": [str(kenji.pk)]}
        # It cannot be undone: hanako is asked for her password.
        admin.post("/admin/accounts/user/", {**form, "confirm-password": PASSWORD})
        assert "icon-yes" not in admin.get(page).content.decode()
        assert sign_in(name="kenji").status == 200

    def test_staff_does_not_do_so_for_other_staff(self, hanako: User, app: Authenticator) -> None:
        staff = a_user("staff", is_staff=True)
        staff.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
        admin = Client()
        admin.force_login(staff)
        admin.post("/admin/accounts/user/", {"action": "reset_second_factor", "_selected_action": [str(hanako.pk)]})
        assert sign_in().refusal == (401, "second_factor_required")
