"""The code in a link: it comes back as it was made, or not at all."""

import base64
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRing, TokenInvalid, UnknownKey
from tests.builders import APPLICATION, REF, SOURCE
from tests.optin_builders import CODE_END, NOTICE, person_key

KEYS = KeyRing("a key")
INVITATION = Invitation(REF, person_key("c-42@example.com"), datetime(2026, 12, 23, 15, 4, tzinfo=UTC))
CODE = KEYS.sign(INVITATION)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

digests = st.binary(min_size=16, max_size=16).map(bytes.hex)
ends = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
invitations = st.builds(
    Invitation,
    st.builds(NoticeRef, digests, st.integers(1, 9999)),
    digests,
    ends.map(lambda end: end.replace(microsecond=0)),
)


@given(invitations)
def test_an_invitation_comes_back_as_it_was_made(invitation: Invitation) -> None:
    assert KEYS.verify(Invitation, KEYS.sign(invitation)) == invitation


@given(invitations)
def test_a_code_fits_in_a_link_and_ends_in_a_letter_or_digit(invitation: Invitation) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{79}[A-Za-z0-9]", KEYS.sign(invitation))


@pytest.mark.parametrize("place", range(80))
def test_any_changed_character_is_refused(place: int) -> None:
    for character in ALPHABET.replace(CODE[place], ""):
        with pytest.raises(TokenInvalid):
            KEYS.verify(Invitation, CODE[:place] + character + CODE[place + 1 :])


@pytest.mark.parametrize(
    "code",
    [
        "",
        CODE[:-1],
        CODE + "A",
        CODE + "=",
        CODE + "==",
        CODE + "\n",
        " " + CODE,
        CODE.swapcase(),
        CODE[:40] + "\n" + CODE[40:],
        CODE[:79] + "é",
        base64.b64encode(b"?" * 60).decode(),
        "A" * 80,
    ],
)
def test_another_spelling_is_refused(code: str) -> None:
    with pytest.raises(TokenInvalid):
        KEYS.verify(Invitation, code)


def test_a_code_of_another_key_is_told_apart() -> None:
    with pytest.raises(UnknownKey):
        KeyRing("another key").verify(Invitation, CODE)


def test_after_a_rotation_both_keys_verify_and_the_new_one_signs() -> None:
    rotated = KeyRing("a newer key", "a key")
    assert rotated.verify(Invitation, CODE) == INVITATION
    assert KeyRing("a newer key").verify(Invitation, rotated.sign(INVITATION)) == INVITATION


def test_two_rotations_later_a_code_is_refused() -> None:
    with pytest.raises(UnknownKey):
        KeyRing("the newest key", "a newer key").verify(Invitation, CODE)


def test_a_code_that_is_over_comes_back_with_its_end() -> None:
    long_ago = Invitation(REF, INVITATION.candidate, datetime(2001, 1, 1, tzinfo=UTC))
    assert KEYS.verify(Invitation, KEYS.sign(long_ago)).expires_at == long_ago.expires_at


def test_a_code_holds_no_personal_data() -> None:
    inside = base64.urlsafe_b64decode(CODE)
    for told in ("sam", "okafor", "example", "C-42", APPLICATION, SOURCE):
        assert told.casefold().encode() not in inside.lower()


def test_a_code_that_was_made_before_still_verifies() -> None:
    made = "YP6tbgNT5a3T-AMhAOwLe7mFMgLvgU1hzpzHoaSqtzaWUTGA1wABSMrtsKCnoz_VO8QqeLkQIGsr4uUB"
    keys = KeyRing("a secret that signs")
    invitation = keys.verify(Invitation, made)
    assert invitation == Invitation(NOTICE, "48caedb0a0a7a33fd53bc42a78b91020", CODE_END)
    assert keys.sign(invitation) == made
