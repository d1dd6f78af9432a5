"""Mistakes in company.toml, one line each, in words that a person can act on."""

from typing import Any

import pytest
from pydantic import ValidationError

from functions.domain.company import Company
from local.company import mistakes
from tests.builders import company_values


@pytest.mark.parametrize(
    ("section", "changes", "line"),
    [
        (
            "company",
            {"contact_email": "hiring"},
            "company.contact_email: not an e-mail address that can be delivered to",
        ),
        ("timing", {"hold": "one day"}, "timing.hold: not an ISO 8601 duration such as PT24H"),
        ("timing", {"window": "9 to 5"}, "timing.window: neither hours such as 09:00-17:00 nor off"),
        ("company", {"slogan": "We hire"}, "company.slogan: no such setting"),
        ("choices", {"default_months": 13}, "choices: default_months is one of months"),
    ],
)
def test_each_mistake_is_one_line_without_the_value(section: str, changes: dict[str, Any], line: str) -> None:
    with pytest.raises(ValidationError) as err:
        Company.model_validate(company_values(**{section: changes}))
    assert mistakes(err.value) == [line]
