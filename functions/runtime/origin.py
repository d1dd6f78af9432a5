"""The site's own address, as functions get it: `https://stay.acme.example`, without a slash at its end."""

from typing import Annotated

from pydantic import AfterValidator, HttpUrl


def _origin(url: str) -> str:
    HttpUrl(url)
    return url.rstrip("/")


Origin = Annotated[str, AfterValidator(_origin)]
