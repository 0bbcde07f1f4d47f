"""A phone with an authenticator app, written from RFC 6238 alone."""

import base64
import hmac
import struct
import time
from dataclasses import dataclass

from tests.support.in_process import PASSWORD, Api


@dataclass
class Authenticator:
    secret: str

    def code(self, *, steps: int = 0) -> str:
        """The one shown now, or so many steps of 30 seconds later."""
        step = int(time.time()) // 30 + steps
        digest = hmac.digest(base64.b32decode(self.secret), struct.pack(">Q", step), "sha1")
        offset = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"

    def wrong_code(self) -> str:
        good = {self.code(steps=steps) for steps in range(-2, 3)}
        return next(code for code in ("000000", "111111", "222222", "333333", "444444", "555555") if code not in good)


def turn_on(api: Api) -> tuple[Authenticator, list[str]]:
    """The app and the recovery codes. The code that is spent on it is that of the step before."""
    app = Authenticator(api.post("me/second-factor/begin/", {"password": PASSWORD}).body["secret"])
    codes: list[str] = api.post("me/second-factor/confirm/", {"code": app.code(steps=-1)}).body["recovery_codes"]
    return app, codes
