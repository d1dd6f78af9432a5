"""The signer of consent receipts, held against a JOSE library that knows nothing of ours."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import jwt
import pytest

from functions.domain.pool.jws import compact, public_jwk
from functions.runtime.receipt_signer import ReceiptSigner
from tests.fakes.kms import FakeKms

ALIAS = "alias/receipts"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
# Longer than the 4,096 bytes that KMS signs.
RECORD = {"record_id": "r-1", "words": "Zażółć gęślą jaźń. " * 400}


class _Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def _signer(kms: FakeKms, clock: _Clock | None = None) -> ReceiptSigner:
    return ReceiptSigner(cast("Any", kms), ALIAS, clock or _Clock())


def _verified(receipt: str, kms: FakeKms, key: str = ALIAS) -> dict[str, Any]:
    public = public_jwk(kms.get_public_key(KeyId=key)["PublicKey"])
    assert jwt.get_unverified_header(receipt)["kid"] == public["kid"]
    decoded = jwt.PyJWS().decode(receipt, jwt.PyJWK(public).key, algorithms=["ES256"])
    record: dict[str, Any] = json.loads(decoded)
    return record


# A hundred: the two numbers of a signature have leading zeros now and then, and an extra one in DER.
def test_any_jose_library_verifies_what_we_sign() -> None:
    kms = FakeKms(ALIAS)
    signer = _signer(kms)
    for number in range(100):
        record = {**RECORD, "number": number}
        assert _verified(signer.sign(record, "consent-receipt+jws"), kms) == record


def test_a_changed_receipt_does_not_verify() -> None:
    kms = FakeKms(ALIAS)
    header, payload, signature = _signer(kms).sign({"months": 12}, "consent-receipt+jws").split(".")
    other = _signer(kms).sign({"months": 24}, "consent-receipt+jws").split(".")[1]
    assert payload != other
    with pytest.raises(jwt.InvalidSignatureError):
        _verified(f"{header}.{other}.{signature}", kms)


def test_the_public_key_is_read_once_and_again_after_a_quarter_of_an_hour() -> None:
    kms, clock = FakeKms(ALIAS), _Clock()
    signer = _signer(kms, clock)
    for _ in range(3):
        signer.sign(RECORD, "consent-receipt+jws")
    assert kms.asked == ["GetPublicKey", "Sign", "Sign", "Sign"]
    clock.now += timedelta(minutes=16)
    signer.sign(RECORD, "consent-receipt+jws")
    assert kms.asked[-2:] == ["GetPublicKey", "Sign"]


def test_between_a_rotation_and_the_next_read_a_receipt_names_the_key_that_signed_it() -> None:
    kms, clock = FakeKms(ALIAS), _Clock()
    signer = _signer(kms, clock)
    signer.sign(RECORD, "consent-receipt+jws")
    before = kms.get_public_key(KeyId=ALIAS)["KeyId"]
    kms.update_alias(ALIAS, kms.create_key(KeySpec="ECC_NIST_P256")["KeyMetadata"]["KeyId"])
    assert _verified(signer.sign(RECORD, "consent-receipt+jws"), kms, key=before) == RECORD
    clock.now += timedelta(minutes=16)
    assert _verified(signer.sign(RECORD, "consent-receipt+jws"), kms) == RECORD


def test_what_is_no_key_on_p_256_and_no_signature_in_der_is_refused() -> None:
    spki = FakeKms(ALIAS).get_public_key(KeyId=ALIAS)["PublicKey"]
    for wrong in (b"", spki[:-1], spki + b"\0", b"\0" + spki[1:]):
        with pytest.raises(ValueError, match="P-256"):
            public_jwk(wrong)
    for wrong in (b"", b"\x30", b"\x31\x06\x02\x01\x01\x02\x01\x01", b"\x30\x06\x02\x01\x01\x04\x01\x01"):
        with pytest.raises(ValueError, match="DER"):
            compact(b"e30.e30", wrong)
