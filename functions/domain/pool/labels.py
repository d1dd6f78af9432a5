"""The labels of answers: recorded as the form showed them, because the employer's choices change."""

from typing import Any

from functions.domain.employers.choices import Choices
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.answers import AnswerField, labelled_fields
from functions.domain.pool.membership import OptIn

type Labels = dict[str, dict[str, str]]


def labels_of(answers: dict[str, Any], choices: Choices, before: Labels) -> Labels:
    """Return the label of each answer: today's, or, where it is no longer offered, the one that was recorded."""
    return {
        field.name: {
            answer: _offered(choices, field).get(answer) or before[field.name][answer]
            for answer in ids_in(answers[field.name])
        }
        for field in labelled_fields()
    }


def labels_view(opt_in: OptIn, policy: EmployerPolicy | None) -> dict[str, Any]:
    """Return the label of each answer and agency, and whether it is still offered.

    It is today's, in the policy's language; where it is no longer offered, the one that was recorded.
    """
    agencies = {agency["id"]: agency["name"] for agency in opt_in.receipt.agencies}
    today = _today(policy) if policy else {}
    return {
        name: {answer: _label(answer, label, today.get(name, {})) for answer, label in labels.items()}
        for name, labels in {**opt_in.labels, "agencies": agencies}.items()
    }


def ids_in(answer: Any) -> list[str]:
    """Return the ids of an answer: several, one, or none."""
    return answer if isinstance(answer, list) else [answer] if answer else []


def _label(answer: str, recorded: str, today: dict[str, str]) -> dict[str, Any]:
    return {"label": today.get(answer, recorded), "offered": answer in today}


def _today(policy: EmployerPolicy) -> Labels:
    agencies = {agency.id: agency.name for agency in policy.agencies}
    return {"agencies": agencies, **{field.name: _offered(policy.choices, field) for field in labelled_fields()}}


def _offered(choices: Choices, field: AnswerField) -> dict[str, str]:
    return {choice.id: choice.label for choice in getattr(choices, field.choices)}
