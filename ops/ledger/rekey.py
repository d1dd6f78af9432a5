"""Rekeying: what was stored under plain digests of people and addresses is put under the secret key.

Each item moves in one transaction, so that a command that was interrupted is run again and goes on where it was.
"""

from collections import Counter

from functions.stores.sending.plain_names import PlainNames
from ops.ledger.connection import Connection
from ops.terminal.progress import say

_KINDS = {"candidate": "candidate ids", "mailbox": "mailboxes", "address": "addresses on the do-not-contact list"}


def rekey(connection: Connection, *, dry_run: bool) -> None:
    """Move every item with a plain name to its keyed one, and print how many there were of each kind."""
    names = PlainNames(connection.dynamodb, connection.names["Sending"], connection.keyed())
    counts = Counter(name.partition("-")[0] for name in names.find() if dry_run or names.rekey(name))
    for kind, label in _KINDS.items():
        say(f"{counts[kind]:>6}  {label}")
    done = "have plain names; nothing was changed" if dry_run else "were put under the key"
    say(f"{counts.total():>6}  {done}, on {connection.where}")
