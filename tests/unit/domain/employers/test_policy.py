"""`company.toml`: what is shipped loads, and a mistake is named by its field."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from functions.domain.employers.policy import Doubt
from functions.runtime.employers_file import read_employers
from ops.deploy.company_file import check_company, read_company
from tests.builders import company_values, policy


def test_the_file_that_is_deployed_loads() -> None:
    shipped = read_employers().default.policy
    assert shipped.timing.hold == timedelta(days=1)
    assert shipped.timing.window is not None
    assert shipped.brand.time_zone.key == "America/Toronto"


def test_no_consent_is_needed_for_more_than_the_pool_itself() -> None:
    assert [purpose.id for purpose in read_employers().default.policy.consent.purposes if purpose.required] == [
        "openings"
    ]


def test_a_window_may_be_off() -> None:
    assert policy(timing={"window": "off"}).timing.window is None


def test_a_person_is_asked_unless_the_company_says_otherwise() -> None:
    assert read_employers().default.policy.doubt.action == "ask"
    assert check_company({k: v for k, v in company_values().items() if k != "doubt"}).default.policy.doubt == Doubt()
    assert policy(doubt={"action": "resend"}).doubt.action == "resend"


def test_another_file_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "brand.toml"
    path.write_text("[company]\n", "utf-8")
    with pytest.raises(ValidationError):
        read_company(path)


@pytest.mark.parametrize(
    ("section", "changes", "told"),
    [
        ("brand", {"name": ""}, ["brand.name", "at least 1 character"]),
        ("brand", {"contact_email": "hiring"}, ["brand.contact_email", "not an email address"]),
        ("brand", {"contact_email": "no-reply@acme.example"}, ["brand.contact_email", "not a no-reply address"]),
        ("brand", {"region": "EL"}, ["brand.region", "not a country of ISO 3166"]),
        ("brand", {"time_zone": "Toronto"}, ["brand.time_zone", "should be an IANA time zone"]),
        ("brand", {"slogan": "We hire"}, ["brand.slogan", "Extra inputs are not permitted"]),
        ("sender", {"reply_to": "nobody"}, ["sender.reply_to", "'recruiter' or 'company'"]),
        ("sender", {"email": "no-reply@"}, ["sender.email", "not an email address"]),
        ("timing", {"hold": "one day"}, ["timing.hold", "should be an ISO 8601 duration"]),
        ("timing", {"hold": "-PT1H"}, ["timing.hold", "should be an ISO 8601 duration"]),
        ("timing", {"hold": 24}, ["timing.hold", "should be an ISO 8601 duration"]),
        ("timing", {"hold": True}, ["timing.hold", "should be an ISO 8601 duration"]),
        ("invitation", {"valid": 30}, ["invitation.valid", "should be an ISO 8601 duration"]),
        ("doubt", {"action": "again"}, ["doubt.action", "'ask' or 'resend'"]),
        ("timing", {"window": "17:00-09:00"}, ["timing.window", "should open before it closes"]),
        ("timing", {"window": "always"}, ["timing.window", "should be hours such as 09:00-17:00, or off"]),
        ("timing", {"window": "25:00-26:00"}, ["timing.window.opens", "hour value is outside"]),
        ("timing", {"window": 9}, ["timing.window", "should be hours"]),
        ("choices", {"shifts": [{"id": "day", "label": "Day"}, {"id": "day", "label": "Days"}]}, ["shifts", "same id"]),
        ("timing", {"hold": "P6D"}, ["timing.hold", "less than or equal to 5 days"]),
        ("retention", {"proof_days": 30}, ["retention.proof_days", "greater than or equal to 365"]),
        ("retention", {"access_log_days": 364}, ["retention.access_log_days", "greater than or equal to 365"]),
        ("invitation", {"valid": "PT1H"}, ["invitation.valid", "greater than or equal to 1 day"]),
        ("consent", {"purposes": []}, ["consent.purposes", "at least 1 item"]),
        ("consent", {"version": "Version 1"}, ["consent.version", "match pattern"]),
        ("choices", {"months": [6, 36]}, ["choices.months.1", "less than or equal to 24"]),
        ("choices", {"default_months": 7}, ["choices", "default_months: should be one of the numbers in months"]),
        ("choices", {"shifts": [{"id": "Day", "label": "Day"}]}, ["choices.shifts.0.id", "match pattern"]),
        ("timings", {"hold": "PT1H"}, ["timings", "Extra inputs are not permitted"]),
    ],
)
def test_a_mistake_is_named_by_its_field(section: str, changes: dict[str, Any], told: list[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        policy(**{section: changes})
    message = str(caught.value)
    assert all(words in message for words in told), message


@pytest.mark.parametrize("section", ["brand", "sender", "timing", "consent", "choices"])
def test_a_missing_section_is_named(section: str) -> None:
    values = {name: value for name, value in company_values().items() if name != section}
    with pytest.raises(ValidationError, match=rf"{section}\n  Field required"):
        check_company(values)
