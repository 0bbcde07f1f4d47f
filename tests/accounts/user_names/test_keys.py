"""A name's key stands beside it in the database, however the row is written, and finds the person in every spelling."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.api import throttles
from accounts.models import User
from tests.support.in_process import PASSWORD, Api, a_user


@pytest.mark.django_db
class TestFinding:
    @pytest.fixture(autouse=True)
    def emile(self) -> User:
        return a_user("Émile", email="emile@BÜCHER.example", display_name="Zola")

    @pytest.mark.parametrize(
        "spelling", ["Émile", "éMILE", "E\u0301mile", "ÉＭＩＬＥ", "EMILE@bücher.example", "emile＠BÜCHER.example"]
    )
    def test_signing_in(self, spelling: str) -> None:
        assert Api().post("session/", {"username": spelling, "password": PASSWORD}).status == 200

    def test_spellings_count_as_one_account(self) -> None:
        assert len({throttles.named(spelling) for spelling in ("Émile", " ÉMILE", "e\u0301mile")}) == 1

    @pytest.mark.parametrize("query", ["Émile", "ÉM", "mil", "ＭＩＬ", "zol"])
    def test_searching_people(self, emile: User, query: str) -> None:
        assert list(User.objects.named(query)) == [emile]

    @pytest.mark.parametrize(
        ("display_name", "query"),
        [("Ｗｉｋｉ", "wiki"), ("wiki", "ＷＩＫＩ"), ("Élodie", "elodie"), ("ガス", "ｶﾞｽ"), ("Łukasz", "lukasz")],
    )
    def test_searching_display_names(self, display_name: str, query: str) -> None:
        found = a_user("somebody", display_name=display_name)
        assert list(User.objects.named(query)) == [found]

    def test_marks_of_kana_count(self) -> None:
        a_user("somebody", display_name="ガス")
        assert not User.objects.named("カス").exists()

    def test_a_search_for_nothing_finds_everybody(self, emile: User) -> None:
        others = [a_user("anna"), a_user("zoe", is_active=False)]
        for query in ("", " ", "\u3000"):
            answer = Api(emile).get("users/", q=query)
            assert [user["id"] for user in answer.body["results"]] == [others[0].pk, emile.pk]
        assert len(Api(emile).get("users/").body["results"]) == 2

    def test_somebody_of_the_version_before_is_found(self, emile: User) -> None:
        User.objects.filter(pk=emile.pk).update(search_key="")
        assert [list(User.objects.named(query)) for query in ("ÉM", "ZOL")] == [[emile], [emile]]

    def test_the_name_itself_comes_first(self, emile: User) -> None:
        a_user("anémile")
        a_user("émilie", display_name="Émile")
        assert User.objects.named("ÉMILE").first() == emile

    def test_by_its_natural_key(self, emile: User) -> None:
        assert User.objects.get_by_natural_key("ÉMILE") == emile


@pytest.mark.django_db
class TestKept:
    """However a row is written, its keys are those of its names."""

    @pytest.mark.parametrize(
        "rename",
        [
            lambda user: user.save(),
            lambda user: user.save(update_fields=["username", "email"]),
            lambda user: User.objects.filter(pk=user.pk).update(username=user.username, email=user.email),
            lambda user: User.objects.update_or_create(
                pk=user.pk, defaults={"username": user.username, "email": user.email}
            ),
        ],
        ids=["save", "save some", "update", "update or create"],
    )
    def test_of_a_changed_name(self, rename: Callable[[User], object]) -> None:
        user = a_user("hanako")
        user.username, user.email = "Émile", "Émile@example.org"
        rename(user)
        user = User.objects.get()
        assert (user.username_key, user.email_key) == ("émile", "émile@example.org")
        assert user.search_key == "\nemile\n\n"

    def test_of_a_name_that_alone_was_loaded(self) -> None:
        a_user("hanako")
        user = User.objects.only("username").get()
        user.username = "Émile"
        user.save()
        assert User.objects.values_list("username_key", "email_key").get() == ("émile", "hanako@example.org")

    def test_of_many_at_once(self) -> None:
        User.objects.bulk_create(User(username=name) for name in ("Émile", "Ömer"))
        assert set(User.objects.values_list("username_key", "email_key")) == {("émile", None), ("ömer", None)}

    def test_of_who_was_made_at_the_console(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
        call_command("createsuperuser", interactive=False, username="Émile", email="E@example.org", verbosity=0)
        assert User.objects.get().username_key == "émile"

    def test_an_address_that_is_taken_away_takes_its_key_along(self) -> None:
        a_user("hanako")
        User.objects.update(email="")
        assert User.objects.get().email_key is None

    def test_what_the_database_would_work_out_is_refused(self) -> None:
        user = a_user("hanako")
        with pytest.raises(TypeError):
            User.objects.bulk_update([user], ["username"])

    @pytest.mark.parametrize("names", [("Émile", "émile"), ("ｋｅｎｊｉ", "kenji")])
    def test_the_database_holds_one_of_each(self, names: tuple[str, str]) -> None:
        for rows in (
            [User(username=name) for name in names],
            [User(username=f"{turn}", email=f"{name}@example.org") for turn, name in enumerate(names)],
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                User.objects.bulk_create(rows)
