"""Publishing to a bucket: nobody with an older page open loses what it asks for, and nothing stays for ever."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest
from moto import mock_aws

from ops.deploy import site_publish
from ops.deploy.site_publish import publish
from tests.builders import employers
from tests.moto_aws import REGION, client

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUCKET = "site"
FIRST = {"index.html": b"one", "assets/stay.1.js": b"1", "robots.txt": b"all"}
SECOND = {"index.html": b"two", "assets/stay.2.js": b"2", "robots.txt": b"all"}
THIRD = {"index.html": b"three", "assets/stay.3.js": b"3", "robots.txt": b"all"}


@pytest.fixture
def s3() -> Iterator["S3Client"]:
    with mock_aws():
        s3 = client("s3")
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield s3


def release(s3: "S3Client", files: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Publish the files. Return the keys that the bucket has then."""
    monkeypatch.setattr(site_publish, "build", lambda *_args, **_options: dict(files))
    assert publish(s3, BUCKET, employers()) == len(files)
    return {item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])}


def test_the_assets_of_the_release_before_stay_for_one_release_more(
    s3: "S3Client", monkeypatch: pytest.MonkeyPatch
) -> None:
    common = {"index.html", "robots.txt", "release.json"}

    assert release(s3, FIRST, monkeypatch) == common | {"assets/stay.1.js"}
    assert release(s3, SECOND, monkeypatch) == common | {"assets/stay.1.js", "assets/stay.2.js"}
    assert release(s3, THIRD, monkeypatch) == common | {"assets/stay.2.js", "assets/stay.3.js"}


def test_the_same_release_twice_keeps_what_it_needs(s3: "S3Client", monkeypatch: pytest.MonkeyPatch) -> None:
    release(s3, FIRST, monkeypatch)

    assert release(s3, FIRST, monkeypatch) == FIRST.keys() | {"release.json"}


def test_a_page_that_is_gone_is_taken_away(s3: "S3Client", monkeypatch: pytest.MonkeyPatch) -> None:
    release(s3, {**FIRST, "nl/index.html": b"een"}, monkeypatch)

    assert "nl/index.html" not in release(s3, FIRST, monkeypatch)


def test_assets_are_kept_for_a_year_and_pages_are_asked_for_at_each_visit(
    s3: "S3Client", monkeypatch: pytest.MonkeyPatch
) -> None:
    release(s3, FIRST, monkeypatch)

    def headers(key: str) -> tuple[Any, Any]:
        head = s3.head_object(Bucket=BUCKET, Key=key)
        return head["CacheControl"], head["ContentType"]

    assert headers("assets/stay.1.js") == ("public, max-age=31536000, immutable", "text/javascript; charset=utf-8")
    assert headers("index.html") == ("no-cache", "text/html; charset=utf-8")


def test_pages_go_up_after_all_that_they_ask_for(s3: "S3Client", monkeypatch: pytest.MonkeyPatch) -> None:
    uploaded: list[str] = []
    upload = site_publish._upload

    def recording(s3: "S3Client", bucket: str, file: tuple[str, bytes]) -> None:
        uploaded.append(file[0])
        upload(s3, bucket, file)

    monkeypatch.setattr(site_publish, "_upload", recording)
    release(s3, FIRST, monkeypatch)

    assert (uploaded[0], uploaded[-1]) == ("assets/stay.1.js", "release.json")
