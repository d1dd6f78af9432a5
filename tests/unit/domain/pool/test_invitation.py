"""The code in a link: it comes back as it was made, or not at all."""

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRevoked, KeyRing, TokenInvalid, UnknownKey
from tests.builders import APPLICATION, REF, SOURCE
from tests.optin_builders import CODE_END, NOTICE, person_key

KEYS = KeyRing("a key")
ISSUED = datetime(2026, 11, 23, 15, 4, tzinfo=UTC)
INVITATION = Invitation(REF, person_key("c-42@example.com"), datetime(2026, 12, 23, 15, 4, tzinfo=UTC), ISSUED)
CODE = KEYS.sign(INVITATION)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

digests = st.binary(min_size=16, max_size=16).map(bytes.hex)
ends = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
issues = st.datetimes(datetime(2026, 1, 1), datetime(2051, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - as above
    lambda at: at.replace(second=0, microsecond=0)
)
invitations = st.builds(
    Invitation,
    st.builds(NoticeRef, digests, st.integers(1, 9999)),
    digests,
    ends.map(lambda end: end.replace(microsecond=0)),
    st.none() | issues,
)


@given(invitations)
def test_an_invitation_comes_back_as_it_was_made(invitation: Invitation) -> None:
    assert KEYS.verify(Invitation, KEYS.sign(invitation)) == invitation


@given(invitations)
def test_a_code_fits_in_a_link_and_ends_in_a_letter_or_digit(invitation: Invitation) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{83}[A-Za-z0-9]", KEYS.sign(invitation))


@pytest.mark.parametrize("place", range(84))
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
        CODE[:83] + "é",
        base64.b64encode(b"?" * 60).decode(),
        "A" * 80,
        "A" * 84,
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


def test_however_often_the_key_is_rotated_a_code_opens_its_door() -> None:
    assert KeyRing("the newest key", "a newer key", "a key").verify(Invitation, CODE) == INVITATION


def test_a_code_whose_key_was_revoked_is_told_apart_and_a_forged_one_is_not() -> None:
    keys = KeyRing("a newer key", revoked=["a key"])
    with pytest.raises(KeyRevoked):
        keys.verify(Invitation, CODE)
    with pytest.raises(TokenInvalid) as raised:
        keys.verify(Invitation, ("A" if CODE[0] != "A" else "B") + CODE[1:])
    assert not raised.errisinstance(KeyRevoked)


@pytest.mark.parametrize(
    ("issued_at", "links_from", "is_before"),
    [
        (ISSUED, None, False),
        (ISSUED, ISSUED - timedelta(minutes=1), False),
        # A code says no second: of the minute itself, all are good, also the new link that is sent in it.
        (ISSUED, ISSUED + timedelta(seconds=59), False),
        (ISSUED, ISSUED + timedelta(minutes=1), True),
        (None, None, False),
        (None, ISSUED, True),
    ],
)
def test_a_code_from_before_the_moment_of_a_new_link_is_told_apart(
    issued_at: datetime | None, links_from: datetime | None, is_before: bool
) -> None:
    code = KEYS.sign(replace(INVITATION, issued_at=issued_at))
    assert KEYS.verify(Invitation, code).is_before(links_from) == is_before


def test_a_code_that_is_over_comes_back_with_its_end() -> None:
    long_ago = Invitation(REF, INVITATION.candidate, datetime(2001, 1, 1, tzinfo=UTC))
    assert KEYS.verify(Invitation, KEYS.sign(long_ago)).expires_at == long_ago.expires_at


def test_a_code_holds_no_personal_data() -> None:
    inside = base64.urlsafe_b64decode(CODE)
    for told in ("sam", "okafor", "example", "C-42", APPLICATION, SOURCE):
        assert told.casefold().encode() not in inside.lower()


@pytest.mark.parametrize(
    ("made", "issued_at"),
    [
        ("YP6tbgNT5a3T-AMhAOwLe7mFMgLvgU1hzpzHoaSqtzaWUTGA1wABSMrtsKCnoz_VO8QqeLkQIGsr4uUB", None),
        ("aMhX9SEmmNoweQX0GEy4N-JtMgLvgU1hzpzHoaSqtzaWUTGA1wABSMrtsKCnoz_VO8QqeLkQIGsr4uU3V0gC", ISSUED),
    ],
)
def test_a_code_that_was_made_before_still_verifies(made: str, issued_at: datetime | None) -> None:
    expected = Invitation(NOTICE, "48caedb0a0a7a33fd53bc42a78b91020", CODE_END, issued_at)
    assert KeyRing("a secret that signs").verify(Invitation, made) == expected
