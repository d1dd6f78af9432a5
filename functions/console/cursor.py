"""The cursor of a search's pages: the last position that was shown, signed with the search and its criteria.

It holds no address, and no key of DynamoDB's: whoever changes one, or brings that of another search, is refused.
"""

import hmac
from collections.abc import Callable

from functions.console.search import Search
from functions.domain import base64url
from functions.domain.digest import digest
from functions.domain.pool.search.criteria_record import criteria_digest
from functions.domain.pool.search.position import Position
from functions.runtime.http.problem import Problem

type Keyed = Callable[[str], str]


def write_cursor(position: Position, search: Search, keyed: Keyed) -> str:
    """Return the cursor of the page behind this position."""
    text = str(position)
    return f"{base64url.encode(text.encode())}.{_mac(text, search, keyed)}"


def read_cursor(cursor: str, search: Search, keyed: Keyed) -> Position | None:
    """Return the position behind which a page begins; None for the first one. Raises Problem invalid-cursor."""
    if not cursor:
        return None
    encoded, _, mac = cursor.partition(".")
    try:
        text = base64url.decode(encoded).decode()
        if hmac.compare_digest(_mac(text, search, keyed).encode(), mac.encode()):
            return Position.parse(text)
    except ValueError:
        # Text that nobody has signed.
        pass
    raise Problem("invalid-cursor")


def _mac(text: str, search: Search, keyed: Keyed) -> str:
    return keyed(digest("people-cursor", search.record.id, criteria_digest(search.criteria), text))
