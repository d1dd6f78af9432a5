"""The checked settings as plain JSON: nothing is lost on the way, and nothing is checked again."""

import json
from typing import Any

import pytest

from functions.domain.employers.employers import Employers
from functions.domain.employers.employers_json import read_employers, write_employers
from functions.domain.employers.texts_json import texts_file, write_texts
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


def stored(checked: Employers) -> dict[str, str]:
    """The files with the texts in other languages."""
    return {
        texts_file(employer.id, language): write_texts(texts)
        for employer in checked.every()
        for language, texts in employer.translations.items()
    }


def no_file(name: str) -> str:
    raise AssertionError(f"{name} was read")


@pytest.mark.parametrize("settings", SETTINGS)
def test_what_was_checked_reads_back_as_it_was(settings: dict[str, Any]) -> None:
    checked = employers(**settings)
    read = read_employers(write_employers(checked), stored(checked).__getitem__)
    assert read.every() == checked.every()
    assert list(read.others) == ["harbour"]
    assert read.of("/ats/example/harbour") == checked.get("harbour")
    assert read.of("/ats/example/acme") == read.default == checked.default


def test_an_employer_is_not_read_before_it_is_asked_for() -> None:
    written = json.loads(write_employers(employers()))
    written["harbour"]["policy"] = None
    read = read_employers(json.dumps(written), no_file)
    assert (read.default.id, read.id_of("/ats/example/harbour")) == ("", "harbour")
    with pytest.raises(TypeError):
        read.get("harbour")


def test_a_language_is_not_read_before_it_is_asked_for_and_then_once() -> None:
    checked, names = employers(), list[str]()
    files = stored(checked)

    def read_file(name: str) -> str:
        names.append(name)
        return files[name]

    harbour = read_employers(write_employers(checked), read_file).get("harbour")
    assert list(harbour.translations) == ["de", "es", "fr", "fr-CA", "pl", "pt", "pt-PT"]
    assert harbour.policy_in("en-CA") == harbour.policy
    assert names == []
    polish = [harbour.policy_in("pl") for _ in range(2)]
    assert polish == [checked.get("harbour").policy_in("pl")] * 2
    assert names == ["harbour.pl.json"]


def test_an_employer_that_is_not_there_is_no_employer() -> None:
    with pytest.raises(KeyError):
        read_employers(write_employers(employers()), no_file).get("pier")


def test_an_address_does_not_print_itself_after_it_was_read() -> None:
    read = read_employers(write_employers(employers()), no_file)
    assert "hiring@acme.example" not in repr(read.default)
    assert read.default.policy.sender.email.reveal() == "hiring@acme.example"
