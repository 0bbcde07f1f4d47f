"""The letters a site in development prints to its console."""

import re

from tests.servers.process import wait_until
from tests.servers.site import Site


def link_to(address: str, site: Site, page: str) -> str:
    """The link to this page in the last letter to this address."""

    def links() -> list[str]:
        letters = site.log.split("\nSubject: ")
        return [
            link
            for letter in letters
            if f"\nTo: {address}\n" in letter
            for link in re.findall(rf"{re.escape(site.url)}/{page}#\S+", letter)
        ]

    wait_until(lambda: bool(links()), what=f"a letter to {address}")
    return links()[-1]
