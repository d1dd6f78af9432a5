"""The sender of one email through SES, in one attempt."""

from typing import TYPE_CHECKING

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    PartialCredentialsError,
    ProxyConnectionError,
)
from botocore.parsers import ResponseParserError

from functions.domain.errors import KindRegardsError, Refused, Stopped, Throttled, Transient, Unsure
from functions.mail.message import Mail

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import MessageTagTypeDef

_THROTTLING = frozenset({"Throttling", "ThrottlingException", "TooManyRequestsException", "LimitExceededException"})
# The account or the stack cannot send any email, so this email is not at fault.
_STOPPED = frozenset(
    {"AccountSuspendedException", "SendingPausedException", "MailFromDomainNotVerifiedException", "NotFoundException"}
    | {"AccessDeniedException", "IncompleteSignature", "NotAuthorized", "RequestExpired", "ExpiredTokenException"}
    | {"UnrecognizedClientException", "ConfigurationSetDoesNotExist", "ConfigurationSetSendingPausedException"}
    | {"AccountSendingPausedException"}
)
_NOT_CONNECTED = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError)
_NOT_EVEN_TRIED = (CredentialRetrievalError, NoCredentialsError, PartialCredentialsError)

_FORBIDDEN, _TIMED_OUT, _TOO_MANY_REQUESTS, _SERVER_ERROR = 403, 408, 429, 500


class SesSender:
    """The sender through SES v2. Its client makes one attempt: SES has no idempotency token, so a retry sends twice."""

    provider = "SES"

    def __init__(self, ses: "SESV2Client", configuration_set: str) -> None:
        self._ses, self._configuration_set = ses, configuration_set

    def send(self, mail: Mail, attempt: str | None = None) -> str:
        """Send the email and return the SES message id. `attempt` tells SES's events about it from those of another.

        Raises Refused, Throttled, Stopped or Transient where the email was not sent, and Unsure where nobody can know.
        """
        try:
            answer = self._ses.send_email(
                FromEmailAddress=mail.sender.reveal(),
                Destination={"ToAddresses": [mail.to.reveal()]},
                Content={"Raw": {"Data": mail.raw}},
                ConfigurationSetName=self._configuration_set,
                EmailTags=_tags(mail, attempt),
            )
        except ClientError as err:
            raise _error_of(err) from err
        except (*_NOT_CONNECTED, *_NOT_EVEN_TRIED) as err:
            raise Transient(type(err).__name__) from err
        except (BotoCoreError, ResponseParserError) as err:
            raise Unsure(type(err).__name__) from err
        return answer["MessageId"]


def _tags(mail: Mail, attempt: str | None) -> "list[MessageTagTypeDef]":
    # SES's events carry the tags back. The tag that names the notice settles it where the answer to the call is lost.
    tags = {mail.kind: mail.identifier, "template": mail.template, **({"attempt": attempt} if attempt else {})}
    return [{"Name": name, "Value": value} for name, value in tags.items()]


def _error_of(err: ClientError) -> KindRegardsError:
    error = err.response.get("Error", {})
    code, message = error.get("Code", ""), error.get("Message", "")
    status = err.response.get("ResponseMetadata", {}).get("HTTPStatusCode", _SERVER_ERROR)
    if status >= _SERVER_ERROR:
        # SES may have failed after it accepted the email, so sending again could send twice.
        return Unsure(code)
    if code in _THROTTLING or status == _TOO_MANY_REQUESTS:
        # "Maximum sending rate exceeded" ends within seconds, "Daily message quota exceeded" within hours.
        return Stopped(f"{code}: daily quota") if "quota" in message.lower() else Throttled(code)
    if status == _TIMED_OUT:
        return Transient(code)
    return Stopped(code) if _is_about_us(code, message, status) else Refused(code)


def _is_about_us(code: str, message: str, status: int) -> bool:
    """Return whether SES refuses the account or the stack, rather than this email."""
    # SES rejects every message until it has seen the domain's DNS records; only the text tells this from a bad email.
    unverified = code == "MessageRejected" and "not verified" in message
    return unverified or code in _STOPPED or status == _FORBIDDEN
