"""A mail server that keeps all mails."""

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from functools import cache

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from lab.servers.process import free_port


class MailServer:
    def __init__(self) -> None:
        self.port = free_port()
        self.taken: list[EmailMessage] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=10)

    @property
    def settings(self) -> dict[str, str]:
        """Settings with which a site sends its mails to this server."""
        return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(self.port), "EMAIL_SECURITY": "none"}

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 OK"

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()


@cache
def post_office() -> MailServer:
    """The mail server that all sites of a test run share. Its thread ends with the program."""
    return MailServer().__enter__()
