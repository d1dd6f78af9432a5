"""The connection to the talent pool of a deployed stack, with the rules and the words of the candidate's page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import Any

from functions.domain.employers.employers import Employer, Employers
from functions.domain.notices.notice import Notice
from functions.optin.ports import Ports
from functions.runtime.digest_key import DigestKey
from functions.runtime.receipt_signer import ReceiptSigner
from functions.runtime.signing_keys import SigningKeys
from functions.runtime.sqs.due_notices import DueNoticesQueue
from functions.stores.ledger.farewells import Farewells
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.pool.access_log import AccessLog
from functions.stores.pool.index_repair import IndexRepair
from functions.stores.pool.pool_scan import PoolScan
from functions.stores.pool.talent_pool import TalentPool
from functions.stores.sending.link_limits import LinkLimits
from ops.deploy.account import explaining_aws_errors
from ops.deploy.company_file import COMPANY_FILE
from ops.deploy.consent_versions import recorded_employers
from ops.deploy.deployment import STACK
from ops.deploy.employers import employers
from ops.ledger import connection as ledger_connection


@dataclass(frozen=True)
class PoolConnection:
    """The talent pool of a deployed stack. `where` describes the stack.

    `known`: the ids of the employers of company.toml, and of those that were in it. `who` returns the ARN of the
    credentials, for the access log.
    """

    where: str
    employers: Employers
    known: frozenset[str]
    ports: Ports
    ledger: NoticeLedger
    pool: TalentPool
    scan: PoolScan
    repair: IndexRepair
    farewells: Farewells
    copy: Callable[[str], PoolScan]
    access_log: AccessLog
    who: Callable[[], str]
    local: bool = False

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return self.ports.now()

    def find(self, employer: str) -> Employer | None:
        """Return the employer; None where it is not in company.toml, or not any more."""
        return self.employers.find(employer)

    def enqueue(self, letter: Notice) -> None:
        """Have a letter sent now."""
        self.ports.due_notices.enqueue(letter.ref)

    def command(self, arguments: str) -> str:
        """Return the line that runs another command on this same stack."""
        return make_command(arguments, local=self.local)


def make_command(arguments: str, *, local: bool) -> str:
    """Return the line that runs a command of the talent pool."""
    quote = "'" if '"' in arguments else '"'
    return f"make pool ARGS={quote}{arguments}{' --local' if local else ''}{quote}"


def connect(*, local: bool) -> PoolConnection:
    """Connect to the stack. Raise Failure where there is none, or where company.toml can't be used."""
    found = employers()
    where, client, names = ledger_connection.clients_of(local=local)
    with explaining_aws_errors(f"may you read the stack {STACK}?"):
        (stack,) = client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    return connect_to(where, client, {**names, **outputs}, found, local=local)


def connect_to(
    where: str, client: Callable[[str], Any], names: dict[str, str], found: Employers, *, local: bool = False
) -> PoolConnection:
    """Connect to the tables, queue, secrets and key of these names."""
    dynamodb, secrets = client("dynamodb"), client("secretsmanager")
    retention = found.default.policy.retention
    keep, kept_looks = timedelta(days=retention.proof_days), timedelta(days=retention.access_log_days)
    ledger, keyed = NoticeLedger(dynamodb, names["NoticeLedger"], keep), DigestKey(secrets, names["DigestKey"])
    access_log = AccessLog(dynamodb, names["AccessLog"], kept_looks, partial(token_hex, 16))
    pool = TalentPool(dynamodb, names["TalentPool"], names["PoolSearch"], keep, keyed, open_notice=ledger.opening)
    ports = Ports(
        employers=found,
        keys=SigningKeys(secrets, names["InvitationSecret"], _now),
        ledger=ledger,
        pool=pool,
        due_notices=DueNoticesQueue(client("sqs"), names["DueNotices"]),
        access_log=access_log,
        link_limits=LinkLimits(dynamodb, names["Sending"], keyed),
        now=_now,
        new_id=partial(token_hex, 16),
        keyed=keyed,
        receipt_signer=ReceiptSigner(client("kms"), names["ReceiptKeyAlias"], _now),
        site_url=names["SiteUrl"],
        region=dynamodb.meta.region_name,
    )
    return PoolConnection(
        where=where,
        employers=found,
        known=frozenset({*found.ids, *recorded_employers(COMPANY_FILE)}),
        ports=ports,
        ledger=ledger,
        pool=pool,
        scan=PoolScan(dynamodb, names["TalentPool"]),
        repair=IndexRepair(dynamodb, names["TalentPool"], names["PoolSearch"], pool),
        farewells=Farewells(dynamodb, names["NoticeLedger"]),
        copy=partial(PoolScan, dynamodb),
        access_log=access_log,
        who=lambda: str(client("sts").get_caller_identity()["Arn"]),
        local=local,
    )


def _now() -> datetime:
    return datetime.now(UTC)
