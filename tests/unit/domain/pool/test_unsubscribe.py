"""The token in an unsubscribe link: it comes back as it was made, or not at all, and is no invitation's code."""

import base64
import re
import struct
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.employers.language import Language
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRevoked, KeyRing, TokenFormat, TokenInvalid
from functions.domain.pool.unsubscribe import Unsubscribe, employer_mark
from tests.builders import REF
from tests.optin_builders import CANDIDATE

KEYS = KeyRing("a key")
UNSUBSCRIBE = Unsubscribe(CANDIDATE, employer_mark("harbour"), "fr-CA")
TOKEN = KEYS.sign(UNSUBSCRIBE)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def forged(context: bytes, version: int) -> str:
    """Signed with our key, as something else."""
    employer = bytes.fromhex(employer_mark("harbour"))
    body = struct.pack(">3s16s4s5sB", KEYS.kid, bytes.fromhex(CANDIDATE), employer, b"fr-CA", version)
    return base64.urlsafe_b64encode(KEYS.mac(KEYS.kid, context + body)[:16] + body).decode()


@given(
    st.binary(min_size=16, max_size=16).map(bytes.hex),
    st.text().map(employer_mark) | st.just(""),
    st.sampled_from(["", *get_args(Language)]),
)
def test_a_token_comes_back_as_it_was_made(candidate: str, employer: str, language: str) -> None:
    token = KEYS.sign(Unsubscribe(candidate, employer, language))
    assert KEYS.verify(Unsubscribe, token) == Unsubscribe(candidate, employer, language)
    assert re.fullmatch(r"[A-Za-z0-9_-]{59}[A-Za-z0-9]", token)


def test_a_token_is_the_same_each_time_so_that_an_old_mail_is_as_good_as_a_new_one() -> None:
    assert KEYS.sign(UNSUBSCRIBE) == TOKEN
    assert forged(b"unsubscribe", 3) == TOKEN


@pytest.mark.parametrize("place", range(60))
def test_any_changed_character_is_refused(place: int) -> None:
    for character in ALPHABET.replace(TOKEN[place], ""):
        with pytest.raises(TokenInvalid):
            KEYS.verify(Unsubscribe, TOKEN[:place] + character + TOKEN[place + 1 :])


@pytest.mark.parametrize(
    "token",
    ["", TOKEN[:-1], f"{TOKEN}A", f"{TOKEN}=", f"{TOKEN}\n", TOKEN.swapcase(), f"{TOKEN[:59]}é", "A" * 48, "A" * 60],
)
def test_another_spelling_is_refused(token: str) -> None:
    with pytest.raises(TokenInvalid):
        KEYS.verify(Unsubscribe, token)


@pytest.mark.parametrize(("context", "version"), [(b"", 3), (b"unsubscribe", 2), (b"unsubscribe", 4), (b"invite", 3)])
def test_what_the_same_key_signed_as_something_else_is_refused(context: bytes, version: int) -> None:
    with pytest.raises(TokenInvalid):
        KEYS.verify(Unsubscribe, forged(context, version))


def test_neither_a_code_nor_a_token_can_stand_for_the_other() -> None:
    code = KEYS.sign(Invitation(REF, CANDIDATE, datetime(2026, 12, 23, tzinfo=UTC)))
    for part in (code, code[:48], code[-48:], code[:60], code[-60:]):
        with pytest.raises(TokenInvalid):
            KEYS.verify(Unsubscribe, part)
    for long in (TOKEN, TOKEN + TOKEN[:20], TOKEN[:20] + TOKEN, TOKEN + TOKEN[:24], TOKEN[:24] + TOKEN):
        with pytest.raises(TokenInvalid):
            KEYS.verify(Invitation, long)


def test_a_token_lives_through_rotations_until_its_key_is_revoked() -> None:
    assert KeyRing("the newest key", "a newer key", "a key").verify(Unsubscribe, TOKEN) == UNSUBSCRIBE
    with pytest.raises(KeyRevoked):
        KeyRing("a newer key", revoked=["a key"]).verify(Unsubscribe, TOKEN)


@pytest.mark.parametrize(
    ("made", "employer", "language"),
    [
        ("O8V7miSLYbIFjcGqWOrS-jIC70jK7bCgp6M_1TvEKni5ECAC", "", ""),
        ("-GVX_BDHC4qMfu0c6F-8nzIC70jK7bCgp6M_1TvEKni5ECDYr8p5ZnItQ0ED", employer_mark("harbour"), "fr-CA"),
    ],
)
def test_a_token_that_was_made_before_still_verifies(made: str, employer: str, language: str) -> None:
    token = KeyRing("a secret that signs").verify(Unsubscribe, made)
    assert token == Unsubscribe("48caedb0a0a7a33fd53bc42a78b91020", employer, language)


@pytest.mark.parametrize("mac_bytes", [15, 17])
def test_a_format_with_spare_bits_is_refused(mac_bytes: int) -> None:
    with pytest.raises(ValueError, match="three"):
        TokenFormat(purpose=b"another", version=3, fields="16s", mac_bytes=mac_bytes)
