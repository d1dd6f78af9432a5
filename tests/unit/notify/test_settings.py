"""notify's variables: all there, or named; and what the stack's parameters override."""

from datetime import time, timedelta

import pytest
from pydantic import ValidationError

from functions.domain.employers.policy import Window
from functions.notify.bootstrap import override
from functions.notify.settings import NotifySettings
from tests.builders import policy

REQUIRED = {name.upper() for name, field in NotifySettings.model_fields.items() if field.is_required()}
ENVIRONMENT = dict.fromkeys(REQUIRED, "x") | {"SITE_URL": "https://stay.acme.example/"}


def settings(**variables: str) -> NotifySettings:
    return NotifySettings.read(ENVIRONMENT | variables)


def test_every_variable_is_read_by_its_name_in_capitals() -> None:
    assert settings(CONFIGURATION_SET="notices").configuration_set == "notices"


def test_the_sites_address_has_no_slash_at_its_end() -> None:
    assert settings().site_url == "https://stay.acme.example"


@pytest.mark.parametrize("missing", sorted(REQUIRED))
def test_a_variable_that_is_missing_or_empty_is_named(missing: str) -> None:
    for variables in (ENVIRONMENT | {missing: ""}, {n: v for n, v in ENVIRONMENT.items() if n != missing}):
        with pytest.raises(ValidationError, match=rf"{missing.lower()}\n  Field required"):
            NotifySettings.read(variables)


@pytest.mark.parametrize(("name", "value"), [("NOTICE_HOLD", "a day"), ("NOTICE_WINDOW", "on"), ("SITE_URL", "stay")])
def test_a_variable_that_is_wrong_is_named_and_not_quoted(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=name.lower()) as caught:
        settings(**{name: value})
    assert f"'{value}'" not in str(caught.value)


def test_the_message_names_all_of_them_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        NotifySettings.read({})
    assert {str(error["loc"][0]).upper() for error in caught.value.errors()} == REQUIRED


def test_without_parameters_the_company_decides() -> None:
    timing = policy().timing
    assert override(timing, settings(NOTICE_HOLD="", NOTICE_WINDOW="")) == timing


def test_parameters_that_are_not_empty_override_the_company() -> None:
    timing = override(policy().timing, settings(NOTICE_HOLD="PT90S", NOTICE_WINDOW="off"))
    assert (timing.hold, timing.window) == (timedelta(seconds=90), None)


def test_no_hold_at_all_is_an_override_too() -> None:
    timing = override(policy().timing, settings(NOTICE_HOLD="PT0S"))
    assert (timing.hold, timing.window) == (timedelta(0), Window(opens=time(9), closes=time(17)))
