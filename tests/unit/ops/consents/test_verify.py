"""`make verify-receipt`: what a person, or somebody who doubts a consent, finds out with two files and no network."""

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError

from functions.domain.pool.jws import public_jwk
from functions.runtime.receipt_signer import ReceiptSigner
from ops.consents.verify import verify_receipts
from ops.deploy.receipt_keys import KEY_SET, publish_keys, rotate
from ops.terminal.failure import Failure
from tests.fakes.kms import FakeKms

ALIAS = "alias/receipts"


class _Bucket:
    """A bucket in memory, as far as the public keys need one."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, **_: Any) -> None:  # noqa: N803
        self.files[Key] = Body

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: N803
        if Key not in self.files:
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        return {"Body": BytesIO(self.files[Key])}


def _receipt(kms: FakeKms, record: dict[str, Any]) -> str:
    return ReceiptSigner(cast("Any", kms), ALIAS, lambda: datetime.now(UTC)).sign(record, "consent-receipt+jws")


def _publish(bucket: _Bucket, kms: FakeKms, folder: Path) -> Path:
    publish_keys(cast("Any", bucket), "site", cast("Any", kms), ALIAS)
    keys = folder / "jwks.json"
    keys.write_bytes(bucket.files[KEY_SET])
    return keys


def test_a_receipt_from_before_a_rotation_is_verified_and_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kms, bucket = FakeKms(ALIAS), _Bucket()
    _publish(bucket, kms, tmp_path)
    earlier = _receipt(kms, {"record_id": "r-1", "event": {"event_state": "given"}})
    rotate(cast("Any", kms), ALIAS, lambda key: publish_keys(cast("Any", bucket), "site", cast("Any", kms), key))
    keys = tmp_path / "jwks.json"
    keys.write_bytes(bucket.files[KEY_SET])
    export = tmp_path / "export.json"
    export.write_text(json.dumps({"consents": [{"jws": earlier}, {"jws": _receipt(kms, {"record_id": "r-2"})}]}))
    verify_receipts(export, keys)
    shown = capsys.readouterr().out
    assert "Receipt 1 of 2: the signature is valid" in shown
    assert "record_id: r-1" in shown
    assert "event.event_state: given" in shown
    assert "record_id: r-2" in shown


def test_publishing_twice_publishes_a_key_once(tmp_path: Path) -> None:
    kms, bucket = FakeKms(ALIAS), _Bucket()
    _publish(bucket, kms, tmp_path)
    keys = json.loads(_publish(bucket, kms, tmp_path).read_text())["keys"]
    assert keys == [public_jwk(kms.get_public_key(KeyId=ALIAS)["PublicKey"])]
    assert "d" not in keys[0]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (lambda receipt: receipt[:-6] + "AAAAAA", "signature is not valid"),
        (
            lambda receipt: ".".join([receipt.split(".")[0], "eyJhIjoxfQ", receipt.split(".")[2]]),
            "signature is not valid",
        ),
        (lambda _: "nothing", "no signed receipt"),
        (lambda _: "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.AAAA", "None of the keys"),
    ],
    ids=["signature", "content", "none", "unsigned"],
)
def test_what_does_not_hold_is_said(tmp_path: Path, changed: Any, problem: str) -> None:
    kms = FakeKms(ALIAS)
    keys = _publish(_Bucket(), kms, tmp_path)
    file = tmp_path / "receipt.jws"
    file.write_text(changed(_receipt(kms, {"record_id": "r-1"})))
    with pytest.raises(Failure, match=problem):
        verify_receipts(file, keys)


def test_files_that_are_missing_or_something_else_are_named(tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.jws"
    receipt.write_text(_receipt(FakeKms(ALIAS), {}))
    with pytest.raises(Failure, match=r"jwks\.json can't be read"):
        verify_receipts(receipt, tmp_path / "jwks.json")
    with pytest.raises(Failure, match="no set of public keys"):
        verify_receipts(receipt, receipt)
