"""Kinds of text in `company.toml`. Their rules are metadata: the check of the file reads them, no function does."""

from typing import Annotated

from pydantic import AfterValidator, Field

from functions.domain.personal_data import one_line


def check_line(text: str) -> str:
    """Return the text. Raises ValueError where it is not one clean line."""
    if one_line(text) != text:
        raise ValueError("should be one line, without line breaks, control characters or spaces at its ends")
    return text


Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}$")]
# What stands in a header or in one line of a mail.
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(check_line)]
