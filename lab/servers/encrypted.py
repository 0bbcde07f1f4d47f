"""A production site behind nginx with TLS and HTTP/2, as people reach it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.programs.certificate import fingerprint_of, self_signed
from lab.programs.nginx import Nginx
from lab.servers.cluster import Cluster
from lab.servers.process import ROOT, free_port

STATIC = ROOT / "var" / "static"


@contextmanager
def encrypted(folder: Path) -> Iterator[tuple[Cluster, str, str]]:
    """The site, its address, and the argument by which Chromium trusts it: from a site that it does not trust it keeps no file."""
    port = free_port()
    url = f"https://localhost:{port}"
    settings = {"TLS": "1", "ALLOWED_HOSTS": "localhost,127.0.0.1", "ORIGINS": url}
    nginx = {"HTTPS_LISTEN": f"127.0.0.1:{port}", "ACME_ROOT": str(folder / "acme"), "STATIC_ROOT": str(STATIC)}
    certificate = self_signed(folder)
    trust = f"--ignore-certificate-errors-spki-list={fingerprint_of(Path(certificate['TLS_CERTIFICATE']))}"
    with (
        Cluster(folder / "site", workers=1, env=settings, static=STATIC) as site,
        Nginx(folder / "tls", site.worker_ports, env={**certificate, **nginx}),
    ):
        yield site, url, trust
