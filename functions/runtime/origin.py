"""The site's own address, as functions get it: `https://stay.acme.example`, without a slash at its end."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def _origin(url: str) -> str:
    # pydantic's own type for it is in a module that costs a cold start 2 ms, and that nothing else needs.
    parts = urlsplit(url)
    # A ValueError of its own, where the port is no number. Without it, the address would fail in each person's browser.
    parts.port  # noqa: B018
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("not an address such as https://stay.acme.example")
    return url.rstrip("/")


Origin = Annotated[str, AfterValidator(_origin)]
