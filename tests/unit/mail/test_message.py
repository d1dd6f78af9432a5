"""A mail as bytes: its headers, and that nothing gets into them that does not belong."""

import email
import email.policy
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.personal_data import EmailAddress
from tests.builders import REF, mail

HEADERS = "From To Reply-To Subject Message-ID Auto-Submitted MIME-Version Content-Language Content-Type".split()  # noqa: SIM905


def parsed(**overrides: Any) -> EmailMessage:
    message = email.message_from_bytes(mail(**overrides).raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def test_a_mail_has_these_headers_and_no_others() -> None:
    message = parsed()
    assert message.keys() == HEADERS
    assert str(message["From"]) == "Acme Logistics Hiring <hiring@acme.example>"
    assert str(message["To"]) == "sam@example.com"
    assert str(message["Reply-To"]) == "dana@acme.example"
    assert str(message["Subject"]) == "Your application for Warehouse Associate at Acme Logistics"
    assert str(message["Message-ID"]) == f"<{REF}@acme.example>"
    assert str(message["Auto-Submitted"]) == "auto-generated"
    assert str(message["Content-Language"]) == "en"


def test_a_mail_that_can_be_unsubscribed_from_with_one_click_says_so_in_two_headers() -> None:
    address = f"https://{'a' * 60}.cloudfront.example/api/unsubscribe/{'t' * 48}"
    sent = mail(unsubscribe_url=address)
    # As bytes: some mail programs read them without decoding anything.
    lines = sent.raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert lines.count(f"List-Unsubscribe: <{address}>,".encode()) == 1
    assert lines.count(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click") == 1
    assert sent.text_sha256 == mail().text_sha256
    assert set(parsed(unsubscribe_url=address).keys()) == {*HEADERS, "List-Unsubscribe", "List-Unsubscribe-Post"}


@pytest.mark.parametrize(
    "address",
    [
        "sam@example.com",
        "o'brien+jobs@mail.example.co.uk",
        "{a|b}/c=d?e~f_g-h!i#j$k%l&m*n^o`p@example.com",
        "x@xn--bcher-kva.example",
        f"{'s' * 58}@example.com.example",
        f"{'s' * 64}@{'d' * 60}.{'e' * 60}.example",
        *(f"{'s' * length}@example.example" for length in range(54, 64)),
    ],
)
def test_the_recipient_is_written_as_the_standard_library_writes_it(address: str) -> None:
    written = SMTP.fold_binary(*SMTP.header_store_parse("To", address))
    sent = mail(to=EmailAddress(address))
    assert sent.raw.count(b"\r\n" + written) == 1
    assert str(parsed(to=EmailAddress(address))["To"]) == address


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/\r\nBcc: x@y.example",
        "https://a.example/x y",
        "https://a.example/>",
        "https://ä.example/",
        "mailto:a@b.example",
        "https://a.example/" + "x" * 900,
    ],
)
def test_an_address_that_would_break_the_header_is_an_error(address: str) -> None:
    with pytest.raises(ValueError, match="header"):
        mail(unsubscribe_url=address)


def test_a_mail_has_a_text_and_an_html_part_and_no_attachment() -> None:
    message = parsed(text="Grüße, Sam\n", html="<p>Grüße, Sam</p>")
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert (text.get_content(), html.get_content()) == ("Grüße, Sam\r\n", "<p>Grüße, Sam</p>\r\n")


def test_lines_end_as_rfc_5322_says_and_are_ascii() -> None:
    sent = mail(text="Grüße 🙂\n" * 50, html="ü" * 5000, subject="Søren").raw
    assert sent.replace(b"\r\n", b"").count(b"\n") == 0
    assert sent.isascii()
    assert max(map(len, sent.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "subject",
    [
        "Your application for Préparateur de commandes at Acme",
        "求人への応募について",
        "🙂" * 60,
        "é" * 250,
        "x" * 300,
        "a long subject with spaces " * 10,
        'Quotes " and \\ and <angles>, commas; colons: (brackets)',
    ],
)
def test_a_subject_decodes_back(subject: str) -> None:
    assert str(parsed(subject=subject.strip())["Subject"]) == subject.strip()


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=200))
def test_any_visible_subject_decodes_back(subject: str) -> None:
    if "=?" not in subject:
        assert str(parsed(subject=subject)["Subject"]) == subject


@pytest.mark.parametrize("name", ["Acmé", 'A "quoted" name', "A, B <x@evil.example>", "求人", "Acme (Guelph); Ltd."])
def test_a_senders_name_decodes_back(name: str) -> None:
    sender = parsed(sender_name=name)["From"].addresses
    assert [(address.display_name, address.addr_spec) for address in sender] == [(name, "hiring@acme.example")]


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n", "\n "])
@pytest.mark.parametrize("field", ["subject", "sender_name"])
def test_a_line_break_in_a_header_is_an_error_and_never_a_header(field: str, break_: str) -> None:
    with pytest.raises(ValueError, match=r"newline|linefeed|CR and LF|invalid"):
        mail(**{field: f"a{break_}Bcc: max@example.com"})


_atoms = st.text("abcXYZ019!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=30)
_labels = st.text("abcxyz019", min_size=1, max_size=60)


def _is_address(text: str) -> bool:
    try:
        EmailAddress(text)
    except ValueError:
        return False
    return True


addresses = (
    st.tuples(st.lists(_atoms, min_size=1, max_size=3).map(".".join), st.lists(_labels, min_size=1, max_size=3))
    .map(lambda parts: f"{parts[0]}@{'.'.join(parts[1])}.example")
    .filter(_is_address)
)


@given(addresses)
def test_a_mail_goes_to_exactly_one_address(address: str) -> None:
    message = parsed(to=EmailAddress(address))
    assert [to.addr_spec for to in message["To"].addresses] == [address]
    assert len(message.get_all("To", [])) == 1


def test_the_proof_covers_subject_text_and_html() -> None:
    proofs = {mail(**change).text_sha256 for change in ({}, {"subject": "x"}, {"text": "x"}, {"html": "x"})}
    assert len(proofs) == 4
    assert mail().text_sha256 == mail().text_sha256


def test_a_mail_does_not_print_what_it_says() -> None:
    shown = repr(mail(text="Dear Zoltan", html="<p>Dear Zoltan</p>", to=EmailAddress("zoltan@example.com")))
    assert "zoltan" not in shown.casefold()
    assert "unsubscribe" not in repr(mail(unsubscribe_url="https://a.example/api/unsubscribe/x"))


@pytest.mark.parametrize(
    ("text", "encoding"), [("Hello Sam,\nyes\n", "quoted-printable"), ("求人への\n応募\n" * 9, "base64")]
)
def test_a_part_is_encoded_as_its_script_wants_it_and_keeps_its_lines(text: str, encoding: str) -> None:
    message = parsed(text=text)
    part, _ = message.iter_parts()
    assert isinstance(part, EmailMessage)
    assert part["Content-Transfer-Encoding"] == encoding
    assert part.get_content() == text.replace("\n", "\r\n")
