"""The rules of an opt-in: it says only what the form offers, and agrees to the words that stand today."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from functions.domain.employers.choices import Choice
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.answers import AnswerField, AnswerKind, answer_fields
from functions.domain.pool.consent import consent_reference
from functions.domain.pool.labels import ids_in
from functions.domain.pool.membership import OptIn
from functions.optin.profile import Profile
from functions.optin.schema import Agreement, OptInRequest
from functions.runtime.http.problem import FieldError, Problem

_FURTHEST_DATE = timedelta(days=2 * 366)
_NOTHING: tuple[Any, ...] = (None, "", [])
# What to do where nothing is chosen; any other field just says that it is missing.
NONE_CHOSEN = {"role_families": "no-role-family"}


def validate(request: OptInRequest, policy: EmployerPolicy, today: date, before: OptIn | None = None) -> None:
    """Raise Problem consent-changed or invalid-opt-in where a request that agrees to something new breaks a rule.

    `before`: the opt-in that it changes. What was recorded may be sent again where it is no longer offered.
    """
    _check_words(request, policy)
    _raise(
        (*_consent_errors(request, policy, before), *_profile_errors(request.profile, policy, today, before)), request
    )


def validate_correction(request: OptInRequest, policy: EmployerPolicy, today: date, before: OptIn) -> None:
    """Raise Problem invalid-opt-in where a request breaks a rule that agrees to nothing but what is recorded, or less.

    Whoever takes something back need not agree to words that are newer.
    """
    recorded = {purpose["id"] for purpose in before.receipt.purposes}
    required = {purpose.id for purpose in policy.consent.purposes if purpose.required} & recorded
    missing = not request.purposes or not required <= set(request.purposes)
    _raise(
        (
            *([FieldError("/purposes", "not-ticked")] if missing else []),
            *_months_errors(request.months, policy, before),
            *_profile_errors(request.profile, policy, today, before),
        ),
        request,
    )


def validate_agreement(request: Agreement, policy: EmployerPolicy) -> None:
    """Raise Problem consent-changed or invalid-opt-in where a new consent to today's words breaks a rule."""
    _check_words(request, policy)
    _raise(tuple(_consent_errors(request, policy)), request)


def _raise(errors: tuple[FieldError, ...], request: Agreement) -> None:
    if errors:
        raise Problem("invalid-opt-in", errors=errors, language=request.consent.language)


def _check_words(request: Agreement, policy: EmployerPolicy) -> None:
    if request.consent.model_dump() != consent_reference(policy.consent, policy.agencies):
        raise Problem("consent-changed", language=request.consent.language)


def _consent_errors(request: Agreement, policy: EmployerPolicy, before: OptIn | None = None) -> Iterator[FieldError]:
    purposes = policy.consent.purposes
    yield from _unknown("/purposes", request.purposes, (purpose.id for purpose in purposes))
    if not {purpose.id for purpose in purposes if purpose.required} <= set(request.purposes):
        yield FieldError("/purposes", "not-ticked")
    yield from _unknown("/agencies", request.agencies, (agency.id for agency in policy.agencies))
    yield from _months_errors(request.months, policy, before)


def _months_errors(months: int, policy: EmployerPolicy, before: OptIn | None) -> Iterator[FieldError]:
    if months not in policy.choices.months and not (before and months == before.months):
        yield FieldError("/months", "no-such-months", {"months": ", ".join(map(str, policy.choices.months))})


def _profile_errors(
    profile: Profile, policy: EmployerPolicy, today: date, before: OptIn | None
) -> Iterator[FieldError]:
    for field in answer_fields():
        pointer, answer = f"/profile/{field.name}", profile.answer(field.name)
        if answer not in _NOTHING:
            yield from _answer_errors(field, pointer, answer, policy=policy, today=today, before=before)
        elif field.required:
            yield FieldError(pointer, NONE_CHOSEN.get(field.name, "missing"))


def _answer_errors(
    field: AnswerField, pointer: str, answer: Any, *, policy: EmployerPolicy, today: date, before: OptIn | None
) -> Iterator[FieldError]:
    match field.kind:
        case AnswerKind.ONE | AnswerKind.MANY:
            labels = before.labels.get(field.name, {}) if before else {}
            yield from _unknown(pointer, ids_in(answer), _offered(getattr(policy.choices, field.choices), labels))
        case AnswerKind.DISTANCE:
            recorded = before.answers.get(field.name) if before else None
            if answer not in (*getattr(policy.choices, field.choices), recorded):
                yield FieldError(pointer, "no-such-distance")
        case AnswerKind.DATE:
            # A member who changes another answer later sends the same date again: a date in the past means at once.
            if abs(answer - today) > _FURTHEST_DATE:
                yield FieldError(pointer, "too-far-away")
        case AnswerKind.TEXT:
            pass


def _unknown(pointer: str, given: list[str], offered: Iterable[str]) -> Iterator[FieldError]:
    if not set(given) <= set(offered):
        yield FieldError(pointer, "not-offered")


def _offered(choices: list[Choice], recorded: Mapping[str, str]) -> set[str]:
    return {choice.id for choice in choices} | recorded.keys()
