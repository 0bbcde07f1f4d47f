"""The text that a starting site prints: its URL, how to set it up, who can reach it, and what has changed."""

from collections.abc import Iterator

from django.conf import settings

from chat.services import site
from core import machine, private_folder

HERE = "Only this machine can open it. For your network: HOST=0.0.0.0 make run. For the internet: docs/hosting.md."
DEVELOPING = "DEBUG is on: for developing, on this machine alone."
NETWORK = (
    "Everybody on your network can open it, and what they send is not encrypted: fine at home, not on the internet. "
    "There it takes a name (ALLOWED_HOSTS=chat.example.org), a server in front of it that speaks https, and PROXIES=1 for that "
    "server: docs/hosting.md."
)
INTERNET = "It answers to {names}, and expects a server in front of it that speaks https: docs/hosting.md."
UNENCRYPTED = "It answers to {names}. TLS is off: passwords and messages travel as anybody on the way can read them."
CHANGED = (
    "What holds where nothing is set has changed since {folder} was made: DEBUG is off, an account takes an invitation "
    "(REGISTRATION=open lets anybody in, as before), tries are limited, and the folder can be read by its owner alone. "
    "Secrets, people and messages are as they were. `make dev` is for developing, with DEBUG on. docs/hosting.md lists it all."
)


def lines(host: str, port: str) -> Iterator[str]:
    if private_folder.tell_once(settings.STATE_DIR):
        yield CHANGED.format(folder=settings.STATE_DIR)
    first, *others = addresses(host, port)
    yield f"Irori is at {first}/" + "".join(f"  {other}/" for other in others)
    if site.is_unclaimed():
        yield f"Nobody has set it up yet. Open {first}/setup with this code: {site.setup_code()}"
    yield kind(host)


def kind(host: str) -> str:
    names = ", ".join(settings.NAMED_HOSTS or settings.ORIGINS)
    if settings.DEBUG:
        return DEVELOPING
    if settings.ON_INTERNET:
        return (INTERNET if settings.TLS else UNENCRYPTED).format(names=names)
    return HERE if machine.is_loopback(host) else NETWORK


def addresses(host: str, port: str) -> list[str]:
    """The site's URLs, the best one first."""
    return settings.ORIGINS or machine.urls(host, port)
