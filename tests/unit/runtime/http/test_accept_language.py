"""Accept-Language, as browsers send it and as nobody should."""

import pytest

from functions.runtime.http.accept_language import preferred_languages


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("", []),
        ("pl", ["pl"]),
        ("pl-PL,pl;q=0.9,en;q=0.8", ["pl-PL", "pl", "en"]),
        ("en;q=0.2, fr-CA , de; q=0.7", ["fr-CA", "de", "en"]),
        ("*, es;q=0", []),
        ("es;q=high, pt", ["pt"]),
        (",,;q=1", []),
    ],
)
def test_the_languages_are_in_the_readers_order(header: str, tags: list[str]) -> None:
    assert preferred_languages(header) == tags


def test_a_long_header_costs_no_more_than_a_page_of_languages() -> None:
    assert len(preferred_languages(",".join(["pl"] * 5000))) == 20
