"""The contenders: the artifact as it is deployed, and a folder like it with the canonical handler."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from functions.domain.employers.employers import ANY_SOURCE
from ops.deploy import byte_code
from ops.deploy.build import build, function_folders
from ops.deploy.parameters import host_architecture
from ops.embedded import aws
from ops.terminal.paths import BUILDS, LOCAL, ROOT, tool
from ops.terminal.processes import run_logged
from ops.terminal.progress import step

DECISIONS_ARN = "arn:aws:sqs:us-east-1:123456789012:kr-Decisions"

_CANONICAL, _NOTIFY = LOCAL / "bench" / "canonical", LOCAL / "bench" / "notify"
_QUEUES = "https://sqs.us-east-1.amazonaws.com/123456789012"
_ARNS = "arn:aws:sqs:us-east-1:123456789012"
# As `make up` deploys: neither hold nor window, so that every notice is due.
_SETTINGS = {
    "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
    "AWS_LAMBDA_FUNCTION_NAME": "notify",
    "POWERTOOLS_SERVICE_NAME": "notify",
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
    "DECISIONS_QUEUE_ARN": DECISIONS_ARN,
    "DECISIONS_QUEUE_URL": f"{_QUEUES}/kr-Decisions",
    "DECISIONS_DLQ_URL": f"{_QUEUES}/kr-DecisionsDlq",
    "DUE_NOTICES_QUEUE_ARN": f"{_ARNS}:kr-DueNotices",
    "DUE_NOTICES_QUEUE_URL": f"{_QUEUES}/kr-DueNotices",
    "DUE_NOTICES_DLQ_ARN": f"{_ARNS}:kr-DueNoticesDlq",
    "SCHEDULE_GROUP": "kr-notices",
    "SCHEDULER_ROLE_ARN": "arn:aws:iam::123456789012:role/kr-SchedulerRole",
    "CONFIGURATION_SET": "kr-notices",
    "NOTICE_LEDGER_TABLE": "kr-NoticeLedger",
    "SENDING_TABLE": "kr-Sending",
    "TALENT_POOL_TABLE": "kr-TalentPool",
    "POOL_SEARCH_TABLE": "kr-PoolSearch",
    "ACCESS_LOG_TABLE": "kr-AccessLog",
    "IDEMPOTENCY_TABLE": "kr-Idempotency",
    "DIGEST_KEY_ARN": "arn:aws:secretsmanager:us-east-1:123456789012:secret:digests",
    "INVITATION_SECRET_ARN": "arn:aws:secretsmanager:us-east-1:123456789012:secret:invitations",
    "RECEIPT_KEY_ALIAS": "alias/kr-receipts",
    "SITE_URL": "https://stay.acme.example",
    "MOST_PER_JOB_AND_HOUR": "1000000000",
    "NOTICE_HOLD": "PT0S",
    "NOTICE_WINDOW": "off",
}


@dataclass(frozen=True)
class Contender:
    """A folder as Lambda gets it, and the module of its handler."""

    name: str
    folder: Path
    handler: str


def contenders() -> tuple[Contender, Contender]:
    """notify and the canonical handler, built and compiled in the same way. Raises Failure."""
    folders = function_folders(build(host_architecture()))
    artifact = next(folder for folder in folders if folder.name == "Notify")
    with step("Making the folders of both handlers, compiling boto3"):
        _make_notify(artifact)
        _make_canonical(artifact)
        _compile_runtime()
    return (
        Contender("notify", _NOTIFY, "functions.notify.handler"),
        Contender("canonical", _CANONICAL, "bench.canonical"),
    )


def floor() -> Contender:
    """Return the handler that only makes the one call that each notice needs; it is beside the canonical one."""
    return Contender("floor", _CANONICAL, "bench.floor")


def two_reads() -> Contender:
    """Return the handler that only makes the reads of a look at an invitation; it is beside the canonical one."""
    return Contender("two_reads", _CANONICAL, "bench.two_reads")


def optin() -> Path:
    """Return the folder of optin, as it was built."""
    return BUILDS / host_architecture() / "Optin"


def environment(url: str, *, max_send_rate: str = "") -> Mapping[str, str]:
    """Return what each of them finds in its environment; the AWS that it calls is at `url`."""
    return aws.isolated(os.environ, endpoint_url=url) | _SETTINGS | {"MAX_SEND_RATE": max_send_rate}


def _make_notify(artifact: Path) -> None:
    shutil.rmtree(_NOTIFY, ignore_errors=True)
    shutil.copytree(artifact, _NOTIFY)
    employers = _NOTIFY / "functions" / "employers.json"
    written = json.loads(employers.read_bytes())
    # The batches have sources of their own, which would wait for a person where several employers share a deployment.
    written[""]["sources"] = [ANY_SOURCE]
    employers.write_text(json.dumps(written), "utf-8")


def _make_canonical(artifact: Path) -> None:
    shutil.rmtree(_CANONICAL, ignore_errors=True)
    shutil.copytree(artifact, _CANONICAL)
    # What notify does to the garbage collector is no part of the way that it is compared with.
    (_CANONICAL / "functions" / "__init__.py").write_text("")
    (_CANONICAL / "bench").mkdir()
    for name in ("__init__.py", "canonical.py", "floor.py", "two_reads.py"):
        shutil.copy(ROOT / "bench" / name, _CANONICAL / "bench")
    byte_code.compile_functions([_CANONICAL])


def _compile_runtime() -> None:
    # Lambda's own boto3 comes compiled; what is compiled here already is left as it is.
    python = tool("runtime", "python")
    packages = next(python.parents[1].glob("lib/python3*/site-packages"))
    run_logged("compile", [python, "-I", "-m", "compileall", "-q", packages], os.environ)
