"""The change of the signing keys: what a rotation adds, and what it revokes."""

from dataclasses import replace
from datetime import date, timedelta

from functions.domain.pool.signing_secret import SigningSecret

# The longest opt-in, 24 months, and eight weeks for emails that went out late. A link is as old as its opt-in at most:
# each renewal brings new ones.
KEEP_FOR = timedelta(days=24 * 31 + 56)


def rotate(secret: SigningSecret, key: str, today: date) -> SigningSecret:
    """Return the secret with a new key that signs. Keys that nobody's opt-in can need any more are revoked."""
    number = secret.current + 1
    rotated = replace(secret, keys={**secret.keys, number: key}, since={**secret.since, number: today})
    return replace(rotated, revoked=secret.revoked | _outlived(rotated, today))


def revoke(secret: SigningSecret, number: int, key: str, today: date) -> SigningSecret:
    """Return the secret without the trust in one key. Where no other key signs, `key` does."""
    revoked = replace(secret, revoked=secret.revoked | {number})
    return rotate(revoked, key, today) if number == secret.current else revoked


def adopt(secret: SigningSecret, previous: str) -> SigningSecret:
    """Return the secret with the keys of an earlier version that it lacks: they verify, and sign no more."""
    lacking = [key for key in SigningSecret.parse(previous).keys.values() if key not in secret.keys.values()]
    lowest = min(secret.keys)
    return replace(secret, keys={**{lowest - n: key for n, key in enumerate(lacking, start=1)}, **secret.keys})


def _outlived(secret: SigningSecret, today: date) -> set[int]:
    """Return the numbers of the keys that signed nothing since longer than any opt-in lasts."""
    # A key signs until the next one is there. Where no day is on record, it stays.
    ended = {number: secret.since.get(number + 1) for number in secret.keys}
    return {number for number, day in ended.items() if day and today - day > KEEP_FOR}
