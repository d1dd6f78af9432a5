"""What each answer of SES means for the one attempt: not sent, or nobody knows."""

import boto3
import botocore.session
import pytest
from botocore.exceptions import (
    BotoCoreError,
    ConnectionClosedError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    ProxyConnectionError,
    ReadTimeoutError,
    ResponseStreamingError,
    SSLError,
)
from botocore.parsers import ResponseParserError
from botocore.stub import Stubber

from functions.domain.errors import KindRegardsError, Refused, Stopped, Throttled, Transient, Unsure
from functions.mail.ses_sender import SesSender
from functions.runtime import aws
from tests.builders import REF, mail

# Every error that SES's own model names for SendEmail.
MODELLED: dict[str, tuple[int, type[KindRegardsError]]] = {
    "TooManyRequestsException": (429, Throttled),
    "LimitExceededException": (400, Throttled),
    "AccountSuspendedException": (400, Stopped),
    "SendingPausedException": (400, Stopped),
    "MailFromDomainNotVerifiedException": (400, Stopped),
    "NotFoundException": (404, Stopped),
    "MessageRejected": (400, Refused),
    "BadRequestException": (400, Refused),
}
COMMON: dict[str, tuple[int, type[KindRegardsError]]] = {
    "ThrottlingException": (400, Throttled),
    "AccessDeniedException": (400, Stopped),
    "NotAuthorized": (400, Stopped),
    "RequestExpired": (400, Stopped),
    "IncompleteSignature": (400, Stopped),
    "ExpiredTokenException": (403, Stopped),
    "InvalidClientTokenId": (403, Stopped),
    "InvalidSignatureException": (403, Stopped),
    "UnrecognizedClientException": (403, Stopped),
    "SomethingNew": (429, Throttled),
    "RequestTimeout": (408, Transient),
    "ValidationError": (400, Refused),
    "InternalFailure": (500, Unsure),
    "ServiceUnavailable": (503, Unsure),
    "ThrottlingException at a gateway": (503, Unsure),
    "": (502, Unsure),
}
URL = "https://email.eu-west-1.amazonaws.com"
NOT_SENT: list[BotoCoreError] = [
    ConnectTimeoutError(endpoint_url=URL),
    EndpointConnectionError(endpoint_url=URL),
    ProxyConnectionError(proxy_url=URL),
    NoCredentialsError(),
    CredentialRetrievalError(provider="x", error_msg="x"),
]
NOBODY_KNOWS: list[Exception] = [
    ReadTimeoutError(endpoint_url=URL),
    ConnectionClosedError(endpoint_url=URL),
    ResponseStreamingError(error="x"),
    HTTPClientError(error="x"),
    SSLError(endpoint_url=URL, error=OSError("x")),
    ResponseParserError("x"),
]


class BrokenClient:
    """Raises instead of sending."""

    def __init__(self, error: Exception) -> None:
        self.error, self.calls = error, 0

    def send_email(self, **request: object) -> None:
        self.calls += 1
        raise self.error


def answered(code: str, status: int, message: str = "To sam@example.com") -> KindRegardsError:
    ses = boto3.client("sesv2", region_name="eu-west-1")
    with Stubber(ses) as stub:
        stub.add_client_error("send_email", code, message, http_status_code=status)
        with pytest.raises(KindRegardsError) as caught:
            SesSender(ses, "notices").send(mail())
    return caught.value


def test_every_error_of_the_service_model_is_mapped_on_purpose() -> None:
    operation = botocore.session.get_session().get_service_model("sesv2").operation_model("SendEmail")
    assert {shape.name for shape in operation.error_shapes} == set(MODELLED)


@pytest.mark.parametrize(("code", "status", "meaning"), [(c, *m) for c, m in (MODELLED | COMMON).items()])
def test_an_answer_says_what_to_do(code: str, status: int, meaning: type[KindRegardsError]) -> None:
    error = answered(code, status)
    assert type(error) is meaning
    assert str(error) == code


def test_a_domain_that_is_not_verified_yet_is_our_trouble_and_not_the_mails() -> None:
    message = (
        "Email address is not verified. The following identities failed the check in region EU-WEST-1: acme.example"
    )
    assert type(answered("MessageRejected", 400, message)) is Stopped


@pytest.mark.parametrize("code", ["ThrottlingException", "LimitExceededException", "TooManyRequestsException"])
def test_a_rate_is_exceeded_for_seconds_and_a_daily_quota_for_hours(code: str) -> None:
    assert type(answered(code, 400, "Maximum sending rate exceeded.")) is Throttled
    assert type(answered(code, 400, "Daily message quota exceeded.")) is Stopped


@pytest.mark.parametrize("error", NOT_SENT, ids=lambda error: type(error).__name__)
def test_what_never_reached_ses_was_not_sent(error: BotoCoreError) -> None:
    with pytest.raises(Transient):
        SesSender(BrokenClient(error), "notices").send(mail())  # type: ignore[arg-type]


@pytest.mark.parametrize("error", NOBODY_KNOWS, ids=lambda error: type(error).__name__)
def test_where_the_answer_is_missing_or_garbled_nobody_knows(error: Exception) -> None:
    client = BrokenClient(error)
    with pytest.raises(Unsure, match=type(error).__name__):
        SesSender(client, "notices").send(mail())  # type: ignore[arg-type]
    assert client.calls == 1


def test_the_client_makes_one_attempt_and_waits_long_enough_for_the_answer() -> None:
    config = aws.ses().meta.config
    assert config.retries["total_max_attempts"] == 1  # type: ignore[attr-defined]
    assert config.read_timeout >= 10  # type: ignore[attr-defined]


def test_an_accepted_mail_has_a_message_id_and_the_notices_key_as_a_tag() -> None:
    ses = boto3.client("sesv2", region_name="eu-west-1")
    expected = {
        "FromEmailAddress": "hiring@acme.example",
        "Destination": {"ToAddresses": ["sam@example.com"]},
        "Content": _AnyContent(),
        "ConfigurationSetName": "notices",
        "EmailTags": [{"Name": "notice", "Value": str(REF)}, {"Name": "template", "Value": "en-1"}],
    }
    with Stubber(ses) as stub:
        stub.add_response("send_email", {"MessageId": "ses-1"}, expected_params=expected)
        assert SesSender(ses, "notices").send(mail()) == "ses-1"


@pytest.mark.parametrize(("kind", "identifier"), [("notice", str(REF)), ("letter", "0" * 32)])
def test_a_mail_is_tagged_with_what_it_is_and_with_its_attempt(kind: str, identifier: str) -> None:
    client = KeepingClient()
    SesSender(client, "notices").send(mail(kind=kind, identifier=identifier), "claim-1")  # type: ignore[arg-type]
    assert client.tags == {kind: identifier, "template": "en-1", "attempt": "claim-1"}


class KeepingClient:
    """Keeps the tags of the last mail."""

    def __init__(self) -> None:
        self.tags: dict[str, str] = {}

    def send_email(self, *, EmailTags: list[dict[str, str]], **_request: object) -> dict[str, str]:  # noqa: N803
        self.tags = {tag["Name"]: tag["Value"] for tag in EmailTags}
        return {"MessageId": "ses-1"}


class _AnyContent:
    """Equal to every raw content: the boundary between its parts is random."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and other["Raw"]["Data"].startswith(b"From: Acme")

    __hash__ = None  # type: ignore[assignment]
