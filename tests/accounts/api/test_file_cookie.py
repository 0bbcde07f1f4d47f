"""The cookie of files: set with each sign-in and refresh of a browser, gone when it signs out."""

import pytest
from pytest_django import Settings

from accounts import file_cookie
from files.payloads import PLACE
from tests.support.in_process import PASSWORD, Answer, Api, a_user

pytestmark = pytest.mark.django_db


def signed_in(api: Api) -> Answer:
    return api.post("session/", {"username": "hanako", "password": PASSWORD})


@pytest.fixture
def api() -> Api:
    a_user("hanako")
    return Api()


def test_is_for_files_alone_and_for_no_script(api: Api) -> None:
    cookie = signed_in(api).cookies[file_cookie.NAME]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (PLACE, True, "Strict")
    assert not cookie["secure"]


def test_is_for_encrypted_connections_where_there_are_any(api: Api, settings: Settings) -> None:
    settings.TLS = True
    assert signed_in(api).cookies[file_cookie.NAME]["secure"]


def test_is_renewed_with_the_session(api: Api) -> None:
    first = signed_in(api).cookies[file_cookie.NAME].value
    renewed = api.post("session/refresh/").cookies[file_cookie.NAME]
    assert renewed.value != first
    assert renewed["max-age"] > 24 * 3600


def test_goes_with_the_copies_when_the_browser_signs_out(api: Api) -> None:
    signed_in(api)
    answer = api.delete("session/")
    cookie = answer.cookies[file_cookie.NAME]
    assert (cookie.value, cookie["path"], cookie["max-age"]) == ("", PLACE, 0)
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_is_not_for_programs(api: Api) -> None:
    answer = api.post("token/", {"username": "hanako", "password": PASSWORD})
    assert file_cookie.NAME not in answer.cookies
    assert file_cookie.NAME not in api.post("token/refresh/", {"refresh": answer.body["refresh"]}).cookies
