"""A million tokens that somebody made, found or kept: of every kind that an attacker can try (`make soak`)."""

import base64
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRing, Token, TokenInvalid
from functions.domain.pool.unsubscribe import Unsubscribe, employer_mark

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
KEYS = KeyRing("the newest key", "an older key", revoked=["a leaked key"])
_FORGER, _LEAKED, _DROPPED = KeyRing("a forger's key"), KeyRing("a leaked key"), KeyRing("a key nobody has any more")
_LENGTHS = (48, 60, 80, 84)
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass
class Attack:
    """Forged tokens from one seed."""

    random: random.Random

    def codes(self, count: int) -> Iterator[tuple[str, str]]:
        """Yield so many forged codes, each with its kind, all kinds alike often."""
        kinds = list(self._kinds().items())
        for number in range(count):
            kind, make = kinds[number % len(kinds)]
            yield kind, make()

    def _kinds(self) -> Mapping[str, Callable[[], str]]:
        return {
            "random": self._random,
            "truncated": lambda: self._code()[: self.random.randrange(1, 84)],
            "prolonged": lambda: self._code() + self.random.choice(_ALPHABET) * self.random.randint(1, 4),
            "one character changed": lambda: self._changed(self._code()),
            "one bit changed": lambda: self._flipped(self._code()),
            "another person's body": self._spliced,
            "a random mac over a true body": lambda: self._mac(18) + self._code()[24:],
            "another purpose": lambda: KEYS.sign(self._unsubscribe()),
            "another purpose, cut to fit": lambda: (KEYS.sign(self._unsubscribe()) * 2)[: self.random.choice((80, 84))],
            "a forger's key": lambda: _FORGER.sign(self._invitation()),
            "a forger's key under our id": self._under_our_id,
            "a revoked key": lambda: _LEAKED.sign(self._invitation()),
            "a key that is gone": lambda: _DROPPED.sign(self._invitation()),
            "another spelling": self._respelled,
        }

    def _invitation(self) -> Invitation:
        ref = NoticeRef(self.random.randbytes(16).hex(), self.random.randint(1, 9))
        end = NOW + timedelta(days=self.random.randint(-400, 60))
        issued_at = NOW - timedelta(minutes=self.random.randint(0, 9999))
        return Invitation(ref, self.random.randbytes(16).hex(), end, issued_at)

    def _unsubscribe(self) -> Unsubscribe:
        return Unsubscribe(self.random.randbytes(16).hex(), employer_mark("harbour"), "fr-CA")

    def _code(self) -> str:
        return KEYS.sign(self._invitation())

    def _mac(self, size: int) -> str:
        return base64.urlsafe_b64encode(self.random.randbytes(size)).decode()

    def _random(self) -> str:
        return "".join(self.random.choices(_ALPHABET, k=self.random.choice(_LENGTHS)))

    def _changed(self, code: str) -> str:
        place = self.random.randrange(len(code))
        other = self.random.choice(_ALPHABET.replace(code[place], ""))
        return code[:place] + other + code[place + 1 :]

    def _flipped(self, code: str) -> str:
        signed = bytearray(base64.urlsafe_b64decode(code))
        signed[self.random.randrange(len(signed))] ^= 1 << self.random.randrange(8)
        return base64.urlsafe_b64encode(signed).decode()

    def _spliced(self) -> str:
        # Their own mac before another one's notice, person and end.
        place = self.random.choice((24, 28))
        return self._code()[:place] + self._code()[place:]

    def _under_our_id(self) -> str:
        forged = base64.urlsafe_b64decode(_FORGER.sign(self._invitation()))
        return base64.urlsafe_b64encode(forged[:18] + KEYS.kid + forged[21:]).decode()

    def _respelled(self) -> str:
        code = self._code()
        return self.random.choice((f"{code}=", f" {code}", f"{code}\n", code.replace(code[0], "+", 1), code.swapcase()))


def accepted(count: int, seed: int, token_type: type[Token] = Invitation) -> Counter[str]:
    """Try so many forged tokens. Return the kinds of those that were taken for ours."""
    taken = Counter[str]()
    for kind, token in Attack(random.Random(seed)).codes(count):  # noqa: S311 - the same attack on every run
        try:
            KEYS.verify(token_type, token)
        except TokenInvalid:
            continue
        taken[kind] += 1
    return taken
