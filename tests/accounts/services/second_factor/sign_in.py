"""Signing in, with a code or without one."""

from tests.support.in_process import PASSWORD, Answer, Api


def sign_in(
    code: str | None = None, *, password: str = PASSWORD, path: str = "session/", name: str = "hanako"
) -> Answer:
    return Api().post(path, {"username": name, "password": password, **({} if code is None else {"code": code})})
