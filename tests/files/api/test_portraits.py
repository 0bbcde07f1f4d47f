"""One's portrait: from a photo of one's own, shown wherever one is, and gone with what replaces it."""

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from files.models import File
from tests.files.a_file import ready_files
from tests.files.delivery.fetching import address, by_cookie, fetched
from tests.files.stored import stored, unused
from tests.support.in_process import Answer, Api, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


@pytest.fixture
def api(hanako: User) -> Api:
    return Api(hanako)


def photo(owner: User, **fields: Any) -> File:
    return unused(owner, kind="photo", **fields)


def put(api: Api, file: File) -> Answer:
    return api.put("me/avatar/", {"file": str(file.pk)})


def test_is_shown_and_fetched_by_everybody(hanako: User, api: Api) -> None:
    file = photo(hanako)
    answer = put(api, file)
    assert (answer.status, answer.body["avatar"]) == (200, f"/files/{file.pk}/small")
    assert api.get("me/").body["avatar"] == answer.body["avatar"]
    mai = a_user("mai")
    assert Api(mai).get("users/", q="hanako").body["results"][0]["avatar"] == answer.body["avatar"]
    assert fetched(by_cookie(mai), answer.body["avatar"]).status_code == 200


def test_a_small_one_is_shown_itself(hanako: User, api: Api) -> None:
    file = photo(hanako, thumbnails=())
    assert put(api, file).body["avatar"] == address(file)


def test_twice_is_once(hanako: User, api: Api) -> None:
    file = photo(hanako)
    assert put(api, file).body == put(api, file).body
    assert api.delete("me/avatar/").body == api.delete("me/avatar/").body
    assert api.get("me/").body["avatar"] is None


def test_the_former_one_is_gone(hanako: User, api: Api) -> None:
    first, second = photo(hanako), photo(hanako)
    put(api, first)
    put(api, second)
    assert not ready_files().filter(pk=first.pk).exists()
    assert fetched(by_cookie(hanako), address(first)).status_code == 404
    api.delete("me/avatar/")
    assert not ready_files().exists()


class TestIsRefused:
    def test_where_it_is_not_ones_own_photo_that_nothing_uses(self, hanako: User, api: Api) -> None:
        kept = photo(hanako)
        before = put(api, kept).body["avatar"]
        for file in (photo(a_user("mai")), photo(hanako, state="inspecting"), stored(hanako, kind="photo")):
            assert put(api, file).refusal == (400, "file_not_found")
        assert api.put("me/avatar/", {"file": str(uuid4())}).refusal == (400, "file_not_found")
        assert put(api, unused(hanako, kind="file")).refusal == (415, "file_refused")
        assert api.get("me/").body["avatar"] == before
        assert fetched(by_cookie(hanako), address(kept)).status_code == 200

    @pytest.mark.parametrize("body", [{}, {"file": None}, {"file": "x"}, [], "x"])
    def test_where_it_is_no_file(self, api: Api, body: Any) -> None:
        assert api.put("me/avatar/", body).refusal == (400, "invalid")

    def test_to_a_stranger(self) -> None:
        assert Api().put("me/avatar/", {"file": str(uuid4())}).refusal == (401, "not_authenticated")
        assert Api().delete("me/avatar/").refusal == (401, "not_authenticated")
