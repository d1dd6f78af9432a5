"""The console as Lambda runs it: API Gateway's event in, the answer and both logs out, on moto's tables."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from functions.console import bootstrap
from functions.console.handler import lambda_handler
from functions.domain.employers.employers import Employers
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.access import AccessLine
from functions.domain.pool.membership import OptIn, Withdrawal
from functions.runtime.employers_file import read_employers
from functions.runtime.observability import logger, metrics
from functions.stores.pool.access_log import AccessLog
from functions.stores.pool.talent_pool import TalentPool
from tests.access_log_table import ACCESS_LOG
from tests.console_builders import OPENING, Json, claims, console_event, search_body
from tests.handlers.optin_stack import ENVIRONMENT, KEEP, TABLES, Reply, create_table
from tests.moto_aws import REGION, aws_with, client
from tests.optin_builders import DIGEST_KEY, NOW, keyed, opt_in, person_key, receipt

SEARCHES = "POST /api/console/searches"
PEOPLE = "GET /api/console/searches/{id}/people"
PERSON = "GET /api/console/searches/{id}/people/{candidate}"
EXPORT = "GET /api/console/searches/{id}/export"
LOG = "GET /api/console/log"
SEVERAL = {"beta": ["/ats/beta"], "gamma": ["/ats/gamma"]}


@dataclass
class Console:
    """The function, the tables behind it, and its callers. `now` is its clock, which goes on as it is read."""

    employers: Employers
    now: datetime = NOW + timedelta(days=1)

    def tick(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def request(self, event: Json) -> Reply:
        metrics.clear_metrics()
        context = SimpleNamespace(
            function_name="console",
            memory_limit_in_mb=512,
            invoked_function_arn="arn:aws:lambda:eu-west-1:123456789012:function:console",
            aws_request_id="request-1",
        )
        log = StringIO()
        with redirect_stdout(log), patch.object(logger.registered_handler, "stream", log):
            response = lambda_handler(event, context)
        assert set(response) == {"statusCode", "headers", "body", "isBase64Encoded"}
        assert response["headers"]["Cache-Control"] == "no-store"
        return Reply(response["statusCode"], response["headers"], response["body"], log.getvalue())

    def call(
        self, route: str, *groups: str, body: Json | None = None, said: Json | None = None, **parameters: Any
    ) -> Reply:
        """Call as somebody of these groups, or with these claims."""
        return self.request(console_event(route, said or claims(*(groups or ("recruiter",))), body, **parameters))

    def search(self, *groups: str, opening: str | None = OPENING, employer: str = "", **criteria: Any) -> Json:
        """Search as a recruiter, unless the groups are others. Return the answer."""
        more: dict[str, Any] = {"employer": employer} if employer else {}
        reply = self.call(SEARCHES, *groups, body=search_body(opening, **criteria), **more)
        assert reply.status == 201, reply.text
        answer: Json = reply.json
        return answer

    def names(self, search: Json, after: str = "") -> list[str]:
        """The given names on a page of a search."""
        reply = self.call(PEOPLE, id=search["id"], after=after)
        return [person["given_name"] for person in reply.json["people"]]

    @property
    def pool(self) -> TalentPool:
        return TalentPool(client("dynamodb"), "TalentPool", "PoolSearch", KEEP, keyed)

    @property
    def log(self) -> AccessLog:
        return AccessLog(client("dynamodb"), ACCESS_LOG, KEEP, lambda: "0" * 32)

    def lines(self, employer: str = "") -> list[AccessLine]:
        """What the access log has, oldest first."""
        lines, _ = self.log.lines(employer, f"{self.now:%Y-%m}", "", 1000)
        return sorted(lines, key=lambda line: line.at)

    def join(self, name: str = "Sam", *, minute: int = 0, **changes: Any) -> OptIn:
        """Let somebody join."""
        person = member(name, minute=minute, **changes)
        assert self.pool.join(person)
        return person

    def leave(self, person: OptIn) -> None:
        """Let somebody take everything back."""
        mailbox = self.pool.mailbox(person.employer, person.email)
        left: Withdrawal = person.ended(self.now, mailbox)
        assert self.pool.withdraw([(left, person)])

    def cool_down(self) -> None:
        bootstrap.ports.cache_clear()


def member(name: str = "Sam", *, minute: int = 0, employer: str = "", **changes: Any) -> OptIn:
    """Somebody in the pool, who joined some minutes after the first one."""
    email, joined_at = f"{name.lower()}@mailbox.example", NOW + timedelta(minutes=minute)
    return opt_in(
        **{
            "candidate": person_key(email, name, "Quillfeather", employer),
            "employer": employer,
            "email": EmailAddress(email),
            "given_name": PersonName(name),
            "family_name": PersonName("Quillfeather"),
            "joined_at": joined_at,
            "receipt": receipt(f"receipt-{name}", given_at=joined_at),
            **changes,
        }
    )


@contextmanager
def console_function(several: bool = False, **environment: str) -> Iterator[Console]:
    """The function with one employer, or with those of `SEVERAL` beside the first; nobody is in the pool."""
    first = read_employers().default
    sources = SEVERAL if several else {}
    employers = Employers(sources, lambda _: first.policy, translations=lambda _: first.translations)
    with aws_with(_create):
        console = Console(employers)
        arn = client("secretsmanager").describe_secret(SecretId="DigestKey")["ARN"]
        variables = {
            **ENVIRONMENT,
            "POWERTOOLS_SERVICE_NAME": "console",
            "DIGEST_KEY_ARN": arn,
            "REVIEW_INDEX": "Review",
            "AWS_DEFAULT_REGION": REGION,
            **environment,
        }
        bootstrap.ports.cache_clear()
        clock = patch.object(bootstrap, "_now", console.tick)
        files = patch.object(bootstrap, "read_employers", lambda: employers)
        try:
            with patch.dict(os.environ, variables), clock, files:
                yield console
        finally:
            bootstrap.ports.cache_clear()


def _create() -> None:
    client("secretsmanager").create_secret(Name="DigestKey", SecretString=DIGEST_KEY)
    for table, keys in TABLES.items():
        create_table(client("dynamodb"), table, keys)
