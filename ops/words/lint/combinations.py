"""Combinations: every notice that can be sent, in each language, stage, reason and variant."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, get_args

from functions.domain.decisions.rejection import Reason, Rejection, Stage
from functions.domain.employers.language import Language
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.reference import NoticeRef
from functions.letters.rejection import InvitationLink, compose_rejection
from functions.letters.wording import Wording
from functions.mail.message import Mail
from ops.words.lint.language_names import name_of

LANGUAGES: tuple[Language, ...] = get_args(Language)
STAGES: tuple[Stage, ...] = get_args(Stage)
REASONS: tuple[Reason, ...] = get_args(Reason)

_SOURCE, _DECIDED_AT = "/ats/example/preview", datetime(2026, 11, 23, 15, 4, tzinfo=UTC)
_INVITATION = InvitationLink("https://stay.acme.example", "c" * 80, datetime(2026, 12, 23, tzinfo=UTC))


class Variant(StrEnum):
    """A variant of a notice: what else it says, or omits."""

    INVITED = "invited"
    NOT_INVITED = "not invited"
    MEMBER = "in the talent pool"
    OTHERS_OPEN = "others open"
    NOTED = "with a note"
    NAMELESS = "no names"
    SEVERAL = "several jobs"
    DIFFICULT = "difficult names"
    SEVERAL_DIFFICULT = "several jobs, difficult names"


@dataclass(frozen=True)
class _Names:
    """The names that a notice is filled with. Without `employer`, it is that of the policy."""

    given_name: str
    family_name: str | None
    recruiter: str
    jobs: tuple[tuple[str, str | None], ...]
    employer: str | None = None


_NAMES = _Names(
    "Sam", "Lee", "Dana Lee", (("Warehouse Associate", "Guelph, ON"), ("Office Administrator", "Hamilton, ON"))
)
# With an article or a vowel at the beginning, a full stop or a bracket at the end, and a person without a family name.
_DIFFICULT_NAMES = _Names(
    "Élodie", None, "Agnès O’Hara", (("Opérateur (H/F)", "Arles"), ("Admin. Asst.", None)), "Les Étoiles Inc."
)
_DIFFICULT = {Variant.DIFFICULT, Variant.SEVERAL_DIFFICULT}
_SEVERAL = {Variant.SEVERAL, Variant.SEVERAL_DIFFICULT}
_NOTED = {Variant.NOTED, *_DIFFICULT}


@dataclass(frozen=True)
class Combination:
    """One notice. Where it is about several jobs, `stage` and `reason` are those of the first."""

    language: Language
    stage: Stage
    reason: Reason
    variant: Variant

    @property
    def name(self) -> str:
        """Return the name for messages: English (Canada), interviewed, position_filled, invited."""
        return f"{name_of(self.language)}, {self.stage}, {self.reason}, {self.variant}"


def combinations(languages: tuple[Language, ...] = LANGUAGES) -> Iterator[Combination]:
    """Return all combinations in these languages."""
    return (
        Combination(language, stage, reason, variant)
        for language in languages
        for variant in Variant
        for stage in STAGES
        for reason in REASONS
    )


def notice_of(combination: Combination, *, policy: EmployerPolicy, wording: Wording) -> Mail:
    """Compose the notice as notify would, about a fictitious person and jobs."""
    names = _DIFFICULT_NAMES if combination.variant in _DIFFICULT else _NAMES
    jobs = names.jobs if combination.variant in _SEVERAL else names.jobs[:1]
    decisions = [_decision(combination, rank, names, *job) for rank, job in enumerate(jobs)]
    brand = replace(policy.brand, name=names.employer or policy.brand.name)
    return compose_rejection(
        decisions,
        ref=NoticeRef.of(_SOURCE, decisions[0].application_id),
        policy=replace(policy, brand=brand),
        wording=wording,
        invitation_link=_invitation(combination.variant),
        others_open=combination.variant is Variant.OTHERS_OPEN,
    )


def _invitation(variant: Variant) -> InvitationLink | None:
    if variant is Variant.NOT_INVITED:
        return None
    return replace(_INVITATION, is_member=variant is Variant.MEMBER)


def _decision(combination: Combination, rank: int, names: _Names, title: str, location: str | None) -> Rejection:
    named = combination.variant is not Variant.NAMELESS
    person = {"given_name": names.given_name, "family_name": names.family_name} if named else {}
    values: Mapping[str, Any] = {
        "application_id": f"A-{rank + 1}",
        "decided_at": _DECIDED_AT,
        "stage": combination.stage,
        "reason": combination.reason if rank == 0 else "unspecified",
        "note": _note(combination.language) if combination.variant in _NOTED and rank == 0 else None,
        "candidate": {"id": "C-1", "email": "sam@example.com", **person},
        "job": {"id": f"J-{rank + 1}", "title": title, "location": location if named else None},
        "recruiter": {"name": names.recruiter, "email": "dana@acme.example"} if named else None,
    }
    return Rejection.model_validate(values)


_NOTES: Mapping[str, str] = {
    "de": "Ihre Fragen zur Arbeitssicherheit haben mir gefallen. Bitte bewerben Sie sich im Frühjahr wieder.",
    "en": "I liked your questions about safety. Please do try again in spring.",
    "es": "Me gustaron sus preguntas sobre seguridad. Le animo a intentarlo de nuevo en primavera.",
    "fr": "J’ai aimé vos questions sur la sécurité. Je vous invite à postuler à nouveau au printemps.",
    "pl": "Podobały mi się Twoje pytania o bezpieczeństwo. Zapraszam do ponownej aplikacji wiosną.",
    "pt": "Gostei das suas perguntas sobre segurança. Volte a candidatar-se na primavera.",
}


def _note(language: Language) -> str:
    """Return a recruiter's note in this language."""
    return _NOTES[language.partition("-")[0]]
