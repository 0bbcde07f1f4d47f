"""User names that look like another one's, or like the site's own, are nobody's (UTS 39)."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import NameSkeleton, User
from accounts.services import people
from accounts.user_names.reserved import OFFICES, WORDS, is_reserved
from accounts.user_names.skeletons import skeletons
from accounts.user_names.spelling import KEY_LENGTH
from core.problems import Problem
from core.text.look_alikes import CONFUSABLES
from tests.support.cpu import assert_linear
from tests.support.in_process import PASSWORD, Api, a_user, at_once

ALIKE = [
    ("kenji", "\u043aenji"),  # a Cyrillic к, in capitals a K
    ("kenji", "k\u0435nji"),  # a Cyrillic е
    ("kenji", "K\u0415NJI"),
    ("kenji", "kenj\u0456"),
    ("paypal", "paypa1"),
    ("paypal", "paypaI"),  # a capital i
    ("Paypal", "PAYPA1"),
    ("mamal", "MamaI"),
    ("kenji1", "kenjil"),
    ("kenji0", "kenjio"),
    ("Irene", "\u0456rene"),
    ("ami", "arni"),
    ("toma", "тома"),  # alike in capitals
    ("νίκος", "vίκος"),
    ("ニコ", "二コ"),
    ("口", "ロ"),
    ("力", "カ"),
    ("夕", "タ"),
    ("工", "エ"),
    ("へいた", "ヘいた"),
    ("べん", "ベん"),
    ("ケンー", "ケン一"),
]
DIFFERENT = [
    ("user1", "user2"),
    ("kenji1", "kenji2"),
    ("kenji", "kenjo"),
    ("neil", "nell"),
    ("ai", "al"),
    ("i", "l"),
    ("emile", "émile"),
    ("花子", "華子"),
    ("はな", "ハナ"),
    ("シオ", "ツオ"),
    ("健一", "健二"),
    ("りく", "リク"),
]
RESERVED = [
    *OFFICES.split(),
    *WORDS.split(),
    "Admin",
    "ＡＤＭＩＮ",
    "\u0430dmin",
    "adm1n",
    "HERE",
    "...",
    "___",
    "-",
    ".kenji",
    "kenji.",
    "-kenji",
    "kenji-",
]
FREE = [
    *("admin2", "owner1", "kenji.s", "kenji-s", "_kenji_", "heren", "allison", "mei", "meg", "bottom"),
    *("花子", "全員集合", "김철수", "Ярослава"),
]


def register(**changes: str) -> Any:
    return Api().post("register/", {"username": "kenji", "email": "k@example.org", "password": PASSWORD, **changes})


class TestSkeletons:
    @pytest.mark.parametrize(("one", "other"), ALIKE)
    def test_look_alikes_have_one_in_common(self, one: str, other: str) -> None:
        assert skeletons(one) & skeletons(other)

    @pytest.mark.parametrize(("one", "other"), DIFFERENT)
    def test_others_have_none(self, one: str, other: str) -> None:
        assert not skeletons(one) & skeletons(other)

    @pytest.mark.parametrize("text", ["\u0315\u0300", "\u0f73", "\ufdfa", "mM1", "工"])
    def test_of_any_text_they_cost_little_and_fit_their_column(self, text: str) -> None:
        assert_linear(lambda size: skeletons(text * size), 100_000)
        assert max(map(len, skeletons(text * KEY_LENGTH))) <= KEY_LENGTH

    def test_a_prototype_is_its_own(self) -> None:
        """What the table says of Unicode's, each line of it."""
        lines = [line for line in CONFUSABLES.read_text().splitlines() if not line.startswith("#")]
        pairs = [[tuple(points.split()) for points in line.split(" ; ")] for line in lines]
        sources = {source for (source,), _ in pairs}
        assert len(sources) == len(lines) > 2000
        assert [prototype for _, prototype in pairs if sources & set(prototype)] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("founder")
class TestRegistering:
    @pytest.mark.parametrize(("one", "other"), [*ALIKE, *(pair[::-1] for pair in ALIKE)])
    def test_a_look_alike_is_taken(self, one: str, other: str) -> None:
        assert register(username=one).status == 201
        assert register(username=other, email="other@example.org").fields == {"username": ["username_taken"]}

    @pytest.mark.parametrize(("one", "other"), DIFFERENT)
    def test_another_name_is_free(self, one: str, other: str) -> None:
        assert register(username=one).status == 201
        assert register(username=other, email="other@example.org").status == 201

    @pytest.mark.parametrize("name", RESERVED)
    def test_a_reserved_name_is_nobodys(self, name: str) -> None:
        assert register(username=name).fields == {"username": ["username_reserved"]}
        assert User.objects.get().username == "founder"

    @pytest.mark.parametrize("name", FREE)
    def test_what_only_holds_one_is_free(self, name: str) -> None:
        assert register(username=name).status == 201

    def test_what_is_no_name_at_all_is_said_to_be_that(self) -> None:
        assert register(username="ad min").fields == {"username": ["invalid"]}
        assert register(username="admin" * 9).fields == {"username": ["max_length"]}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_look_alike_and_register_at_once_one_is_refused() -> None:
    def try_to(username: str, turn: int) -> dict[str, list[str]]:
        try:
            people.register(username=username, email=f"{turn}@example.org", password=PASSWORD)
        except Problem as problem:
            return problem.fields
        return {}

    names = enumerate(("paypal", "paypa1", "paypaI", "p\u0430ypal"))
    answers = at_once(*[lambda turn=turn, name=name: try_to(name, turn) for turn, name in names])
    assert sorted(answers, key=len) == [{}, *[{"username": ["username_taken"]}] * 3]
    assert User.objects.count() == 1


@pytest.mark.django_db
class TestKept:
    """However a row is written, its skeletons are those of its name."""

    @pytest.mark.parametrize(
        "rename",
        [
            lambda user: user.save(),
            lambda user: user.save(update_fields=["username"]),
            lambda user: User.objects.filter(username="paypal").update(username=user.username),
            lambda user: User.objects.update_or_create(pk=user.pk, defaults={"username": user.username}),
        ],
        ids=["save", "save some", "update", "update or create"],
    )
    def test_of_a_changed_name(self, rename: Any) -> None:
        user = a_user("paypal")
        user.username = "yuki"
        rename(user)
        assert set(NameSkeleton.objects.values_list("skeleton", flat=True)) == skeletons("yuki")
        assert register(username="paypa1").status == 201

    def test_of_many_at_once(self) -> None:
        User.objects.bulk_create(User(username=name) for name in ("kenji", "yuki"))
        assert register(username="yuk\u0456").fields == {"username": ["username_taken"]}

    def test_the_database_holds_one_of_each(self) -> None:
        a_user("kenji")
        for write in (
            lambda: User.objects.bulk_create([User(username="kenj\u0456")]),
            lambda: a_user("kenj\u0456"),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                write()
        assert User.objects.count() == 1

    def test_a_name_that_is_written_as_before_writes_nothing(self) -> None:
        user = a_user("kenji")
        before = set(NameSkeleton.objects.values_list("pk", flat=True))
        user.save()
        assert set(NameSkeleton.objects.values_list("pk", flat=True)) == before


@pytest.mark.django_db
class TestInTheAdmin:
    @pytest.fixture
    def admin(self) -> Client:
        client = Client()
        client.force_login(a_user("hanako", is_staff=True, is_superuser=True))
        return client

    def add(self, admin: Client, name: str) -> str:
        form = {"username": name, "email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
        response = admin.post("/admin/accounts/user/add/", form)
        return "" if response.status_code == 302 else str(response.context["adminform"].form.errors)

    def rename(self, admin: Client, user: User, name: str) -> str:
        form = {"username": name, "email": user.email, "display_name": "Somebody", "is_active": "on"}
        response = admin.post(f"/admin/accounts/user/{user.pk}/change/", form)
        return "" if response.status_code == 302 else str(response.context["adminform"].form.errors)

    @pytest.mark.parametrize("name", ["hanak0", "h\u0430nako"])
    def test_a_look_alike_is_refused(self, admin: Client, name: str) -> None:
        assert "or looks like one that is" in self.add(admin, name)
        assert "or looks like one that is" in self.rename(admin, a_user("kenji"), name)

    @pytest.mark.parametrize("name", ["admin", "here", "...", "kenji."])
    def test_a_reserved_name_is_refused(self, admin: Client, name: str) -> None:
        assert "is reserved" in self.add(admin, name)
        assert "is reserved" in self.rename(admin, a_user("yuki"), name)

    @pytest.mark.parametrize("name", ["admin", "here", "..."])
    def test_whoever_has_one_keeps_it(self, admin: Client, name: str) -> None:
        user = a_user(name, email="a@example.org")
        assert self.rename(admin, user, name) == ""
        user.refresh_from_db()
        assert user.display_name == "Somebody"


@pytest.mark.django_db
class TestWhoRunsTheSite:
    def create(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
        call_command("createsuperuser", interactive=False, username=name, email="a@example.org", verbosity=0)

    @pytest.mark.parametrize("name", OFFICES.split())
    def test_may_be_called_so(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        self.create(monkeypatch, name)
        assert User.objects.get().username == name

    @pytest.mark.parametrize("name", ["here", "all", "...", "kenji."])
    def test_is_not_called_everybody(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        with pytest.raises(CommandError, match="is reserved"):
            self.create(monkeypatch, name)

    @pytest.mark.parametrize("name", ["kenj\u0456", "KENJI"])
    def test_looks_like_nobody_else(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        a_user("kenji")
        with pytest.raises(CommandError, match="taken"):
            self.create(monkeypatch, name)

    def test_reserved_is_asked_of_any_text_at_little_cost(self) -> None:
        assert_linear(lambda size: is_reserved("a" + "\u0315\u0300" * size), 100_000)
