"""Calls to the bucket: what they raise, and how long they may take."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from files.s3.outage import Outage

logger = logging.getLogger(__name__)

# No answer, or one that breaks off.
SILENCE = (BotoCoreError, Boto3Error, HTTPError, ConnectionError, TimeoutError)
MISSING = ("404", "NoSuchKey")

CONFIG = Config(
    signature_version="s3v4",
    # Every server that speaks S3 understands it, and there is one origin for all signed addresses.
    s3={"addressing_style": "path"},
    connect_timeout=3,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 2},
    # More than there are threads that call: the client is shared.
    max_pool_connections=40,
    # Servers other than Amazon's refuse checksums that they do not know.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)

outage = Outage()


@contextmanager
def calling() -> Iterator[None]:
    """Around one call. Raises FileNotFoundError where there is no such object, and Problem `storage_away` where the
    bucket does not answer, or refuses."""
    outage.expect_over()
    try:
        yield
    except ClientError as error:
        raise _of_answer(error) from error
    except SILENCE as error:
        cause = error.__context__
        raise (_of_answer(cause) if isinstance(cause, ClientError) else outage.begin(error)) from error
    outage.end()


def _of_answer(error: ClientError) -> Exception:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = error.response.get("Error", {}).get("Code", "")
    if status >= 500:
        return outage.begin(error)
    outage.end()
    if code in MISSING:
        return FileNotFoundError("the bucket has no such object")
    logger.error("the storage of files refused a call: %s", code)
    return outage.problem()
