"""A server that speaks S3: moto's, in a process of its own, with what it keeps in memory."""

import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
from botocore.config import Config

from lab.servers import probe
from lab.servers.process import Process, free_port

KEYS = {"S3_ACCESS_KEY": "a-key-of-the-tests", "S3_SECRET_KEY": "a-secret-of-the-tests"}
REGION = "us-east-1"


class S3(Process):
    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        super().__init__(command, folder)

    def ready(self) -> bool:
        return probe.status(self.port, "/moto-api/") is not None

    @property
    def client(self) -> Any:
        return boto3.client(
            "s3",
            region_name=REGION,
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id=KEYS["S3_ACCESS_KEY"],
            aws_secret_access_key=KEYS["S3_SECRET_KEY"],
            config=Config(s3={"addressing_style": "path"}),
        )


class NewBucket:
    """A bucket of one test. `port`: by which a site reaches its server."""

    def __init__(self, server: S3, port: int | None = None) -> None:
        self.name = f"irori-{uuid4().hex[:12]}"
        self.port = port or server.port
        self.client = server.client
        self.client.create_bucket(Bucket=self.name)

    @property
    def env(self) -> dict[str, str]:
        """Settings of a site that keeps its files here."""
        endpoint = f"http://127.0.0.1:{self.port}"
        return {"FILES_STORAGE": "s3", "S3_BUCKET": self.name, "S3_ENDPOINT": endpoint, **KEYS}

    @property
    def options(self) -> dict[str, str]:
        """The same for code in the process of the test."""
        env = self.env
        return {
            "bucket_name": self.name,
            "endpoint_url": env["S3_ENDPOINT"],
            "region_name": REGION,
            "access_key": env["S3_ACCESS_KEY"],
            "secret_key": env["S3_SECRET_KEY"],
        }

    def names(self, prefix: str = "") -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.name, Prefix=prefix).get("Contents", [])
        return [each["Key"] for each in found if each["Key"] != "probe"]

    def content(self, name: str) -> bytes:
        return bytes(self.client.get_object(Bucket=self.name, Key=name)["Body"].read())
