"""The receipt of an opt-in in one language: its words keep what those of every mail do, and none of them is unused."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from functions.domain.employers.consent_text import Receipt, expiry
from functions.domain.employers.language import Language
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.membership import OptIn
from functions.letters.receipt import SelfServiceLinks, compose_receipt
from functions.letters.wording import Wording, read_wording
from functions.mail.message import Mail
from ops.words.lint.combinations import Combination, Way
from ops.words.lint.findings import Finding
from ops.words.lint.mails import everything_is_filled_in, names_its_language, nothing_forbidden, small_enough
from ops.words.lint.readability import reads_easily
from ops.words.lint.recorder import Listening, Unsayable
from ops.words.lint.rendered import Rendered, read
from ops.words.lint.subjects import subject_fits_a_line

# Which stand above or below the letter, or are no sentences.
_NO_LETTER = {f"receipt.{name}" for name in ("subject", "button", "link", "why", "unsubscribe")}
_SITE, _GIVEN_AT = "https://stay.acme.example", datetime(2026, 11, 23, 15, 4, tzinfo=UTC)


def the_letter_reads_easily(one: Rendered) -> Iterator[str]:
    letter = tuple(said for said in one.said if said.place not in _NO_LETTER)
    yield from reads_easily(replace(one, said=letter))


_RULES: tuple[Callable[[Rendered], Iterator[str]], ...] = (
    everything_is_filled_in,
    nothing_forbidden,
    the_letter_reads_easily,
    subject_fits_a_line,
    small_enough,
    names_its_language,
)


def receipt_of(policy: EmployerPolicy, wording: Wording) -> Mail:
    """The receipt as optin would compose it, of somebody made up who ticked everything."""
    links = SelfServiceLinks(_SITE, "c" * 80, f"{_SITE}/api/unsubscribe/{'t' * 48}")
    return compose_receipt(_opt_in(policy), policy=policy, wording=wording, links=links)


def receipt_findings(language: Language, policy: EmployerPolicy, folder: Path) -> list[Finding]:
    """What is wrong with the receipt's words, where the language's files can be read."""
    wording = Listening.to(read_wording(language, folder))
    try:
        one = read(receipt_of(policy, wording), Combination(language, "applied", "unspecified", Way.INVITED), wording)
    except Unsayable as err:
        return [Finding(f"{language}.toml {err.place}", err.says)]
    said = {sentence.place for sentence in one.said}
    unsaid = [f"receipt.{name}" for name in wording.sentences["receipt"] if f"receipt.{name}" not in said]
    return [
        *(Finding(f"{language}.toml {place}", "is never said: no receipt has it, take it out") for place in unsaid),
        *(Finding(f"{language} receipt", says) for rule in _RULES for says in rule(one)),
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
        email=EmailAddress("sam@example.com"),
        given_name=PersonName("Sam"),
        family_name=None,
        answers={},
        months=12,
        receipt=receipt,
        joined_at=_GIVEN_AT,
        request_sha256="",
    )
