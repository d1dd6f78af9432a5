"""The connection of a search: the console's own stores on a deployed stack, and who it is that looks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import Any

from functions.console.caller import Caller
from functions.console.ports import LookLog, MemberReader
from functions.domain.employers.employers import Employers, public_id
from functions.domain.employers.policy import EmployerPolicy
from functions.runtime.digest_key import DigestKey
from functions.stores.pool.access_log import AccessLog
from functions.stores.pool.find import SearchIndex
from functions.stores.pool.pool_search import PoolSearch
from functions.stores.pool.talent_pool import TalentPool
from ops.deploy.account import explaining_aws_errors
from ops.deploy.employers import employers
from ops.ledger.connection import clients_of
from ops.pool.connection import make_command
from ops.terminal.failure import Failure

# The commands speak English, also where the employer's default language is another one.
_LANGUAGE = "en"


@dataclass(frozen=True)
class SearchPorts:
    """The ports of the console's searches, pages, exports and log. See `functions.console.ports.Ports`."""

    employers: Employers
    pool: MemberReader
    index: SearchIndex
    access_log: LookLog
    keyed: Callable[[str], str]
    now: Callable[[], datetime]
    new_id: Callable[[], str]


@dataclass(frozen=True)
class SearchConnection:
    """The talent pool of a deployed stack, as a search reads it. `who`: the ARN that stands in the access log."""

    where: str
    who: str
    ports: SearchPorts
    local: bool = False

    def caller(self, employer: str | None) -> Caller:
        """Return the caller in the name of this employer. Raise Failure where it has to be named, or is unknown."""
        known = {public_id(one): one for one in self.ports.employers.ids}
        if employer is None and len(known) > 1:
            raise Failure("Several employers are in company.toml", f"add --employer, one of: {', '.join(known)}")
        if employer is not None and employer not in known:
            raise Failure("No employer of company.toml has this id", f"--employer with one of: {', '.join(known)}")
        # With AWS credentials, IAM alone decides who may look: there are no roles.
        chosen = known[employer] if employer is not None else ""
        return Caller(who=self.who, roles=(), employer=chosen, employers=(chosen,))

    def policy(self, caller: Caller) -> EmployerPolicy:
        """Return the employer's policy, its texts in English where it has any."""
        employer = self.ports.employers.get(caller.employer)
        return employer.policy_in(employer.language_of(_LANGUAGE))

    def command(self, arguments: str) -> str:
        """Return the line that runs another command on this same stack."""
        return make_command(arguments, local=self.local)


def connect(*, local: bool) -> SearchConnection:
    """Connect to the stack. Raise Failure where there is none, or where company.toml can't be used."""
    found = employers()
    where, client, names = clients_of(local=local)
    return connect_to(where, client, names, found, local=local)


def connect_to(
    where: str, client: Callable[[str], Any], names: dict[str, str], found: Employers, *, local: bool = False
) -> SearchConnection:
    """Connect to the tables and the key of these names."""
    with explaining_aws_errors("are these credentials still valid?"):
        who = client("sts").get_caller_identity()["Arn"]
    dynamodb, retention, new_id = client("dynamodb"), found.default.policy.retention, partial(token_hex, 16)
    keyed, index = DigestKey(client("secretsmanager"), names["DigestKey"]), names["PoolSearch"]
    ports = SearchPorts(
        employers=found,
        pool=TalentPool(dynamodb, names["TalentPool"], index, timedelta(days=retention.proof_days), keyed),
        index=PoolSearch(dynamodb, index),
        access_log=AccessLog(dynamodb, names["AccessLog"], timedelta(days=retention.access_log_days), new_id),
        keyed=keyed,
        now=_now,
        new_id=new_id,
    )
    return SearchConnection(where, who, ports, local)


def _now() -> datetime:
    return datetime.now(UTC)
