"""The labels of answers: recorded as the form showed them, because the employer's choices change."""

from typing import Any

from functions.domain.employers.choices import Choices
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.membership import OptIn

# The field of an answer, and the choices that it was picked from.
FIELDS = {
    "role_families": "role_families",
    "shifts": "shifts",
    "hours": "hours",
    "licences": "licences",
    "language": "languages",
    "channel": "channels",
}

type Labels = dict[str, dict[str, str]]


def labels_of(answers: dict[str, Any], choices: Choices, before: Labels) -> Labels:
    """Return the label of each answer: today's, or, where it is no longer offered, the one that was recorded."""
    return {
        name: {answer: _offered(choices, name).get(answer) or before[name][answer] for answer in _ids(answers, name)}
        for name in FIELDS
    }


def labels_view(opt_in: OptIn, policy: EmployerPolicy | None) -> dict[str, Any]:
    """Return the recorded label of each answer and agency, and whether it is still offered."""
    agencies = {agency["id"]: agency["name"] for agency in opt_in.receipt.agencies}
    return {
        name: {answer: {"label": label, "offered": answer in _today(policy, name)} for answer, label in labels.items()}
        for name, labels in {**opt_in.labels, "agencies": agencies}.items()
    }


def _today(policy: EmployerPolicy | None, name: str) -> set[str]:
    if policy is None:
        return set()
    return {agency.id for agency in policy.agencies} if name == "agencies" else set(_offered(policy.choices, name))


def _offered(choices: Choices, name: str) -> dict[str, str]:
    return {choice.id: choice.label for choice in getattr(choices, FIELDS[name])}


def _ids(answers: dict[str, Any], name: str) -> list[str]:
    answer = answers[name]
    return answer if isinstance(answer, list) else [answer]
