"""The command `demo`: it fills a site once, says how to sign in, and leaves a site with people of its own alone."""

import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.services.passwords import password_problems
from chat.demo import site
from chat.models import Message, Room
from core.problems import Problem
from tests.chat.demo.soundness import UNTIL
from tests.support.in_process import PASSWORD, Api, a_user


def run(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    call_command("demo", *options)
    return capsys.readouterr().out


def password_in(told: str) -> str:
    """What the command said that the people's password is."""
    (found,) = re.findall(r"with the password: (\S+)\n", told)
    return str(found)


def signs_in(password: str) -> bool:
    return Api().post("session/", {"username": "hanako", "password": password}).status == 200


def test_the_command_tells_how_to_sign_in_and_fills_only_once(
    db: None, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.HOST, settings.PORT = "0.0.0.0", "8231"
    first = run(capsys)
    for shown in ("hanako", "佐藤 雪", "http://localhost:8231/"):
        assert shown in first
    assert signs_in(password_in(first))

    before = (User.objects.count(), Room.objects.count(), Message.objects.count())
    again = run(capsys)
    assert (User.objects.count(), Room.objects.count(), Message.objects.count()) == before
    assert "here already" in again
    assert "--new-password" in again


@pytest.mark.parametrize(
    ("variables", "shown"),
    [
        ({}, "`make run`"),
        ({"IRORI_STATE": "var/demo", "HOST": "127.0.0.1", "PORT": "8000"}, "`IRORI_STATE=var/demo make run`"),
        ({"IRORI_STATE": "my demo", "PORT": "8231"}, "`IRORI_STATE='my demo' PORT=8231 make run`"),
        ({"DATABASE_URL": "postgres://irori:secret@db/demo"}, "`DATABASE_URL=… make run`"),
    ],
)
def test_what_to_do_next_opens_this_site_and_no_other(
    db: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    shown: str,
) -> None:
    for name in ("IRORI_STATE", "HOST", "PORT", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    told = run(capsys)
    assert shown in told
    assert "secret" not in told
    assert shown.strip("`").replace("make run", ".venv/bin/python manage.py demo --new-password") in run(capsys)


def test_the_password_is_made_for_this_site_shown_once_and_kept_as_a_hash(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    password = password_in(run(capsys))
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password)
    assert password_problems(password, User.objects.get(username="hanako")) == {}
    assert password not in run(capsys)
    assert signs_in(password), "running it again changes nothing"
    assert not User.objects.filter(password__contains=password).exists()
    assert site.new_password() != password


def test_another_password_on_request(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    old = password_in(run(capsys))
    hanako, somebody = Api(User.objects.get(username="hanako")), a_user("somebody")
    new = password_in(run(capsys, "--new-password"))
    assert (signs_in(old), signs_in(new)) == (False, True)
    assert hanako.get("me/").refusal == (401, "session_revoked")
    somebody.refresh_from_db()
    assert somebody.check_password(PASSWORD), "not of the demo"


def test_the_command_leaves_people_of_the_sites_own_alone(db: None) -> None:
    a_user("somebody")
    with pytest.raises(CommandError, match="IRORI_STATE=var/demo"):
        call_command("demo")
    with pytest.raises(CommandError, match="IRORI_STATE=var/demo"):
        call_command("demo", "--new-password")
    assert (User.objects.count(), Room.objects.count()) == (1, 0)
    with pytest.raises(Problem):
        site.fill(until=UNTIL)
