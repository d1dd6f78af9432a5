"""The site as it is published: its pages name the company, and every file says what it is and how long to keep it."""

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from functions.domain.employers.employers import Employers
from functions.domain.employers.policy import Brand
from ops.terminal.failure import Failure
from ops.terminal.paths import SITE, shown

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
# A page, its scripts and its styles change together and their names do not: each visit asks whether they are current.
_TOGETHER = frozenset({".html", ".css", ".js"})


def placeholders(employers: Employers) -> dict[str, str]:
    """What a page may name, as `{{company.name}}` and so on; `others`: a sentence about the other employers."""
    said, *others = (one.policy.brand for one in employers.every())
    return {
        "others": f" It is also the notice of {'; '.join(map(_responsible, others))}." if others else "",
        "company.name": said.name,
        "company.contact_email": said.contact_email.reveal(),
        "company.postal_address": said.postal_address,
        "company.privacy_contact": said.privacy_contact.reveal(),
    }


def render(page: str, words: Mapping[str, str]) -> str:
    """The page with each placeholder replaced by its escaped word. Raises Failure for a placeholder without one."""

    def word(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise Failure(f"The site names {match[0]}, which is nothing we know", f"known are: {', '.join(words)}")
        return html.escape(words[match[1]])

    return _PLACEHOLDER.sub(word, page)


def publish(s3: "S3Client", bucket: str, employers: Employers, site: Path = SITE) -> int:
    """Makes the bucket hold exactly the site; returns the number of its files."""
    words = placeholders(employers)
    # A page that is new already must find what it refers to.
    files = sorted(_files(site), key=lambda path: (path.suffix == ".html", path))
    for path in files:
        _upload(s3, bucket, path.relative_to(site).as_posix(), path, words)
    keys = {path.relative_to(site).as_posix() for path in files}
    for key in _published(s3, bucket):
        if key not in keys:
            s3.delete_object(Bucket=bucket, Key=key)
    return len(files)


def _responsible(brand: Brand) -> str:
    return f"{brand.name}, {brand.postal_address} ({brand.privacy_contact.reveal()})"


def _files(site: Path) -> Iterator[Path]:
    return (path for path in site.rglob("*") if path.is_file() and not path.name.startswith("."))


def _upload(s3: "S3Client", bucket: str, key: str, path: Path, words: Mapping[str, str]) -> None:
    if path.suffix not in _TYPES:
        raise Failure(f"{shown(path)}: a file of unknown type", "add its content type to ops/deploy/site.py")
    body = path.read_bytes()
    s3.put_object(
        Bucket=bucket,
        Key=key,
        Body=render(body.decode(), words).encode() if path.suffix == ".html" else body,
        ContentType=_TYPES[path.suffix],
        CacheControl="no-cache" if path.suffix in _TOGETHER else "public, max-age=86400",
    )


def _published(s3: "S3Client", bucket: str) -> Iterator[str]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        yield from (found["Key"] for found in page.get("Contents", []))
