"""Values that carry personal data never print themselves."""

import logging
import pprint
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from functions.domain.personal_data import EmailAddress, Personal, PersonName, one_line

SEED = "zoltan.quux@example.com"
HIDDEN = [Personal(SEED), EmailAddress(SEED), PersonName(SEED)]
WAYS: list[Callable[[object], str]] = [
    repr,
    str,
    ascii,
    pprint.pformat,
    "{}".format,
    "{!r}".format,
    "%s".__mod__,
    "%r".__mod__,
    lambda value: f"{value}",
    lambda value: f"{value!s} {value!r} {value:}",
    lambda value: f"{[value]} {(value,)} { {'to': value} }",
    lambda value: str(ValueError(value)),
    lambda value: logging.LogRecord("x", logging.INFO, "x", 1, "to %s", (value,), None).getMessage(),
]


class Letter(BaseModel):
    to: EmailAddress
    name: PersonName | None = None


@dataclass
class Envelope:
    to: EmailAddress


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("value", HIDDEN, ids=lambda value: type(value).__name__)
def test_a_value_never_prints_itself(value: Personal, way: Callable[[object], str]) -> None:
    printed = way(value)
    assert "quux" not in printed
    assert type(value).__name__ in printed


def test_reveal_is_the_way_out() -> None:
    assert [value.reveal() for value in HIDDEN] == [SEED] * 3


def test_models_and_dataclasses_do_not_print_it() -> None:
    letter = Letter(to=EmailAddress(SEED), name=PersonName(SEED))
    assert "quux" not in f"{letter} {letter!r} {Envelope(EmailAddress(SEED))!r}"


def test_serialising_a_model_writes_it_down() -> None:
    letter = Letter(to=EmailAddress(SEED))
    assert Letter.model_validate_json(letter.model_dump_json()) == letter


@pytest.mark.parametrize("raw", ["zoltan.quux", 5, ["zoltan.quux"], None, {"zoltan.quux": 1}])
def test_the_error_of_a_contract_does_not_quote_it(raw: object) -> None:
    class Strict(Letter, hide_input_in_errors=True): ...

    with pytest.raises(ValidationError) as caught:
        Strict.model_validate({"to": raw})
    assert "quux" not in str(caught.value)


def test_equal_means_same_kind_and_same_text() -> None:
    assert PersonName("Sam") == PersonName("Sam")
    assert PersonName("Sam") != PersonName("Max")
    assert PersonName("sam@example.com") != EmailAddress("sam@example.com")
    assert len({PersonName("Sam"), PersonName("Sam")}) == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("sam@example.com", "sam@example.com"),
        ("  sam@example.com\n", "sam@example.com"),
        ("Sam.Okafor+jobs@Example.COM", "Sam.Okafor+jobs@example.com"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("sam@bücher.example", "sam@xn--bcher-kva.example"),
        ("sam@sub.deep.example.co.uk", "sam@sub.deep.example.co.uk"),
        ("sam@xn--p1ai.xn--p1ai", "sam@xn--p1ai.xn--p1ai"),
        ("a" * 64 + "@example.com", "a" * 64 + "@example.com"),
    ],
)
def test_a_deliverable_address_is_kept_in_one_spelling(text: str, kept: str) -> None:
    assert EmailAddress(text).reveal() == kept


@pytest.mark.parametrize(
    ("domain", "kept"),
    [
        ("straße.example", "xn--strae-oqa.example"),
        ("STRAßE.Example", "xn--strae-oqa.example"),
        ("STRAẞE.example", "xn--strae-oqa.example"),
        ("faß.straße.example", "xn--fa-hia.xn--strae-oqa.example"),
        ("Bücher.EXAMPLE", "xn--bcher-kva.example"),
        ("bu\u0308cher.example", "xn--bcher-kva.example"),
        ("όδος.example", "xn--pxawj1b.example"),
        ("例え\u3002example", "xn--r8jz45g.example"),
        ("ｅｘａｍｐｌｅ.com", "example.com"),
        ("xn--strae-oqa.example", "xn--strae-oqa.example"),
        ("XN--Strae-OQA.example", "xn--strae-oqa.example"),
        ("xn--strae-oqa.bücher.example", "xn--strae-oqa.xn--bcher-kva.example"),
    ],
)
def test_an_international_domain_is_kept_as_dns_has_it(domain: str, kept: str) -> None:
    assert EmailAddress(f"sam@{domain}").reveal() == f"sam@{kept}"


def test_a_sharp_s_is_no_double_s() -> None:
    sharp, double = EmailAddress("sam@straße.example"), EmailAddress("sam@strasse.example")
    assert sharp != double
    assert double.reveal() == "sam@strasse.example"


@pytest.mark.parametrize(
    "domain",
    [
        "-ü.example",
        "ü-.example",
        "a..ü.example",
        "ü_b.example",
        "ü.example.",
        "xn--ü.example",
        "ab--ü.example",
        "xn--a.ü.example",
        "\u0301a.example",
        "1אב.example",
        "i❤.example",
        "ü" * 64 + ".example",
        "exämple.1",
        "stra\u00adße.example",
        "stra\u200cße.example",
        "ü\ud800.example",
    ],
)
def test_a_domain_that_dns_cannot_have_is_refused(domain: str) -> None:
    with pytest.raises(PydanticCustomError, match="its domain"):
        EmailAddress(f"sam@{domain}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "sam",
        "sam@",
        "@example.com",
        "sam@example",
        "sam@localhost",
        "sam@example..com",
        "sam@.example.com",
        "sam@-example.com",
        "sam@example.com.",
        "sam@127.0.0.1",
        "sam@[127.0.0.1]",
        "sam@exa mple.com",
        "sam okafor@example.com",
        ".sam@example.com",
        "sam.@example.com",
        "sa..m@example.com",
        '"sam"@example.com',
        "sam@example.com, max@example.com",
        "sam@example.com\nBcc: max@example.com",
        "sam\r\n@example.com",
        "Sam <sam@example.com>",
        "säm@example.com",
        "sam@ex\u00admple.com",
        "sam@ex\u200dmple.com",
        "sam@example.com\0",
        "=?utf-8?q?sam?=@example.com",
        "a" * 65 + "@example.com",
        "sam@" + "a" * 64 + ".example",
        "sam@example." + "a" * 64,
        "sam@" + ".".join(["a" * 60] * 5) + ".example",
    ],
)
def test_what_cannot_be_delivered_to_is_no_address(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        EmailAddress(text)
    assert str(caught.value).startswith("not an email address that can be delivered to: ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("sam", "no @"),
        ("säm@example.com", "its local part is not ASCII"),
        ("sa..m@example.com", "its local part"),
        ("sam@exa mple.com", "its domain"),
        ("sam@mail.acme.invalid", "a domain that is never in the public DNS"),
        ("sam@printer.local", "a domain that is never in the public DNS"),
        ("a" * 65 + "@example.com", "too long"),
    ],
)
def test_it_is_said_why_nothing_can_be_delivered_there(text: str, why: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        EmailAddress(text)
    assert str(caught.value).partition(": ")[2] == why


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a \t\r\n b  ", "a b"),
        ("a\0b\x1b[31mc", "a b [31mc"),
        ("\u202eevil\u2066", "evil"),
        ("a\u2028b\u2029c\u0085d\ufeffe", "a b c d e"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("🙂 née", "🙂 née"),
        ("\u200b", ""),
    ],
)
def test_one_line_keeps_what_people_write_and_nothing_that_steers(text: str, line: str) -> None:
    assert one_line(text) == line


def test_only_an_international_domain_pays_for_the_import() -> None:
    code = (
        "import sys; from functions.domain.personal_data import EmailAddress; EmailAddress('sam@example.com');"
        "print('idna' in sys.modules); EmailAddress('sam@bücher.example'); print('idna' in sys.modules)"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.split() == ["False", "True"]
