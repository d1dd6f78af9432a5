"""The texts that candidates read, in each offered language: what is missing or wrong is named with its line."""

import re
from copy import deepcopy
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from functions.domain.employers.employers import Employer
from functions.domain.employers.language import Language
from ops.deploy.company_file import COMPANY_FILE, check_company
from ops.deploy.company_mistakes import mistakes
from ops.deploy.employers import employers
from ops.terminal.failure import Failure
from tests.builders import Json, company_values

TEXT = COMPANY_FILE.read_text("utf-8")


def with_own(**own: Any) -> Json:
    """The file with more settings of its own for the other employer."""
    values = company_values()
    values["employers"]["harbour"] |= own
    return values


def harbour(**own: Any) -> Employer:
    return check_company(with_own(**own)).get("harbour")


def wrong(values: Json, employer: str = "") -> list[str]:
    with pytest.raises(ValidationError) as told:
        check_company(values).get(employer)
    return [str(mistake) for mistake in mistakes(told.value)]


@pytest.mark.parametrize("language", get_args(Language))
def test_whoever_is_offered_a_language_reads_everything_in_it(language: str) -> None:
    first, other = check_company(company_values()).every()
    for employer, name in ((first, "Acme Logistics"), (other, "Harbour Foods")):
        shown, original = employer.policy_in(language), employer.policy
        texts = [shown.consent.intro, *(one.text for one in shown.consent.purposes)]
        texts += [one.text for one in shown.agencies]
        assert all(name in text and "{" not in text for text in texts)
        assert shown.consent.language == {"en-CA": "en", "en-US": "en"}.get(language, language)
        if shown.consent.language != "en":
            assert not set(texts) & {original.consent.intro, *(one.text for one in original.agencies)}
            assert shown.consent.sha256(shown.agencies) != original.consent.sha256(original.agencies)
        assert shown.choices.languages == original.choices.languages


def test_a_region_says_what_its_language_says_where_it_says_nothing_else() -> None:
    first = check_company(company_values()).default
    french, canadian = (first.policy_in(tag).choices for tag in ("fr", "fr-CA"))
    assert french.channels[0].label != canadian.channels[0].label
    assert french.shifts[0] == canadian.shifts[0]


def test_no_text_is_in_a_language_that_nothing_is_written_in() -> None:
    with pytest.raises(KeyError):
        check_company(company_values()).default.policy_in("it")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (
            'choices.shifts.night = "Noc"\n',
            "",
            'choices.shifts.day = "Dzie',
            "translations.pl.choices.shifts.night: is missing",
        ),
        (
            'choices.shifts.night = "Noc"',
            'choices.shifts.nigth = "Noc"',
            "choices.shifts.nigth",
            "translations.pl.choices.shifts.nigth: translates nothing: there is no such id; did you mean night?",
        ),
        ('= "Noc"', '= ""', 'choices.shifts.night = ""', "translations.pl.choices.shifts.night: is empty"),
        ('= "Noc"', '= " "', 'choices.shifts.night = " "', "translations.pl.choices.shifts.night: is empty"),
        (
            "przechowuje firma {employer}",
            "przechowuje firma {company}",
            'consent = "To Ty',
            "translations.pl.consent: should have no braces but those of {employer}",
        ),
        ("[translations.pl]", "[translations.it]", "offered = [", "languages.offered: has pl, but there is no"),
        (
            "[translations.pl]",
            "[translations.it]",
            "[translations.it]",
            "translations.it: is no language of",
        ),
        (
            "[translations.pl]",
            "[translations.en]",
            "[translations.en]",
            "translations.en: is the language that",
        ),
        ("[translations.pl]", "[translation.pl]", "[translation.pl]", "translation: no such setting; did you mean"),
        (
            'choices.shifts.night = "Noc"',
            'choices.languages.en = "angielski"',
            "choices.languages.en",
            "translations.pl.choices.languages: no such setting; a language is called by its own name in all of them",
        ),
        (
            'Numer jej licencji w Ontario: {licence}, ostatnio sprawdzony: {licence_checked_on}."\nagencies.bright',
            'Ma licencję."\nagencies.bright',
            "Ma licencję",
            "translations.pl.agencies.northstaff: should have {licence_checked_on} and {licence}",
        ),
        (
            'licence = "THA-0000001"\n',
            "",
            "[[agencies]]",
            "agencies, entry 1, licence: is missing: the law of CA-ON asks agencies for a licence",
        ),
        (
            'licence = "THA-0000001"\nlicence_checked_on = 2026-11-02\n',
            'licence = "THA-0000001"\n',
            "[[agencies]]",
            "agencies, entry 1, licence_checked_on: is missing: the law of CA-ON asks",
        ),
        (
            'Its Ontario licence is {licence}, last checked on {licence_checked_on}."\n\n[[agencies]]',
            'It is licensed."\n\n[[agencies]]',
            'text = "{employer} may share',
            "agencies, entry 1, text: should say {licence}, which is filled in from the setting",
        ),
    ],
)
def test_a_mistake_in_a_text_is_told_with_its_line(old: str, new: str, line: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "company.toml"
    assert TEXT.count(old) == 1
    path.write_text(TEXT.replace(old, new), "utf-8")
    with pytest.raises(Failure) as told:
        employers(path)
    lines = path.read_text("utf-8").splitlines()
    at = 1 + next(number for number, found in enumerate(lines) if line in found and not found.startswith("#"))
    assert f"\n  {path}:{at}: {says}" in told.value.problem


def test_a_text_that_is_missing_in_a_language_and_its_regions_is_told_once() -> None:
    values = company_values()
    del values["translations"]["pt"]["choices"]["hours"]["temporary"]
    assert wrong(values) == [
        "translations.pt.choices.hours.temporary: is missing, because languages.offered has this language"
    ]


def test_a_language_that_is_not_offered_needs_no_texts() -> None:
    values = company_values(languages={"default": "en", "offered": ["en"]}) | {"translations": {}, "employers": {}}
    assert list(check_company(values).default.translations) == []


def test_another_employers_own_text_is_not_told_in_the_translation_of_the_firsts() -> None:
    values = with_own(consent={"intro": "Harbour keeps what you write."})
    found = wrong(values, "harbour")
    assert "translations.pl.consent: is missing, because languages.offered has this language" in found
    assert len(found) == len({line.split(".")[1] for line in found})


def test_another_employer_may_translate_a_text_in_its_own_words() -> None:
    offered: Json = {"default": "en", "offered": ["en", "pl"]}
    own = harbour(
        languages=offered,
        consent={"intro": "Harbour keeps what you write."},
        translations={"pl": {"consent": "{employer} przechowuje Twoje odpowiedzi."}},
    )
    assert own.policy_in("pl").consent.intro == "Harbour Foods przechowuje Twoje odpowiedzi."
    assert "Harbour Foods może" in own.policy_in("pl").consent.purposes[0].text
    assert list(own.translations) == ["pl"]


def test_another_employer_in_another_language_has_the_firsts_translations_as_its_texts() -> None:
    first = check_company(company_values()).default
    own = harbour(consent={"language": "fr"}, languages={"default": "fr", "offered": ["fr", "en"]})
    assert own.policy.consent.language == "fr"
    assert own.policy.choices == first.policy_in("fr").choices
    assert own.policy_in("en").choices == first.policy.choices


def test_an_id_of_the_first_that_another_employer_does_not_have_is_no_mistake() -> None:
    assert harbour(agencies=[]).policy_in("pl").agencies == []


def test_outside_ontario_an_agency_needs_no_licence() -> None:
    values = company_values()
    bare = {"id": "northstaff", "name": "NorthStaff Inc.", "text": "{employer} may share with NorthStaff Inc."}
    english: Json = {"translations": {}, "employers": {}, "languages": {"default": "en", "offered": ["en"]}}
    values |= {"agencies": [bare], **english}
    quebec = deepcopy(values)
    quebec["agencies"][0]["region"] = "CA-QC"
    assert check_company(quebec).default.policy.agencies[0].licence is None
    values["brand"]["region"] = "CA"
    assert check_company(values).default.policy.agencies[0].licence is None
    values["agencies"][0]["region"] = "CA-ON"
    assert all("CA-ON" in line for line in wrong(values))


def test_the_day_of_the_check_is_written_as_the_language_writes_it() -> None:
    first = check_company(company_values()).default
    texts = {tag: first.policy_in(tag).agencies[0].text for tag in ("en", "de", "pl")}
    assert "THA-0000001, last checked on 2 November 2026." in texts["en"]
    assert "2. November 2026" in texts["de"]
    assert re.search(r"2 listopada 2026 r\.$", texts["pl"])
