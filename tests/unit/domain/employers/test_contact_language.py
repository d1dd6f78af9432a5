"""The language to be contacted in, as the form sets it before the person does."""

import pytest

from functions.domain.employers.contact_language import contact_language
from tests.builders import policy

CHOICES = policy().choices


@pytest.mark.parametrize(
    ("tags", "language"),
    [
        (("fr-CA", "en"), "fr"),
        (("fr_CA", "en"), "fr"),
        (("FR", "en"), "fr"),
        (("pl", "fr"), "fr"),
        ((None, "fr-CA"), "fr"),
        (("pl", "de"), "en"),
        ((), "en"),
    ],
)
def test_it_is_the_candidates_own_where_somebody_speaks_it(tags: tuple[str | None, ...], language: str) -> None:
    assert contact_language(CHOICES, *tags) == language
