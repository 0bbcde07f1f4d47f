"""The storage of files in a bucket of any server that speaks S3. Nothing imports this unless FILES_STORAGE says so:
its packages are those of requirements-s3.txt."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import IO, Any, NamedTuple

import boto3
from boto3.s3.transfer import TransferConfig
from django.core.files import File as Content
from django.utils.deconstruct import deconstructible
from storages.backends.s3 import S3Storage

from files.s3.calls import CONFIG, calling, outage
from files.s3.reading import Reading

MEBIBYTE = 1024 * 1024
# Read from the disk as they are sent: no part is in memory.
TRANSFER = TransferConfig(multipart_threshold=8 * MEBIBYTE, multipart_chunksize=8 * MEBIBYTE, max_concurrency=3)
# Where an object is opened without the site, no browser runs it.
STORED = {"ContentType": "application/octet-stream"}
# How long a signed address opens its object.
SIGNED_SECONDS = 60
MOST_DELETED = 1000


class Stored(NamedTuple):
    name: str
    size: int
    at: datetime


@deconstructible
class Bucket(S3Storage):
    """Methods raise FileNotFoundError where there is no such object, and Problem `storage_away`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"client_config": CONFIG, "file_overwrite": True, "default_acl": None, **options})
        self._making = Lock()
        self._shared: Any = None

    @property
    def connection(self) -> Any:
        """One for all threads: a client takes 0.2 s of CPU and some MB."""
        with self._making:
            if self._shared is None:
                session = boto3.Session(aws_access_key_id=self.access_key, aws_secret_access_key=self.secret_key)
                self._shared = session.resource(
                    "s3", region_name=self.region_name, endpoint_url=self.endpoint_url, config=self.client_config
                )
        return self._shared

    @property
    def client(self) -> Any:
        return self.connection.meta.client

    def expect_there(self) -> None:
        """Raises Problem `storage_away` where that is known. Asks nobody."""
        outage.expect_none()

    # -- Objects

    def put(self, name: str, source: Path) -> None:
        """By parts, where it is long. It replaces what has the name."""
        with calling():
            self.client.upload_file(str(source), self.bucket_name, name, ExtraArgs=STORED, Config=TRANSFER)

    def put_content(self, name: str, content: IO[bytes]) -> None:
        """In one call, from the beginning of a file."""
        with calling():
            self.client.put_object(Bucket=self.bucket_name, Key=name, Body=content, **STORED)

    def opened(self, name: str, first: int = 0, length: int | None = None) -> Reading:
        return Reading(self.client, self.bucket_name, name, first, length)

    def size(self, name: str) -> int:
        with calling():
            return int(self.client.head_object(Bucket=self.bucket_name, Key=name)["ContentLength"])

    def exists(self, name: str) -> bool:
        with calling():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        with calling():
            super().delete(name)

    def get_modified_time(self, name: str) -> datetime:
        with calling():
            found: datetime = super().get_modified_time(name)
            return found

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with calling():
            folders, files = super().listdir(path)
            return folders, files

    def below(self, prefix: str) -> Iterator[Stored]:
        """All objects whose names begin so, a thousand a call."""
        pages = iter(self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name, Prefix=prefix))
        while True:
            with calling():
                page = next(pages, None)
            if page is None:
                return
            for entry in page.get("Contents", ()):
                yield Stored(entry["Key"], entry["Size"], entry["LastModified"])

    def remove(self, prefix: str) -> None:
        """Delete all objects whose names begin so."""
        names = [{"Key": found.name} for found in self.below(prefix)]
        for start in range(0, len(names), MOST_DELETED):
            deleted = {"Objects": names[start : start + MOST_DELETED], "Quiet": True}
            with calling():
                self.client.delete_objects(Bucket=self.bucket_name, Delete=deleted)

    def end_uploads(self, before: datetime) -> int:
        """End uploads by parts that began before this time: their processes were killed. Returns their number."""
        with calling():
            found = self.client.list_multipart_uploads(Bucket=self.bucket_name).get("Uploads", ())
            old = [each for each in found if each["Initiated"] < before]
            for each in old:
                place = {"Bucket": self.bucket_name, "Key": each["Key"], "UploadId": each["UploadId"]}
                self.client.abort_multipart_upload(**place)
        return len(old)

    def signed(self, name: str, headers: Mapping[str, str]) -> str:
        """An address that opens this object for SIGNED_SECONDS, with these headers."""
        answered = {f"Response{field.replace('-', '')}": value for field, value in headers.items()}
        address: str = self.url(name, parameters=answered, expire=SIGNED_SECONDS)
        return address

    def _open(self, name: str, mode: str = "rb") -> Any:
        content: Any = self.opened(name)
        return Content(content, name)

    def _save(self, name: str, content: Any) -> str:
        content.seek(0)
        self.put_content(name, content)
        return name
