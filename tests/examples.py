"""How many examples are tried: all of them unless `HISTORIES` asks for fewer histories than the default.

`make unit` asks for a hundred and tries a twentieth, `make test` tries all. `HISTORIES=10000 make test` tries more
histories.
"""

import os

_DEFAULT = 2000
HISTORIES = int(os.environ.get("HISTORIES", _DEFAULT))


def scaled(examples: int, at_least: int = 1) -> int:
    """Return how many of these examples to try."""
    return max(at_least, examples * min(HISTORIES, _DEFAULT) // _DEFAULT)
