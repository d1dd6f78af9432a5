"""What would only fail late in a first deployment is told before it begins."""

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ops.deploy.account_check import check_account
from ops.terminal.failure import Failure

CHOSEN = {"SenderIdentity": "acme.example"}


def _refused(code: str) -> Any:
    def refuse(**_: Any) -> Any:
        raise ClientError({"Error": {"Code": code}}, "Get")

    return refuse


def account(*, deployed: bool, verified: bool, workers: int | None = 1000) -> Any:
    """Return a session of an account that has the stack, the SES identity, and room for so many workers."""
    settings = {"AccountLimit": {"ConcurrentExecutions": workers}}
    clients = {
        "cloudformation": SimpleNamespace(
            describe_stacks=(lambda **_: {}) if deployed else _refused("ValidationError")
        ),
        "sesv2": SimpleNamespace(get_email_identity=(lambda **_: {}) if verified else _refused("NotFoundException")),
        "lambda": SimpleNamespace(
            get_account_settings=(lambda: settings) if workers else _refused("AccessDeniedException")
        ),
    }
    return SimpleNamespace(client=clients.__getitem__)


def test_a_domain_that_ses_has_already_is_told_with_the_parameter_that_leaves_it_alone() -> None:
    with pytest.raises(Failure, match=r"acme\.example is an SES identity") as told:
        check_account(account(deployed=False, verified=True), CHOSEN)
    assert told.value.remedy == 'leave it as it is: make deploy PARAMS="CreateSenderIdentity=false"'


@pytest.mark.parametrize(
    ("deployed", "verified", "chosen"),
    [
        (False, False, CHOSEN),
        # The stack has made it itself, or was told to leave it alone: a deployment keeps its parameters.
        (True, True, CHOSEN),
        (False, True, {**CHOSEN, "CreateSenderIdentity": "false"}),
    ],
)
def test_any_other_account_is_let_through(
    deployed: bool, verified: bool, chosen: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    check_account(account(deployed=deployed, verified=verified), chosen)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("workers", "told"), [(10, True), (100, False), (None, False)])
def test_a_new_account_s_few_workers_are_told(
    workers: int | None, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    check_account(account(deployed=True, verified=True, workers=workers), CHOSEN)
    assert ("at most 10 workers at once" in capsys.readouterr().out) == told
