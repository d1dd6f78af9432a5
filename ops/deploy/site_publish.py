"""Publishing: assets first, pages last. What an open page of the last release may still ask for stays once more."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from functions.domain.employers.employers import Employers
from ops.deploy.console_settings import SETTINGS
from ops.deploy.receipt_keys import KEY_SET
from ops.deploy.site import build
from ops.deploy.site_assets import FOLDER
from ops.deploy.site_check import TYPES
from ops.terminal.paths import SITE

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# The keys of the assets of this release. The next one leaves them: a page that somebody has open still names them.
_RELEASE = "release.json"
_FOR_A_YEAR = "public, max-age=31536000, immutable"
_SIDE_BY_SIDE = 8


def publish(s3: "S3Client", bucket: str, employers: Employers, site: Path = SITE) -> int:
    """Make the bucket hold exactly the site, and the assets of the release before. Return the number of its files."""
    files = build(employers, site=site)
    before, known = _assets_of_last_release(s3, bucket), set(_published(s3, bucket))
    assets = [key for key in files if key.startswith(FOLDER)]
    # A page that is new already must find what it refers to.
    _upload_all(s3, bucket, {key: files[key] for key in assets if key not in known})
    _upload_all(s3, bucket, {key: body for key, body in files.items() if not key.startswith(FOLDER)})
    _upload(s3, bucket, (_RELEASE, json.dumps(sorted(assets)).encode()))
    # The public keys of consent receipts stay: those of years ago are nowhere else. The console's settings stay until
    # the deployment writes them anew.
    for key in known - files.keys() - before - {_RELEASE, KEY_SET, SETTINGS}:
        s3.delete_object(Bucket=bucket, Key=key)
    return len(files)


def _upload_all(s3: "S3Client", bucket: str, files: dict[str, bytes]) -> None:
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as executor:
        list(executor.map(partial(_upload, s3, bucket), files.items()))


def _upload(s3: "S3Client", bucket: str, file: tuple[str, bytes]) -> None:
    key, body = file
    # An asset's name changes with its content; all else asks at each visit whether it is current.
    cache = _FOR_A_YEAR if key.startswith(FOLDER) else "no-cache"
    s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType=TYPES[Path(key).suffix], CacheControl=cache)


def _assets_of_last_release(s3: "S3Client", bucket: str) -> set[str]:
    try:
        body = s3.get_object(Bucket=bucket, Key=_RELEASE)["Body"].read()
    except s3.exceptions.NoSuchKey:
        return set()
    return set(json.loads(body))


def _published(s3: "S3Client", bucket: str) -> Iterator[str]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        yield from (file["Key"] for file in page.get("Contents", []))
