"""The handler that Powertools' documentation leads to: BatchProcessor, idempotent_function, one SendEmail per record.

Key, persistence and clients made at import are as its pages on batch processing and idempotency show them. What is
read, composed and handed to SES is the same as in `functions.notify`, by the same code.
"""

import os
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.domain.decisions.events import Rejected
from functions.domain.decisions.parse import parse_event
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.person_key import person_digest
from functions.letters.rejection import InvitationLink, compose_rejection
from functions.letters.wording import read_wordings
from functions.mail.message import Mail
from functions.runtime.employers_file import read_employers
from functions.runtime.signing_keys import SigningKeys

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS)
dynamodb = DynamoDBPersistenceLayer(table_name=os.environ["IDEMPOTENCY_TABLE"])
config = IdempotencyConfig(event_key_jmespath="messageId")
ses = boto3.client("sesv2")
keys = SigningKeys(boto3.client("secretsmanager"), os.environ["INVITATION_SECRET_ARN"], now=lambda: datetime.now(UTC))
policy, wording = read_employers().default.policy, read_wordings().of("en-CA")


@idempotent_function(data_keyword_argument="record", config=config, persistence_store=dynamodb)  # type: ignore[untyped-decorator]
def record_handler(record: SQSRecord) -> dict[str, str]:
    event = parse_event(record.body).event
    if not isinstance(event, Rejected):
        raise TypeError(event.type)
    ref = NoticeRef.of(event.source, event.data.application_id)
    mail = compose_mail(ref, event)
    answer = ses.send_email(
        FromEmailAddress=mail.sender.reveal(),
        Destination={"ToAddresses": [mail.to.reveal()]},
        Content={"Raw": {"Data": mail.raw}},
        ConfigurationSetName=os.environ["CONFIGURATION_SET"],
        EmailTags=[
            {"Name": "notice", "Value": str(ref)},
            {"Name": "template", "Value": mail.template},
            {"Name": "attempt", "Value": uuid4().hex},
        ],
    )
    logger.info("message done", extra={"application_id": event.data.application_id, "message_id": record.message_id})
    return {"ses_message_id": answer["MessageId"]}


def compose_mail(ref: NoticeRef, event: Rejected) -> Mail:
    notice = Notice(ref, State.HELD, event.source, event.data.application_id, decision=event.data)
    now = datetime.now(UTC)
    join_until = now + policy.invitation.valid
    person = event.data.candidate
    member = person_digest("", person.email, person.given_name, person.family_name)
    invitation_link = InvitationLink(
        os.environ["SITE_URL"], keys.sign(Invitation(notice.ref, member, join_until, now)), join_until
    )
    return compose_rejection([event.data], ref=ref, policy=policy, wording=wording, invitation_link=invitation_link)


@logger.inject_lambda_context(log_event=False)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    config.register_lambda_context(context)
    return process_partial_response(event=event, record_handler=record_handler, processor=processor, context=context)
