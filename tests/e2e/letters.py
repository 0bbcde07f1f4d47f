"""The letters a site has sent."""

import re

from lab.programs.smtp import post_office
from lab.servers.process import wait_until
from lab.servers.site import Site


def link_to(address: str, site: Site, page: str) -> str:
    """The link to this page in the last letter to this address."""
    pattern = re.compile(rf"{re.escape(site.url)}/{page}#\S+")

    def links() -> list[str]:
        letters = [letter for letter in post_office().taken if letter["To"] == address]
        return [link for letter in letters for link in pattern.findall(letter.get_content())]

    wait_until(lambda: bool(links()), what=f"a letter to {address}")
    return links()[-1]
