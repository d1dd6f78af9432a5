"""What an operator types about the talent pool, and what comes of it."""

import email
import email.policy
import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from functions.domain.employers.employers import Employers
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.membership import Ending, OptIn, Withdrawal
from ops.__main__ import commands
from tests.handlers.optin_stack import Stack
from tests.moto_aws import client
from tests.optin_builders import (
    CANDIDATE,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    SOURCE,
    Json,
    answers,
    person_key,
)

ASKED = ("--by", "phone", "--entered-by", "Sam Okafor")


@dataclass
class Desk:
    """The operator at the deployed stack. `employers` are those of company.toml as it is now."""

    stack: Stack
    folder: Path
    employers: Employers

    def run(self, *arguments: str, typed: str = "") -> tuple[int, str]:
        """The exit code, and everything that is printed."""
        result = CliRunner().invoke(commands, ["pool", *arguments], input=typed, catch_exceptions=False)
        return result.exit_code, result.output

    def does(self, *arguments: str, typed: str = "") -> str:
        """What is printed by a command that can do its work."""
        status, said = self.run(*arguments, typed=typed)
        assert status == 0, said
        return said

    def refuses(self, *arguments: str, typed: str = "") -> str:
        """What is printed by one that can't."""
        status, said = self.run(*arguments, typed=typed)
        assert status == 1, said
        return said

    def write(self, **changes: Any) -> str:
        """The path of a file with a person's answers."""
        values: Json = {
            "source": SOURCE,
            "application_id": "A-88123",
            "person": {"email": EMAIL, "given_name": GIVEN_NAME, "family_name": FAMILY_NAME},
            "said_by": "phone",
            "said_at": (datetime.now(UTC) - timedelta(hours=2)).isoformat(),
            "entered_by": "Sam Okafor",
            "language": "en",
            "purposes": ["openings"],
            "agencies": [],
            "months": 12,
            "profile": answers(earliest_start=None),
            **changes,
        }
        path = self.folder / "person.json"
        path.write_text(json.dumps({name: value for name, value in values.items() if value is not None}))
        return str(path)

    def opt_in(self, candidate: str = CANDIDATE) -> OptIn:
        member = self.stack.pool.get(candidate)
        assert isinstance(member, OptIn)
        return member

    def tombstone(self, candidate: str = CANDIDATE) -> Withdrawal:
        member = self.stack.pool.get(candidate)
        assert isinstance(member, Withdrawal)
        return member

    def at_another_employer(self, employer: str) -> OptIn:
        """Let the person of the page be in another employer's pool too."""
        key = person_key(EMAIL, GIVEN_NAME, FAMILY_NAME, employer)
        other = replace(
            self.opt_in(),
            candidate=key,
            employer=employer,
            revision=1,
            receipt=replace(self.opt_in().receipt, employer=f"{employer.title()} Foods"),
        )
        assert self.stack.pool.join(other)
        return other

    def letter(self, number: int) -> str:
        """The text of an email that SES took."""
        raw = self.stack.mails()[number].raw_data
        message = email.message_from_string(raw, policy=email.policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def queued(self) -> int:
        """How many letters wait on DueNotices."""
        sqs, url = client("sqs"), os.environ["DUE_NOTICES_QUEUE_URL"]
        return len(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", []))

    def leave_out_agencies(self) -> None:
        """Let company.toml name no agency any more."""
        policy = replace(self.employers.default.policy, agencies=[])
        self.employers = Employers({}, lambda _employer: policy)

    def leave_out_employers(self) -> None:
        """Let company.toml be about the first employer alone."""
        policy = self.employers.default.policy
        self.employers = Employers({}, lambda _employer: policy)

    def move(self, candidate: str, address: str, *, records: bool = True) -> OptIn:
        """Let a person confirm another address. Without `records`, nothing is written."""
        before, at = self.opt_in(candidate), datetime.now(UTC)
        key = person_key(address, GIVEN_NAME, FAMILY_NAME)
        there = self.stack.pool.get(key)
        moved = replace(
            before,
            candidate=key,
            revision=(there.revision if there else 0) + 1,
            email=EmailAddress(address),
            former=(candidate,) if records else (),
            withdrawn_at=there.withdrawn_at if there else None,
        )
        mailbox = self.stack.pool.mailbox(before.employer, before.email)
        if records:
            left = replace(before.ended(at, mailbox, Ending.MOVED), moved_to=key)
            assert self.stack.pool.move(left, before, moved)
        return moved

    def copy_to(self, table: str) -> None:
        """Copy the talent pool's table."""
        described = self.stack.dynamodb.describe_table(TableName="TalentPool")["Table"]
        self.stack.dynamodb.create_table(
            TableName=table,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=described["AttributeDefinitions"],
            KeySchema=described["KeySchema"],
        )
        for item in self.stack.raw()["TalentPool"]:
            self.stack.dynamodb.put_item(TableName=table, Item=item)
