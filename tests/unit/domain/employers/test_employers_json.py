"""The checked settings as plain JSON: nothing is lost on the way, and nothing is checked again."""

import json
from typing import Any

import pytest

from functions.domain.employers.employers_json import read_employers, write_employers
from tests.builders import employers

# One value at least of each kind that a setting can have, and each setting that can be left out both ways.
SETTINGS: list[dict[str, Any]] = [
    {},
    {
        "timing": {
            "hold": "PT1H30M",
            "window": "off",
            "observe_holidays": False,
            "stale_after": "P7DT1S",
            "hired_for": "P14D",
        }
    },
    {"timing": {"window": "08:30-16:45"}, "brand": {"region": None, "time_zone": "Asia/Kathmandu", "name": "Żółć AG"}},
    {
        "brake": {"old_after": "P2DT3H", "old_share": 0.25},
        "invitation": {"valid": "P45D"},
        "doubt": {"action": "resend"},
    },
    {"sender": {"signature": "Acme", "reply_to": "company"}, "languages": {"default": "fr", "offered": ["fr"]}},
    {"choices": {"shifts": [], "months": [3], "default_months": 3}, "retention": {"proof_days": 400}},
]


@pytest.mark.parametrize("settings", SETTINGS)
def test_what_was_checked_reads_back_as_it_was(settings: dict[str, Any]) -> None:
    checked = employers(**settings)
    read = read_employers(write_employers(checked))
    assert read.every() == checked.every()
    assert list(read.others) == ["harbour"]
    assert read.of("/ats/example/harbour") == checked.get("harbour")
    assert read.of("/ats/example/acme") == read.default == checked.default


def test_an_employer_is_not_read_before_it_is_asked_for() -> None:
    written = json.loads(write_employers(employers()))
    written["harbour"]["policy"] = None
    read = read_employers(json.dumps(written))
    assert (read.default.id, read.id_of("/ats/example/harbour")) == ("", "harbour")
    with pytest.raises(TypeError):
        read.get("harbour")


def test_an_employer_that_is_not_there_is_no_employer() -> None:
    with pytest.raises(KeyError):
        read_employers(write_employers(employers())).get("pier")


def test_an_address_does_not_print_itself_after_it_was_read() -> None:
    read = read_employers(write_employers(employers()))
    assert "hiring@acme.example" not in repr(read.default)
    assert read.default.policy.sender.email.reveal() == "hiring@acme.example"
