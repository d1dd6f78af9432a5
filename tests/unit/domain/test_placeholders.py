"""What a program left in place of a text, told from what people write."""

import re
from typing import get_args

import pytest

from functions.domain.employers.language import Language
from functions.domain.placeholders import has_placeholder
from functions.domain.word_lists import groups_of, word_list


@pytest.mark.parametrize(
    "text",
    [
        "{{job.title}}",
        "Your {{job_ti",
        "{% if x %}",
        "${position}",
        "#{job}",
        "{$title}",
        "{!Job.Title__c}",
        "@{title}",
        "<%= title %>",
        "<?= $title ?>",
        "[[job_title]]",
        "%%job_title%%",
        "%%[SET @x]%%",
        "*|JOB|*",
        "%(title)s",
        "%{title}",
        "%<title>s",
        "{0}",
        "Dear %s",
        "Dear %1$s",
        "%JOB_TITLE%",
        "$JOB_TITLE$",
        "Dear ____",
        "{jobTitle}",
        "{Candidate.FirstName}",
        "[Candidate Name]",
        "[Insert name here]",
        "<job title>",
        "<<First Name>>",
        "«Prénom»",
        "#firstname#",
        "[#first name#]",
        "###NAME###",
        "__first_name__",
        "|first name|",
        "~company~",
        "$first_name",
        "$title",
        "@Model.Title",
        "[Name des Bewerbers]",
        "{vorname}",
        "[Nombre del candidato]",
        "[Intitulé du poste]",
        "[Imię i nazwisko]",
        "{nome_do_candidato}",
    ],
)
def test_a_placeholder_of_any_template_language_is_noticed(text: str) -> None:
    assert has_placeholder(text)
    assert has_placeholder(f"Thank you, {text}")


@pytest.mark.parametrize(
    "text",
    [
        "Welder [Night Shift]",
        "Sachbearbeiter [m/w/d]",
        "Developer {Guelph}",
        "Driver [DE]",
        "Driver $22/hr, $500 bonus",
        "C# / F# developer",
        "#1 team, #2 site",
        "10 % Skonto und 5% Bonus",
        "100% remote",
        "5 < 6 and 7 > 2",
        "I <3 it",
        "Java <> Kotlin",
        "« Bonne chance » «Bravo»",
        "A$AP",
        "a|b|c",
        "~ 40 hours ~",
        "Write to dana@name.example",
        "Assistant @ Night",
        "Agent [Phone/Email]",
        "Engineer [Data]",
        "Clerk (name on file)",
        "snake_case_names and __init__",
    ],
)
def test_what_people_write_between_brackets_is_none(text: str) -> None:
    assert not has_placeholder(text)


@pytest.mark.parametrize("name", ["nothing", "nobody", "field"])
def test_each_list_has_words_of_every_language_that_we_write(name: str) -> None:
    written = {language.partition("-")[0] for language in get_args(Language)}
    assert written <= groups_of(name)


@pytest.mark.parametrize("name", ["nothing", "nobody", "field", "no_reply", "domain_ends"])
def test_a_list_is_clean(name: str) -> None:
    words = word_list(name) - word_list("nothing", "code")
    assert words
    assert [word for word in words if word != word.casefold() or word != word.strip()] == []
    assert [word for word in words if not re.search(r"\w", word)] == []
