"""`make rotate-keys`: what an operator does to the signing keys, and what becomes of links in mailboxes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner, Result

from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRevoked
from functions.domain.pool.signing_secret import SigningSecret
from functions.runtime.signing_keys import SigningKeys
from ops.__main__ import commands
from ops.keys.rotation import KEEP_FOR, rotate
from tests.builders import REF
from tests.notify_stack import NotifyStack, notify_stack

INVITATION = Invitation(REF, "c" * 32, datetime(2026, 12, 23, tzinfo=UTC))
TODAY = date(2026, 11, 27)


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotifyStack]:
    with notify_stack() as stack:
        here = ("account 123 in eu-west-1", stack.secrets, stack.secret_arn)
        monkeypatch.setattr("ops.keys.run.secrets_of", lambda *, local: here)
        yield stack


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["rotate-keys", *arguments], prog_name="python -m ops", catch_exceptions=False)


def keys(stack: NotifyStack) -> SigningKeys:
    """The keys of a process that starts now."""
    return SigningKeys(stack.secrets, stack.secret_arn, lambda: datetime.now(UTC))


def test_a_rotation_adds_a_key_that_signs_and_leaves_the_links_in_mailboxes(stack: NotifyStack) -> None:
    old = keys(stack).sign(INVITATION)
    assert "Key 1 verifies\nKey 2 signs, since " in run().stdout
    assert "Key 3 signs" in run().stdout
    assert keys(stack).verify(Invitation, old) == INVITATION
    assert keys(stack).sign(INVITATION) != old


def test_a_key_in_an_emergency_is_revoked_and_another_one_signs(stack: NotifyStack) -> None:
    old = keys(stack).sign(INVITATION)
    assert "Key 1 revoked\nKey 2 signs, since " in run("--revoke", "1").stdout
    with pytest.raises(KeyRevoked):
        keys(stack).verify(Invitation, old)
    assert keys(stack).verify(Invitation, keys(stack).sign(INVITATION)) == INVITATION


def test_an_older_key_is_revoked_alone(stack: NotifyStack) -> None:
    run()
    new = keys(stack).sign(INVITATION)
    assert run("--revoke", "1").stdout.startswith("Key 1 revoked\nKey 2 signs")
    assert keys(stack).sign(INVITATION) == new


def test_a_key_that_is_not_there_is_said(stack: NotifyStack) -> None:
    result = run("--revoke", "7")
    assert (result.exit_code, result.stderr) == (1, "\nThere is no key 7\nRemedy: choose one of 1\n")


def test_the_key_of_the_version_before_is_adopted_once(stack: NotifyStack) -> None:
    old = keys(stack).sign(INVITATION)
    stack.secrets.put_secret_value(SecretId=stack.secret_arn, SecretString='{"1": "another"}')
    assert "Key 0 verifies\nKey 1 signs" in run("--adopt-previous").stdout
    assert keys(stack).verify(Invitation, old) == INVITATION
    assert run("--adopt-previous").stdout.startswith("Nothing to change")


def test_no_key_is_printed(stack: NotifyStack) -> None:
    said = run().stdout + run("--revoke", "1").stdout
    secret = SigningSecret.parse(stack.secrets.get_secret_value(SecretId=stack.secret_arn)["SecretString"])
    assert not [key for key in secret.keys.values() if key in said]
    assert "first key" not in repr(secret)


def test_a_key_verifies_for_as_long_as_an_opt_in_may_last_after_it_signed_last() -> None:
    secret = rotate(SigningSecret({1: "a"}), "b", TODAY)
    for days, revoked in ((KEEP_FOR.days, set()), (KEEP_FOR.days + 1, {1})):
        assert rotate(secret, "c", TODAY + timedelta(days=days)).revoked == revoked
    # The most months that company.toml may offer.
    assert timedelta(days=24 * 31) < KEEP_FOR


@pytest.mark.parametrize(
    "text",
    [
        "a text",
        "{a text",
        "123",
        '{"1": "a text"}',
        '{"1": "old", "2": "a text", "since": {"2": "2027-01-04"}, "revoked": ["1"]}',
    ],
)
def test_a_secret_comes_back_as_it_was_written(text: str) -> None:
    secret = SigningSecret.parse(text)
    assert SigningSecret.parse(secret.dump()) == secret
    assert secret.keys[secret.current] in {"a text", text}
