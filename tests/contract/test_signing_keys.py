"""The keys of the invitations, as Secrets Manager keeps and rotates them."""

from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRing, TokenInvalid, UnknownKey
from functions.domain.pool.unsubscribe import Unsubscribe
from functions.runtime.signing_keys import SigningKeys
from tests.builders import REF
from tests.notify_stack import NotifyStack

INVITATION = Invitation(REF, "c" * 32, datetime(2026, 12, 23, tzinfo=UTC))
UNSUBSCRIBE = Unsubscribe("c" * 32)


class Watch:
    """A clock that a test turns, and the calls that were made."""

    def __init__(self, stack: NotifyStack) -> None:
        self.now = datetime(2026, 11, 23, tzinfo=UTC)
        self.calls = 0
        self.stack = stack
        stack.secrets.meta.events.register("before-call.secretsmanager.GetSecretValue", self._called, unique_id="watch")

    def keys(self) -> SigningKeys:
        return SigningKeys(self.stack.secrets, self.stack.secret_arn, lambda: self.now)

    def rotate(self, key: str) -> None:
        self.stack.secrets.put_secret_value(SecretId=self.stack.secret_arn, SecretString=key)

    def _called(self, **_: object) -> None:
        self.calls += 1


@pytest.fixture
def watch(stack: NotifyStack) -> Watch:
    stack.secrets.meta.events.unregister("before-call.secretsmanager.GetSecretValue", unique_id="watch")
    return Watch(stack)


def test_the_current_key_signs_and_verifies(watch: Watch) -> None:
    keys = watch.keys()
    code = keys.sign(INVITATION)
    assert code == KeyRing("the first key").sign(INVITATION)
    assert keys.verify(Invitation, code) == INVITATION


def test_the_secret_is_read_at_the_first_use_and_kept(watch: Watch) -> None:
    keys = watch.keys()
    assert watch.calls == 0
    for _ in range(5):
        keys.verify(Invitation, keys.sign(INVITATION))
    assert watch.calls == 1  # the current version; the previous one when a token names another key


def test_the_previous_key_is_read_for_the_first_token_that_names_it_and_kept(watch: Watch) -> None:
    old = watch.keys().sign(INVITATION)
    watch.rotate("a newer key")
    keys = watch.keys()
    watch.calls = 0
    for _ in range(5):
        keys.sign(INVITATION)
        assert keys.verify(Invitation, old) == INVITATION
    assert watch.calls == 3  # the current one, then both


def test_after_a_rotation_both_versions_verify_and_the_new_one_signs(watch: Watch) -> None:
    old = watch.keys().sign(INVITATION)
    watch.rotate("a newer key")
    keys = watch.keys()
    assert keys.verify(Invitation, old) == INVITATION
    assert keys.sign(INVITATION) == KeyRing("a newer key").sign(INVITATION)


def test_unsubscribe_tokens_live_as_long_as_codes_do(watch: Watch) -> None:
    old = watch.keys().sign(UNSUBSCRIBE)
    watch.rotate("a newer key")
    keys = watch.keys()
    assert keys.verify(Unsubscribe, old) == UNSUBSCRIBE
    assert keys.sign(UNSUBSCRIBE) == KeyRing("a newer key").sign(UNSUBSCRIBE)
    watch.rotate("the newest key")
    with pytest.raises(UnknownKey):
        watch.keys().verify(Unsubscribe, old)


def test_a_worker_learns_of_a_newer_key_from_a_token_that_names_it(watch: Watch) -> None:
    keys = watch.keys()
    keys.sign(UNSUBSCRIBE)
    watch.rotate("a newer key")
    watch.now += timedelta(minutes=1)
    assert keys.verify(Unsubscribe, KeyRing("a newer key").sign(UNSUBSCRIBE)) == UNSUBSCRIBE


def test_two_rotations_later_a_code_is_refused(watch: Watch) -> None:
    old = watch.keys().sign(INVITATION)
    watch.rotate("a newer key")
    watch.rotate("the newest key")
    with pytest.raises(UnknownKey):
        watch.keys().verify(Invitation, old)


def test_a_worker_learns_of_a_newer_key_from_a_code_that_names_it(watch: Watch) -> None:
    keys = watch.keys()
    keys.sign(INVITATION)
    watch.rotate("a newer key")
    new = KeyRing("a newer key").sign(INVITATION)
    watch.now += timedelta(minutes=1)
    assert keys.verify(Invitation, new) == INVITATION


def test_no_worker_goes_on_with_a_key_that_was_rotated_away(watch: Watch) -> None:
    keys = watch.keys()
    old = keys.sign(INVITATION)
    watch.rotate("a newer key")
    watch.rotate("the newest key")
    watch.now += timedelta(minutes=15, seconds=1)
    assert keys.sign(INVITATION) == KeyRing("the newest key").sign(INVITATION)
    with pytest.raises(UnknownKey):
        keys.verify(Invitation, old)


def test_a_forged_code_while_the_secret_cannot_be_read_breaks_no_good_one(watch: Watch) -> None:
    keys = watch.keys()
    good, forged = keys.sign(INVITATION), KeyRing("a forger's key").sign(INVITATION)
    watch.stack.secrets.delete_secret(SecretId=watch.stack.secret_arn, ForceDeleteWithoutRecovery=True)
    watch.now += timedelta(minutes=2)
    with pytest.raises(ClientError):
        keys.verify(Invitation, forged)
    assert keys.verify(Invitation, good) == INVITATION


def test_forged_codes_do_not_make_it_ask_at_every_call(watch: Watch) -> None:
    keys, forged = watch.keys(), KeyRing("a forger's key").sign(INVITATION)
    for _ in range(20):
        with pytest.raises(UnknownKey):
            keys.verify(Invitation, forged)
        watch.now += timedelta(seconds=2)
    assert watch.calls == 3


def test_a_code_that_was_changed_asks_for_nothing_at_all(watch: Watch) -> None:
    keys = watch.keys()
    code = keys.sign(INVITATION)
    before = watch.calls
    with pytest.raises(TokenInvalid):
        keys.verify(Invitation, "A" * 10 + code[10:])
    assert watch.calls == before
