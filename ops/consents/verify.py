"""The check of a signed consent receipt, offline: with the receipt and the public keys as files, by PyJWT."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jwt import PyJWK, PyJWS
from jwt.exceptions import InvalidSignatureError, PyJWTError

from ops.terminal.failure import Failure
from ops.terminal.progress import say

# The compact form stands as it is in a file, or inside a person's export.
_COMPACT = re.compile(r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+")
_ALGORITHM = "ES256"


def verify_receipts(file: Path, keys: Path) -> None:
    """Check every signed receipt in the file, and print what each says. Raise Failure where one does not hold.

    `file`: a receipt, or a person's whole export. `keys`: the site's `/.well-known/jwks.json`.
    """
    public_keys = _read_keys(keys)
    receipts = list(dict.fromkeys(_COMPACT.findall(_read(file))))
    if not receipts:
        raise Failure(f"{file} has no signed receipt", "give the file that the page saves, or the export")
    for number, receipt in enumerate(receipts, 1):
        record, kid = _verify(receipt, public_keys)
        say(f"Receipt {number} of {len(receipts)}: the signature is valid, by the key {kid}")
        for line in _lines(record):
            say(f"  {line}")


def _verify(receipt: str, keys: dict[str, PyJWK]) -> tuple[dict[str, Any], str]:
    jws = PyJWS(algorithms=[_ALGORITHM])
    try:
        kid = str(jws.get_unverified_header(receipt).get("kid"))
        if kid not in keys:
            raise Failure(f"None of the keys is the receipt's, {kid}", "fetch /.well-known/jwks.json of the site anew")
        record: dict[str, Any] = json.loads(jws.decode(receipt, keys[kid].key, algorithms=[_ALGORITHM]))
    except InvalidSignatureError:
        raise Failure(
            "The signature is not valid: the receipt was changed, or is not ours", "do not rely on it"
        ) from None
    except (PyJWTError, ValueError) as err:
        raise Failure(f"This is no receipt that we sign: {type(err).__name__}", "give the whole receipt") from None
    return record, kid


def _read_keys(path: Path) -> dict[str, PyJWK]:
    try:
        return {key["kid"]: PyJWK(key, algorithm=_ALGORITHM) for key in json.loads(_read(path))["keys"]}
    except (ValueError, LookupError, TypeError, PyJWTError):
        raise Failure(f"{path} is no set of public keys", "fetch /.well-known/jwks.json of the site") from None


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Failure(f"{path} can't be read", "give the path of a text file") from None


def _lines(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _lines(member, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for number, member in enumerate(value, 1):
            yield from _lines(member, f"{name}[{number}]")
    else:
        yield f"{name}: {value}"
