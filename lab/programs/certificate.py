"""A certificate for localhost that only tests trust."""

import base64
import hashlib
import subprocess
from pathlib import Path


def self_signed(folder: Path) -> dict[str, str]:
    """Make a certificate and its key in `folder`. Returns their paths as the variables of deploy/nginx/render."""
    names = {"TLS_CERTIFICATE": str(folder / "site.pem"), "TLS_KEY": str(folder / "site.key")}
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "1"]
    command += ["-out", names["TLS_CERTIFICATE"], "-keyout", names["TLS_KEY"]]
    subprocess.run(command, check=True, capture_output=True)
    return names


def fingerprint_of(certificate: Path) -> str:
    """The SHA-256 of its public key, as Chromium's `--ignore-certificate-errors-spki-list` wants it."""
    key = subprocess.run(["openssl", "x509", "-in", certificate, "-pubkey", "-noout"], check=True, capture_output=True)
    der = subprocess.run(
        ["openssl", "pkey", "-pubin", "-outform", "der"], input=key.stdout, check=True, capture_output=True
    )
    return base64.b64encode(hashlib.sha256(der.stdout).digest()).decode()
