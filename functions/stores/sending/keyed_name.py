"""Names of people and addresses in the table that all senders share, with their digests under the secret key.

A name says which form it has, so that what was stored before there was a key is found, and put under it, once.
"""

from collections.abc import Callable

type Keyed = Callable[[str], str]

KEYED = "keyed-"
# What names of the plain form begin with. No other item of the table is named so.
PLAIN = ("candidate-", "mailbox-", "address-")


def keyed_name(plain: str, keyed: Keyed) -> str:
    """Return the name under which an item is stored. `plain` is its kind and its digest; `keyed`: see `DigestKey`."""
    kind, _, digest = plain.partition("-")
    return f"{KEYED}{kind}-{keyed(digest)}"
