"""Checks of the receipt of an opt-in: its wording follows the rules of every email, and no sentence is unused."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from functions.domain.employers.language import Language
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.consent import Receipt, expiry
from functions.domain.pool.membership import OptIn
from functions.letters.receipt import SelfServiceLinks, compose_receipt
from functions.letters.wording import Wording
from functions.mail.message import Mail
from ops.words.lint.combinations import Combination, Variant
from ops.words.lint.findings import Finding
from ops.words.lint.language_names import name_of
from ops.words.lint.names import no_marks_collide, no_word_depends_on_a_name
from ops.words.lint.readability import reads_easily
from ops.words.lint.recorder import MissingSentence, RecordingWording
from ops.words.lint.rendered_notice import RenderedNotice, parse
from ops.words.lint.rules import everything_is_filled_in, names_its_language, nothing_forbidden, small_enough
from ops.words.lint.subjects import subject_fits_a_line
from ops.words.source import read_wording

# These stand above or below the letter, or are not sentences.
_OUTSIDE_LETTER = {f"receipt.{name}" for name in ("subject", "button", "why", "unsubscribe")}
_SITE, _GIVEN_AT = "https://stay.acme.example", datetime(2026, 11, 23, 15, 4, tzinfo=UTC)


def the_letter_reads_easily(receipt: RenderedNotice) -> Iterator[str]:
    """Apply the limit of readability to the letter alone."""
    letter = tuple(sentence for sentence in receipt.sentences if sentence.place not in _OUTSIDE_LETTER)
    yield from reads_easily(replace(receipt, sentences=letter))


_RULES: tuple[Callable[[RenderedNotice], Iterator[str]], ...] = (
    everything_is_filled_in,
    nothing_forbidden,
    no_word_depends_on_a_name,
    no_marks_collide,
    the_letter_reads_easily,
    subject_fits_a_line,
    small_enough,
    names_its_language,
)


def receipt_of(policy: EmployerPolicy, wording: Wording) -> Mail:
    """Compose the receipt as optin would, for a fictitious person who ticked everything."""
    links = SelfServiceLinks(_SITE, "c" * 80, f"{_SITE}/api/unsubscribe/{'t' * 48}")
    return compose_receipt(_opt_in(policy), ref=NoticeRef("r" * 32), policy=policy, wording=wording, links=links)


def receipt_findings(language: Language, policy: EmployerPolicy, folder: Path) -> list[Finding]:
    """Return what is wrong with the receipt's wording. The language's files must be readable."""
    wording = RecordingWording.of(read_wording(language, folder))
    try:
        composed = receipt_of(policy, wording)
        receipt = parse(composed, Combination(language, "applied", "unspecified", Variant.INVITED), wording)
    except MissingSentence as err:
        return [Finding(f"{language}.toml {err.place}", err.message)]
    used = {sentence.place for sentence in receipt.sentences}
    unused = [f"receipt.{name}" for name in wording.sentences["receipt"] if f"receipt.{name}" not in used]
    return [
        *(Finding(f"{language}.toml {place}", "is not used in the receipt: remove it") for place in unused),
        *(
            Finding(f"{name_of(language)}, receipt", message, group=language)
            for rule in _RULES
            for message in rule(receipt)
        ),
    ]


def _opt_in(policy: EmployerPolicy) -> OptIn:
    text = policy.consent
    receipt = Receipt(
        id="0" * 32,
        given_at=_GIVEN_AT,
        expires_at=expiry(_GIVEN_AT, 12),
        employer=policy.brand.name,
        consent={"id": text.id, "version": text.version, "language": text.language},
        intro=text.intro,
        purposes=[{"id": purpose.id, "text": purpose.text} for purpose in text.purposes],
        agencies=[{"id": agency.id, "name": agency.name, "text": agency.text} for agency in policy.agencies],
        method="web form",
        notice="0" * 32,
    )
    return OptIn(
        candidate="0" * 32,
        revision=1,
        employer="",
        source="",
        candidate_id="",
        application_id="",
        notice=NoticeRef("0" * 32),
        join_until=_GIVEN_AT,
        email=EmailAddress("sam@example.com"),
        given_name=PersonName("Sam"),
        family_name=PersonName("Lee"),
        answers={},
        months=12,
        receipt=receipt,
        joined_at=_GIVEN_AT,
        request_sha256="",
    )
