"""The title of a job, as a candidate reads it."""

from functools import lru_cache

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from functions.domain.html_entities import decoded
from functions.domain.no_value import says_nothing
from functions.domain.personal_data import is_visible, one_line
from functions.domain.placeholders import has_placeholder

MAX_TITLE_LENGTH = 200
# The validation context of what the ledger has: it was accepted once, and the lists of words may have grown since.
FROM_LEDGER = "from the ledger"


def read_title(text: str, info: ValidationInfo) -> str:
    """Read a job's title as it can be shown. Raises PydanticCustomError where it names no job."""
    return text if info.context == FROM_LEDGER else _shown_title(text)


# A batch has few of them.
@lru_cache(maxsize=256)
def _shown_title(text: str) -> str:
    line = one_line(decoded(text))
    if not is_visible(line):
        raise PydanticCustomError("blank", "has no visible character")
    if has_placeholder(line):
        raise PydanticCustomError("placeholder", "has a placeholder that was not filled in")
    if says_nothing(line):
        raise PydanticCustomError("nothing", "says nothing, as null and undefined do")
    # A candidate knows their job by its beginning, and waits for an answer.
    return line if len(line) <= MAX_TITLE_LENGTH else _shorten(line)


def _shorten(line: str) -> str:
    """Return a line of at most MAX_TITLE_LENGTH characters, cut after a word."""
    cut = line[: MAX_TITLE_LENGTH - 1]
    before, space, _ = cut.rpartition(" ")
    return f"{(before if space and len(before) > MAX_TITLE_LENGTH // 2 else cut).rstrip(' ,;:-–(')}…"
