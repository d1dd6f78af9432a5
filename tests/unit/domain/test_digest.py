"""Digests stand in stored keys, so they must never change."""

import hashlib
import hmac
import json

from hypothesis import given
from hypothesis import strategies as st

from functions.domain.digest import digest, keyed_digest

ANY_TEXT = st.text(st.characters())


@given(st.lists(ANY_TEXT))
def test_a_digest_is_that_of_its_parts_as_json(parts: list[str]) -> None:
    assert digest(*parts) == hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


@given(st.text(min_size=1), st.text())
def test_a_keyed_digest_is_an_hmac(secret: str, plain: str) -> None:
    expected = hmac.digest(secret.encode(), plain.encode(), "sha256").hex()[:32]
    assert [keyed_digest(secret, plain), keyed_digest(secret, plain)] == [expected, expected]


def test_a_digest_stays_what_is_stored() -> None:
    assert digest("application", "/ats/acmé", "A-1") == "318169f52cfa33fbdb89161829d372cf"
    assert keyed_digest("secret", "0" * 32) == "56cfdd585db74eb49585b3cb8cdf2e3d"
