"""Whether a bucket can be used, and only by this site."""

from contextlib import suppress
from enum import Enum, auto
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError, NoCredentialsError, PartialCredentialsError

from files.s3.bucket import STORED, Bucket
from files.s3.calls import CONFIG, SILENCE

# Somebody waits for the command that asks.
QUICK = CONFIG.merge(Config(connect_timeout=2, read_timeout=4, retries={"mode": "standard", "total_max_attempts": 1}))
# Written to see that the keys may, and fetched without keys to see that nobody can.
PROBE = "probe"
GROUPS = "http://acs.amazonaws.com/groups/global/"
EVERYBODY = (f"{GROUPS}AllUsers", f"{GROUPS}AuthenticatedUsers")


class Finding(Enum):
    GOOD = auto()
    AWAY = auto()
    MISSING = auto()
    REFUSED = auto()
    PUBLIC = auto()


def look(bucket: Bucket) -> Finding:
    options = {"region_name": bucket.region_name, "endpoint_url": bucket.endpoint_url}
    options |= {"access_key": bucket.access_key, "secret_key": bucket.secret_key}
    asked = Bucket(bucket_name=bucket.bucket_name, client_config=QUICK, **options)
    try:
        asked.client.put_object(Bucket=asked.bucket_name, Key=PROBE, Body=b"", **STORED)
        return Finding.PUBLIC if _is_public(asked) else Finding.GOOD
    except ClientError as error:
        return _meant(error)
    except (NoCredentialsError, PartialCredentialsError):
        return Finding.REFUSED
    except SILENCE:
        return Finding.AWAY


def _meant(error: ClientError) -> Finding:
    if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
        return Finding.AWAY
    return Finding.MISSING if error.response["Error"]["Code"] == "NoSuchBucket" else Finding.REFUSED


def _is_public(bucket: Bucket) -> bool:
    """By what the bucket says of itself, as far as its server knows such questions, and by trying it."""
    place = {"Bucket": bucket.bucket_name}
    with suppress(ClientError):
        if bucket.client.get_bucket_policy_status(**place)["PolicyStatus"]["IsPublic"]:
            return True
    with suppress(ClientError):
        grants: list[Any] = bucket.client.get_bucket_acl(**place)["Grants"]
        if any(grant["Grantee"].get("URI") in EVERYBODY for grant in grants):
            return True
    return _is_open(bucket)


def _is_open(bucket: Bucket) -> bool:
    with suppress(ClientError):
        bucket.unsigned_connection.meta.client.get_object(Bucket=bucket.bucket_name, Key=PROBE)
        return True
    return False
