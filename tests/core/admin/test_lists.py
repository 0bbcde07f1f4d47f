"""What every list of the admin does so that its cost is bounded."""

import pytest
from django.contrib import admin as django_admin
from django.http import QueryDict
from django.test import Client, RequestFactory

from accounts.admin import people
from accounts.admin.people import PeopleAdmin
from accounts.models import User
from core.admin import lists, newest_first
from core.admin.newest_first import Bounds
from tests.support.in_process import a_user


class TestWords:
    def test_each_is_looked_for_once(self) -> None:
        assert lists.words_of("tea  tea rice tea") == ["tea", "rice"]

    def test_ten_are(self) -> None:
        assert lists.words_of(" ".join(map(str, range(100)))) == list(map(str, range(10)))

    @pytest.mark.parametrize("search", ["user:a " * 16_000, "a " * 200, "x" * 500, " ".join(map(str, range(11)))])
    def test_links_repeat_no_more_than_is_read(self, search: str) -> None:
        query = QueryDict(mutable=True)
        query["q"] = search
        shortened = str(lists.shortened(query)["q"])
        assert shortened.split() == lists.words_of(search)
        assert len(shortened) <= lists.LONGEST_SEARCH
        assert query["q"] == search

    def test_others_stay_as_they_were_typed(self) -> None:
        query = QueryDict("q=tea++rice&p=1")
        assert lists.shortened(query) is query


class TestBefore:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (["tea"], (["tea"], None)),
            (["before:9", "tea", "before:7"], (["tea"], 7)),
            (["before:x"], ([], 0)),
            (["before:"], ([], 0)),
        ],
    )
    def test_is_no_word(self, words: list[str], expected: tuple[list[str], int | None]) -> None:
        assert newest_first.split(words) == expected

    def test_is_not_offered_where_the_search_has_no_room_for_it(self) -> None:
        def query(search: str) -> str:
            request = RequestFactory().get("/", {"q": search, "p": "3", "state": "all"})
            newest_first.tell(request, newest_first.Looked([1], 4, 77), Bounds(9, 4, 2), search)
            return str(request.search_stop.query)  # type: ignore[attr-defined]

        assert query("tea before:99 rice") == "q=before%3A77+tea+rice&state=all"
        assert query(" ".join(map(str, range(10)))) == ""
        assert query("x" * 395) == ""


@pytest.mark.django_db
class TestPeople:
    @pytest.fixture
    def admin(self) -> Client:
        client = Client()
        client.force_login(a_user("zoe", is_staff=True, is_superuser=True))
        return client

    def names(self, admin: Client, search: str) -> tuple[list[str], str]:
        response = admin.get("/admin/accounts/user/", {"q": search})
        return [person.username for person in response.context["cl"].result_list], response.content.decode()

    def test_the_newest_are_looked_through_and_then_older_ones(
        self, admin: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        everybody = [a_user(name, email=f"{name}@example.org", display_name="Tea") for name in "abcd"]
        a_user("kettle")
        monkeypatch.setattr(people, "BOUNDS", Bounds(found=9, read=2, part=1))
        names, page = self.names(admin, "tea")
        assert names == ["d"]
        assert "The newest 2 were looked through" in page
        assert f"?q=before%3A{everybody[3].pk}+tea" in page
        assert self.names(admin, f"before:{everybody[3].pk} tea")[0] == ["b", "c"]
        assert self.names(admin, f"before:{everybody[1].pk}")[0] == ["a", "zoe"]

    def test_a_search_that_reads_all_says_nothing(self, admin: Client) -> None:
        a_user("kettle")
        names, page = self.names(admin, "kettle")
        assert names == ["kettle"]
        assert "Go on with older ones" not in page

    def test_the_page_reads_its_rows_without_the_conditions_of_the_search(
        self, admin: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: object
    ) -> None:
        User.objects.bulk_create(User(username=f"tea{n}", email=f"tea{n}@example.org") for n in range(60))
        response = admin.get("/admin/accounts/user/", {"q": "tea"})
        rows = response.context["cl"].result_list
        assert [person.username for person in rows] == sorted(f"tea{n}" for n in range(60))[:50]
        assert str(rows.query).count("tea") == 0
        assert len(str(rows.query).partition(" IN (")[2].split(",")) == 50

    def test_the_box_of_a_row_is_as_django_makes_it(self) -> None:
        person = User(pk=7, username='<b>"x"')
        theirs = django_admin.ModelAdmin.action_checkbox(django_admin.site.get_model_admin(User), person)
        pages = django_admin.site.get_model_admin(User)
        assert isinstance(pages, PeopleAdmin)
        assert pages.action_checkbox(person) == theirs
