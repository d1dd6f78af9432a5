"""The keys of the invitations, as Secrets Manager keeps and rotates them."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRevoked, KeyRing, TokenInvalid, UnknownKey
from functions.domain.pool.signing_secret import SigningSecret
from functions.domain.pool.unsubscribe import Unsubscribe
from functions.runtime.signing_keys import SigningKeys
from ops.keys.rotation import revoke, rotate
from tests.builders import REF
from tests.notify_stack import NotifyStack

INVITATION = Invitation(REF, "c" * 32, datetime(2026, 12, 23, tzinfo=UTC))
UNSUBSCRIBE = Unsubscribe("c" * 32)
FORGED = KeyRing("a forger's key").sign(INVITATION)


class Watch:
    """A clock that a test turns, and the calls that were made."""

    def __init__(self, stack: NotifyStack) -> None:
        self.now = datetime(2026, 11, 23, tzinfo=UTC)
        self.calls = 0
        self.fails: Callable[[str], bool] = lambda _body: False
        self.stack = stack
        stack.secrets.meta.events.register("before-call.secretsmanager.GetSecretValue", self._called, unique_id="watch")

    def keys(self) -> SigningKeys:
        return SigningKeys(self.stack.secrets, self.stack.secret_arn, lambda: self.now)

    def rotate(self, key: str) -> None:
        """Add a key, as an operator does."""
        secret = rotate(self._secret(), key, self.now.date())
        self._put(secret.dump())

    def revoke(self, number: int) -> None:
        self._put(revoke(self._secret(), number, "a key in its place", self.now.date()).dump())

    def _secret(self) -> SigningSecret:
        ring = self.stack.secrets.get_secret_value(SecretId=self.stack.secret_arn)
        self.calls -= 1
        return SigningSecret.parse(ring["SecretString"])

    def _put(self, text: str) -> None:
        self.stack.secrets.put_secret_value(SecretId=self.stack.secret_arn, SecretString=text)

    def forge(self, keys: SigningKeys) -> Counter[type[Exception]]:
        """A hundred forged tokens in ten seconds, and how each of them ended."""
        self.calls, ends = 0, Counter[type[Exception]]()
        for _ in range(100):
            with pytest.raises((UnknownKey, ClientError)) as raised:
                keys.verify(Invitation, FORGED)
            ends[UnknownKey if raised.errisinstance(UnknownKey) else ClientError] += 1
            self.now += timedelta(seconds=0.1)
        return ends

    def _called(self, params: dict[str, Any], **_: object) -> None:
        self.calls += 1
        if self.fails(str(params["body"])):
            raise ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "GetSecretValue")


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
    assert watch.calls == 1


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
    assert watch.keys().verify(Unsubscribe, old) == UNSUBSCRIBE


def test_a_worker_learns_of_a_newer_key_from_a_token_that_names_it(watch: Watch) -> None:
    keys = watch.keys()
    keys.sign(UNSUBSCRIBE)
    watch.rotate("a newer key")
    watch.now += timedelta(minutes=1)
    assert keys.verify(Unsubscribe, KeyRing("a newer key").sign(UNSUBSCRIBE)) == UNSUBSCRIBE


def test_two_rotations_close_no_door(watch: Watch) -> None:
    code, token = (watch.keys().sign(link) for link in (INVITATION, UNSUBSCRIBE))
    watch.rotate("a newer key")
    watch.now += timedelta(days=365)
    watch.rotate("the newest key")
    watch.now += timedelta(days=364)
    keys = watch.keys()
    assert (keys.verify(Invitation, code), keys.verify(Unsubscribe, token)) == (INVITATION, UNSUBSCRIBE)


def test_a_door_closes_when_no_opt_in_can_be_behind_it_any_more(watch: Watch) -> None:
    old = watch.keys().sign(INVITATION)
    watch.rotate("a newer key")
    watch.now += timedelta(days=801)
    watch.rotate("the newest key")
    with pytest.raises(KeyRevoked):
        watch.keys().verify(Invitation, old)


def test_a_revoked_key_opens_nothing_and_another_one_signs(watch: Watch) -> None:
    keys = watch.keys()
    old = keys.sign(INVITATION)
    watch.revoke(1)
    watch.now += timedelta(minutes=15, seconds=1)
    with pytest.raises(KeyRevoked):
        keys.verify(Invitation, old)
    assert keys.verify(Invitation, keys.sign(INVITATION)) == INVITATION


def test_a_worker_learns_of_a_newer_key_from_a_code_that_names_it(watch: Watch) -> None:
    keys = watch.keys()
    keys.sign(INVITATION)
    watch.rotate("a newer key")
    new = KeyRing("a newer key").sign(INVITATION)
    watch.now += timedelta(minutes=1)
    assert keys.verify(Invitation, new) == INVITATION


def test_no_worker_goes_on_signing_with_a_key_that_was_rotated_away(watch: Watch) -> None:
    keys = watch.keys()
    keys.sign(INVITATION)
    watch.rotate("a newer key")
    watch.now += timedelta(minutes=15, seconds=1)
    assert keys.sign(INVITATION) == KeyRing("a newer key").sign(INVITATION)


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
    assert watch.calls == 2


def any_read(_body: str) -> bool:
    return True


def no_read(_body: str) -> bool:
    return False


def test_a_hundred_forged_codes_in_ten_seconds_cause_two_reads_and_are_refused(watch: Watch) -> None:
    assert watch.forge(watch.keys()) == {UnknownKey: 100}
    assert watch.calls == 2


def test_while_reads_fail_one_forged_code_learns_of_it_and_good_codes_pass(watch: Watch) -> None:
    old = watch.keys().sign(INVITATION)
    watch.rotate("a newer key")
    keys = watch.keys()
    good = keys.sign(INVITATION)
    watch.fails = any_read
    assert watch.forge(keys) == {ClientError: 1, UnknownKey: 99}
    assert watch.calls <= 2
    assert keys.verify(Invitation, good) == INVITATION

    watch.fails = lambda _body: False
    watch.now += timedelta(seconds=5)
    assert keys.verify(Invitation, old) == INVITATION
    assert keys.verify(Invitation, good) == INVITATION


def test_a_new_process_that_cannot_read_the_secret_says_so_and_reads_again_after_five_seconds(watch: Watch) -> None:
    keys, good = watch.keys(), KeyRing("the first key").sign(INVITATION)
    watch.fails = any_read
    # Without a key it can't know which codes are forged.
    assert watch.forge(keys) == {ClientError: 100}
    assert watch.calls == 2
    with pytest.raises(ClientError):
        keys.verify(Invitation, good)

    watch.fails = lambda _body: False
    watch.now += timedelta(seconds=5)
    assert keys.verify(Invitation, good) == INVITATION
    assert keys.sign(INVITATION) == good


def test_forged_codes_while_the_secret_can_be_read_at_times_prolong_no_key_that_was_rotated_away(watch: Watch) -> None:
    keys = watch.keys()
    keys.sign(INVITATION)
    watch.rotate("a newer key")
    for fails in (any_read, no_read, any_read, no_read):
        watch.fails = fails
        with pytest.raises((UnknownKey, ClientError)):
            keys.verify(Invitation, FORGED)
        watch.now += timedelta(minutes=5)
    assert keys.sign(INVITATION) == KeyRing("a newer key").sign(INVITATION)


def test_a_code_that_was_changed_asks_for_nothing_at_all(watch: Watch) -> None:
    keys = watch.keys()
    code = keys.sign(INVITATION)
    before = watch.calls
    with pytest.raises(TokenInvalid):
        keys.verify(Invitation, "A" * 10 + code[10:])
    assert watch.calls == before
