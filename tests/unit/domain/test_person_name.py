"""A name from an ATS is shown only where it looks like one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.personal_data import EmailAddress, PersonName, greeting_name


@pytest.mark.parametrize(
    "name",
    [
        "Sam",
        "Søren",
        "O'Brien",
        "O’Brien",
        "Jean-Luc",
        "Mary Ann",
        "J.",
        "Martin Luther King Jr.",
        "Nuñez",
        "Đặng Thị",
        "王小明",
        "山田 太郎",
        "マリア・ルイサ",
        "Ольга",
        "Ελένη",
        "محمد",
        "علی\u200cرضا",
        "प्रिया",
        "क्\u200dष",
        "เบนจามิน",
        "יוסי",
        "김민준",
        "Gal·la",
        "Mkhitʼar",
        "X",
        "Nada",
        "Nil",
        "Pan",
        "Rien",
        "Anna Null",
        "Candida",
    ],
)
def test_names_of_all_scripts_are_shown(name: str) -> None:
    assert PersonName(name).presentable() == unicodedata.normalize("NFC", name)


def test_white_space_is_folded_and_accents_are_composed() -> None:
    assert PersonName("  Mary\t\n Ann ").presentable() == "Mary Ann"
    assert PersonName("Jose\u0301").presentable() == "José"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "{{first_name}}",
        "{first_name}",
        "$FIRST_NAME",
        "%FNAME%",
        "[First Name]",
        "<first>",
        "first_name",
        "First Name",
        "NULL",
        "none",
        "undefined",
        "Candidate",
        "Test",
        "n/a",
        "-",
        "'",
        "...",
        "123",
        "Sam2",
        "sam@example.com",
        "Sam & Max",
        "Sam\0Max",
        "Sam\u202e",
        "Sam\u200b",
        "https://evil.example",
        "Click here!",
        "🙂",
        "S" * 41,
        "Visit evil.com now",
        "null null",
        "first-name",
        "FNAME",
        "No Name",
        "TBD",
        "\u3164",
        "S" + "\u0301" * 9,
        "Vorname",
        "Vorname Nachname",
        "Vor- und Nachname",
        "Prénom",
        "PRENOM NOM",
        "Nom de famille",
        "Nombre",
        "Imię i nazwisko",
        "Primeiro nome",
        "Anonymized",
        "Anonymisiert",
        "Supprimé",
        "Usuário Anônimo",
        "Applicant A",
        "Keine Angabe",
        "Null",
    ],
)
def test_what_does_not_look_like_a_name_is_not_shown(name: str) -> None:
    assert PersonName(name).presentable() is None


@given(st.text(max_size=60))
def test_whatever_is_shown_is_one_short_line_of_letters(text: str) -> None:
    shown = PersonName(text).presentable()
    if shown is not None:
        assert 1 <= len(shown) <= 40
        assert not set(shown) & set('\r\n\t\0<>&"{}@=?/:;_,')
        assert any(character.isalpha() for character in shown)


def test_a_name_that_was_escaped_on_its_way_is_shown_as_it_is() -> None:
    assert PersonName("O&#39;Brien").presentable() == "O'Brien"
    assert PersonName("Zo&euml;").presentable() == "Zoë"


@pytest.mark.parametrize(
    ("name", "address", "shown"),
    [
        ("sokafor", "sokafor@example.com", None),
        ("sam-okafor", "sam-okafor@example.com", None),
        ("Sam", "sam@example.com", "Sam"),
        ("Sam", "Sam@example.com", "Sam"),
        ("sam", "s.okafor@example.com", "sam"),
        (None, "sam@example.com", None),
    ],
)
def test_the_mailboxs_name_is_no_name(name: str | None, address: str, shown: str | None) -> None:
    assert greeting_name(PersonName(name) if name else None, EmailAddress(address)) == shown
