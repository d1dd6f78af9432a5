"""Docs that can't drift: whatever they name is there, and whatever they promise is what the code says."""

import re
from pathlib import Path

import pytest

from functions.console.access import RULES, Role, Scope
from functions.console.problems import STATUSES as CONSOLE_STATUSES
from functions.domain.decisions.parse import MAX_EVENT_BYTES
from functions.domain.notices.states import State
from functions.optin.problems import STATUSES
from functions.runtime.http.request import MAX_BODY_BYTES
from ops.contracts import CONTRACTS, documents, schemas
from ops.ledger.commands import ledger
from ops.pool.commands import pool
from tests.architecture.names import defined, sections
from tests.architecture.template import resources

_ROOT = Path(__file__).parents[2]
_DOCS = sorted([*_ROOT.glob("*.md"), *_ROOT.glob("docs/**/*.md"), _ROOT / "bench/README.md"])
# The changelog also says what a name was before.
_TODAY = [doc for doc in _DOCS if doc.name != "CHANGELOG.md"]
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
_PATH = re.compile(r"`((?:functions|infra|site|ops|tests|docs|bench)/[\w./-]*)`")
_TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
_LEDGER = re.compile(r"\bmake ledger ARGS=['\"]?([a-z][a-z-]*)")
_POOL = re.compile(r"\bmake pool ARGS=['\"]?([a-z][a-z-]*)")
_FENCED = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`]+)`")
_SECTION = re.compile(r"\[([a-z_.]+)\]")
# What looks like code: CamelCase, UPPER, snake_case, dotted.name, file.py, and a path.
_NAME = re.compile(r"[A-Z]\w*[a-z]\w*|[A-Z][A-Z0-9_]{2,}|[A-Za-z]\w*([._][\w-]+)+")
_ANY_PATH = re.compile(r"[\w.-]+/([\w.-]+/?)*")
_FOREIGN = {
    "AccessDenied": "an error of IAM",
    "AlreadyExists": "an error of SES and CloudFormation",
    "BatchProcessor": "a class of Powertools",
    "BatchWriteItem": "a call of DynamoDB, not taken",
    "ConcurrentExecutions": "a limit of Lambda",
    "Detail": "a field of an entry on EventBridge's bus",
    "DetailType": "the same",
    "HTTPS_PROXY": "a variable of pip and uv",
    "PIP_INDEX_URL": "a variable of pip",
    "ROLLBACK_COMPLETE": "a status of CloudFormation",
    "ROLLBACK_FAILED": "a status of CloudFormation",
    "STATE": "stands for any state in docs/states.md",
    "SendBulkEmail": "a call of SES, not taken",
    "SITE/nowhere": "SITE stands for an address",
    "application/json": "a media type",
    "idempotent_function": "a decorator of Powertools",
    "pip.conf": "a file of pip",
    "register_component": "a method of botocore's session",
    "straße.example": "a domain",
    "text/html": "a media type",
}


def text(path: str) -> str:
    return (_ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("doc", _DOCS, ids=lambda doc: str(doc.relative_to(_ROOT)))
def test_every_link_and_path_in_a_document_exists(doc: Path) -> None:
    named = doc.read_text("utf-8")
    links = [doc.parent / link for link in _LINK.findall(named)]
    paths = [_ROOT / path for path in _PATH.findall(named)]

    assert [str(path) for path in (*links, *paths) if not path.exists()] == []


@pytest.mark.parametrize("doc", _DOCS, ids=lambda doc: str(doc.relative_to(_ROOT)))
def test_every_make_target_in_a_document_exists(doc: Path) -> None:
    code = re.findall(r"`[^`]+`|```.*?```", doc.read_text("utf-8"), re.DOTALL)
    targets = {target for piece in code for target in _TARGET.findall(piece)}

    assert targets <= set(re.findall(r"^([a-z][a-z-]*):", text("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("doc", _TODAY, ids=lambda doc: str(doc.relative_to(_ROOT)))
def test_every_name_of_code_in_a_document_is_in_the_code(doc: Path) -> None:
    spans = spans_of(doc)
    names = {span for span in spans if _NAME.fullmatch(span)} - _FOREIGN.keys()
    settings = {match[1] for span in spans if (match := _SECTION.fullmatch(span))}

    assert sorted(name for name in names if not is_defined(name)) == []
    assert settings <= sections()


def spans_of(doc: Path) -> set[str]:
    return set(_SPAN.findall(_FENCED.sub("", doc.read_text("utf-8"))))


def is_defined(name: str) -> bool:
    return name in defined() or all(part in defined() for part in name.split("."))


@pytest.mark.parametrize("doc", _TODAY, ids=lambda doc: str(doc.relative_to(_ROOT)))
def test_every_other_path_in_a_document_exists(doc: Path) -> None:
    paths = {span for span in spans_of(doc) if _ANY_PATH.fullmatch(span)} - _FOREIGN.keys() - set(Scope)
    # `make` makes what is in .local/ when it needs it, so a new clone has none of it. The Makefile names what it makes.
    made = {path for path in paths if path.startswith(".local/")}

    assert sorted(path for path in made if path not in text("Makefile")) == []
    assert sorted(path for path in paths - made if not is_there(path, doc)) == []


def is_there(path: str, doc: Path) -> bool:
    return (_ROOT / path).exists() or (doc.parent / path).exists()


@pytest.mark.parametrize("name", ["FOLLOWING", "HeldBack", "Proof", "in_doubt", "new_words", "notice_ledger.get_all"])
def test_a_name_that_is_gone_is_noticed(name: str) -> None:
    assert _NAME.fullmatch(name)
    assert not is_defined(name)


def test_no_foreign_name_is_allowed_that_no_document_needs() -> None:
    assert _FOREIGN.keys() <= set[str]().union(*map(spans_of, _TODAY))


@pytest.mark.parametrize("doc", _TODAY, ids=lambda doc: str(doc.relative_to(_ROOT)))
def test_every_command_of_the_ledger_in_a_document_exists(doc: Path) -> None:
    assert set(_LEDGER.findall(doc.read_text("utf-8"))) <= ledger.commands.keys()


@pytest.mark.parametrize("doc", _DOCS, ids=lambda doc: str(doc.relative_to(_ROOT)))
def test_every_command_of_the_pool_in_a_document_exists(doc: Path) -> None:
    assert set(_POOL.findall(doc.read_text("utf-8"))) <= pool.commands.keys()


def test_the_published_schemas_are_those_of_the_models() -> None:
    published = {path.name: path.read_text("utf-8") for path in CONTRACTS.glob("*.schema.json")}

    assert published == schemas(), "run make contracts"
    assert text("docs/contracts/openapi.json") == documents()["openapi.json"], "run make contracts"


def test_every_reason_to_set_a_message_aside_is_documented() -> None:
    raised = set()
    for path in ("functions/domain/decisions/parse.py", "functions/notify/decide/event.py"):
        raised |= set(re.findall(r'Permanent\(\s*"(\w+)"', text(path)))

    documented = re.search(r"\| `error_code` \| (.*) \|", text("docs/contracts/README.md"))

    assert documented
    # unknown_notice can only come from our own scheduler, whose queue is not the publisher's.
    assert set(re.findall(r"`(\w+)`", documented[1])) == raised - {"unknown_notice"}


def test_every_problem_of_the_api_is_documented_with_its_status() -> None:
    documented = dict(re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", text("docs/contracts/api.md"), re.MULTILINE))

    assert documented == {code: str(status) for code, status in STATUSES.items()}


def test_every_problem_of_the_console_is_documented_with_its_status() -> None:
    documented = dict(re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \|", text("docs/contracts/console.md"), re.MULTILINE))

    assert documented == {code: str(status) for code, status in CONSOLE_STATUSES.items()}


def test_every_call_of_the_console_is_documented_with_its_scopes_and_roles() -> None:
    row = re.compile(r"^\| `([A-Z]+ /api/console/[^?`]*)[^`]*` \| ([^|]*) \| ([^|]*) \|", re.MULTILINE)
    table = row.findall(text("docs/contracts/console.md"))
    documented = {
        route: (set(re.findall(r"`([^`]+)`", scopes)), set(Role) if roles == "all" else set(roles.split(", ")))
        for route, scopes, roles in table
    }

    assert documented == {route: (set(rule.scopes), set(rule.roles)) for route, rule in RULES.items()}


def test_documented_limits_are_the_limits() -> None:
    assert f"at most {MAX_EVENT_BYTES // 1024} KiB" in text("docs/contracts/README.md")
    assert f"At most {MAX_BODY_BYTES // 1024} KiB" in text("docs/contracts/api.md")


def test_every_alarm_is_in_the_runbook_and_nothing_else() -> None:
    section = text("docs/runbook.md").partition("## Alarms")[2].partition("\n## ")[0]
    named = {
        name for row in re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }

    assert named == {name.removesuffix("Alarm") for name in resources("AWS::CloudWatch::Alarm")}


def test_every_state_is_in_the_runbook() -> None:
    section = text("docs/runbook.md").partition("| state | meaning |")[2].partition("\n\n")[0]

    assert set(re.findall(r"^\| `([A-Z]+)`", section, re.MULTILINE)) == set(State)


def test_every_decision_record_is_in_the_index() -> None:
    records = {path.name for path in (_ROOT / "docs/adr").glob("0*.md")}

    assert set(re.findall(r"\((0\d{3}-[\w-]+\.md)\)", text("docs/adr/README.md"))) == records
