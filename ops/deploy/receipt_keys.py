"""The public keys of consent receipts, as the site publishes them.

A key that signed once stays published for as long as a receipt may have to be verified, whatever signs today.
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from functions.domain.pool.jws import public_jwk

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client

KEY_SET = ".well-known/jwks.json"


def publish_keys(s3: "S3Client", bucket: str, kms: "KMSClient", key: str) -> list[str]:
    """Add a key to the published set. Return the ids of all keys, this one first. `key`: its id, or an alias."""
    today = public_jwk(kms.get_public_key(KeyId=key)["PublicKey"])
    earlier = [key for key in _published(s3, bucket) if key["kid"] != today["kid"]]
    keys = [today, *earlier]
    s3.put_object(
        Bucket=bucket,
        Key=KEY_SET,
        Body=json.dumps({"keys": keys}, indent=1).encode(),
        ContentType="application/jwk-set+json",
        CacheControl="no-cache",
    )
    return [key["kid"] for key in keys]


def rotate(kms: "KMSClient", alias: str, publish: Callable[[str], object]) -> str:
    """Make a new key, publish it, and have the alias name it. Return the new key's id in KMS.

    The key before it is left as it is: nobody needs it any more, and deleting it is the operator's decision.
    """
    description = "Signs the receipts of consents"
    made = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY", Description=description)
    key = made["KeyMetadata"]["KeyId"]
    publish(key)
    kms.update_alias(AliasName=alias, TargetKeyId=key)
    return key


def _published(s3: "S3Client", bucket: str) -> list[dict[str, Any]]:
    try:
        answer = s3.get_object(Bucket=bucket, Key=KEY_SET)
    except ClientError as err:
        if err.response["Error"]["Code"] in {"NoSuchKey", "404"}:
            return []
        # A set that can't be read now must not be replaced by one without the earlier keys.
        raise
    keys: list[dict[str, Any]] = json.loads(answer["Body"].read())["keys"]
    return keys
