"""The token in an unsubscribe link: it comes back as it was made, or not at all, and is no invitation's code."""

import base64
import re
import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRing, TokenFormat, TokenInvalid, UnknownKey
from functions.domain.pool.unsubscribe import Unsubscribe
from tests.builders import REF
from tests.optin_builders import CANDIDATE

KEYS = KeyRing("a key")
TOKEN = KEYS.sign(Unsubscribe(CANDIDATE))
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def forged(context: bytes, version: int) -> str:
    """Signed with our key, as something else."""
    body = struct.pack(">3s16sB", KEYS.kid, bytes.fromhex(CANDIDATE), version)
    return base64.urlsafe_b64encode(KEYS.mac(KEYS.kid, context + body)[:16] + body).decode()


@given(st.binary(min_size=16, max_size=16).map(bytes.hex))
def test_a_token_comes_back_as_it_was_made(candidate: str) -> None:
    token = KEYS.sign(Unsubscribe(candidate))
    assert KEYS.verify(Unsubscribe, token) == Unsubscribe(candidate)
    assert re.fullmatch(r"[A-Za-z0-9_-]{47}[A-Za-z0-9]", token)


def test_a_token_is_the_same_each_time_so_that_an_old_mail_is_as_good_as_a_new_one() -> None:
    assert KEYS.sign(Unsubscribe(CANDIDATE)) == TOKEN
    assert forged(b"unsubscribe", 2) == TOKEN


@pytest.mark.parametrize("place", range(48))
def test_any_changed_character_is_refused(place: int) -> None:
    for character in ALPHABET.replace(TOKEN[place], ""):
        with pytest.raises(TokenInvalid):
            KEYS.verify(Unsubscribe, TOKEN[:place] + character + TOKEN[place + 1 :])


@pytest.mark.parametrize(
    "token", ["", TOKEN[:-1], f"{TOKEN}A", f"{TOKEN}=", f"{TOKEN}\n", TOKEN.swapcase(), f"{TOKEN[:47]}é", "A" * 48]
)
def test_another_spelling_is_refused(token: str) -> None:
    with pytest.raises(TokenInvalid):
        KEYS.verify(Unsubscribe, token)


@pytest.mark.parametrize(("context", "version"), [(b"", 2), (b"unsubscribe", 1), (b"unsubscribe", 3), (b"invite", 2)])
def test_what_the_same_key_signed_as_something_else_is_refused(context: bytes, version: int) -> None:
    with pytest.raises(TokenInvalid):
        KEYS.verify(Unsubscribe, forged(context, version))


def test_neither_a_code_nor_a_token_can_stand_for_the_other() -> None:
    code = KEYS.sign(Invitation(REF, CANDIDATE, datetime(2026, 12, 23, tzinfo=UTC)))
    for part in (code, code[:48], code[-48:]):
        with pytest.raises(TokenInvalid):
            KEYS.verify(Unsubscribe, part)
    for long in (TOKEN, TOKEN + TOKEN[:32], TOKEN[:32] + TOKEN):
        with pytest.raises(TokenInvalid):
            KEYS.verify(Invitation, long)


def test_a_token_lives_through_one_rotation_and_not_through_two() -> None:
    assert KeyRing("a newer key", "a key").verify(Unsubscribe, TOKEN) == Unsubscribe(CANDIDATE)
    with pytest.raises(UnknownKey):
        KeyRing("the newest key", "a newer key").verify(Unsubscribe, TOKEN)


def test_a_token_that_was_made_before_still_verifies() -> None:
    made = "O8V7miSLYbIFjcGqWOrS-jIC70jK7bCgp6M_1TvEKni5ECAC"
    keys = KeyRing("a secret that signs")
    assert keys.verify(Unsubscribe, made) == Unsubscribe("48caedb0a0a7a33fd53bc42a78b91020")
    assert keys.sign(keys.verify(Unsubscribe, made)) == made


@pytest.mark.parametrize("mac_bytes", [15, 17])
def test_a_format_with_spare_bits_is_refused(mac_bytes: int) -> None:
    with pytest.raises(ValueError, match="three"):
        TokenFormat(purpose=b"another", version=3, fields="16s", mac_bytes=mac_bytes)
