"""Kinds of values in `company.toml`. Their rules are metadata: the check of the file reads them, no function does."""

from typing import Annotated

from pydantic import AfterValidator, Field

from functions.domain.no_reply import is_read_by_nobody
from functions.domain.personal_data import EmailAddress, one_line
from functions.domain.timing.regions import known_region


def check_line(text: str) -> str:
    """Return the text. Raises ValueError where it is not one clean line."""
    if one_line(text) != text:
        raise ValueError("should be one line, without line breaks, control characters or spaces at its ends")
    return text


def check_contact(address: EmailAddress) -> EmailAddress:
    """Return the address. Raises ValueError where it says that nobody reads what comes back."""
    if is_read_by_nobody(address):
        raise ValueError("a person reads what candidates answer: not a no-reply address")
    return address


def check_region(region: str) -> str:
    """Return the region. Raises ValueError where its country is none."""
    if known_region(region) is None:
        raise ValueError("not a country of ISO 3166, for example CA or CA-ON")
    return region


Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}$")]
# What stands in a header or in one line of a mail.
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(check_line)]
# Where candidates answer.
Contact = Annotated[EmailAddress, AfterValidator(check_contact)]
Region = Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$"), AfterValidator(check_region)]
