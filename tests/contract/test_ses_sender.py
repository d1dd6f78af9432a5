"""A mail through SES v2, as moto takes it."""

import email
import email.policy

import pytest

from functions.delivery.ports import Mailer
from functions.domain.errors import Refused
from functions.domain.personal_data import EmailAddress
from functions.mail.ses_sender import SesSender
from tests.builders import REF, mail
from tests.fakes.mailer import FakeMailer
from tests.notify_stack import GROUP, NotifyStack


class TestMailer:
    @pytest.fixture(params=["fake", "moto"])
    def mailer(self, request: pytest.FixtureRequest) -> Mailer:
        return FakeMailer() if request.param == "fake" else SesSender(request.getfixturevalue("stack").ses, GROUP)

    def test_every_accepted_mail_has_a_message_id_of_its_own(self, mailer: Mailer) -> None:
        first, second = mailer.send(mail(), "claim-1"), mailer.send(mail(identifier=str(REF.next())), "claim-2")
        assert first
        assert second
        assert first != second


def test_the_bytes_that_ses_gets_are_the_mails(stack: NotifyStack) -> None:
    SesSender(stack.ses, GROUP).send(mail(text="Hello Søren,\n"))
    (sent,) = stack.mails()
    message = email.message_from_string(sent.raw_data, policy=email.policy.default)
    assert set(sent.destinations) == {"sam@example.com"}
    assert sent.source == "hiring@acme.example"
    assert message["To"] == "sam@example.com"
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().splitlines() == ["Hello Søren,"]


def test_a_sender_that_is_not_verified_is_refused(stack: NotifyStack) -> None:
    with pytest.raises(Refused, match="MessageRejected"):
        SesSender(stack.ses, GROUP).send(mail(sender=EmailAddress("hiring@other.example")))
    assert stack.mails() == []
