"""The part of an employer's settings that candidates read, in one language."""

from functions.domain.employers.choices import Choices
from functions.domain.employers.consent_text import Agency, ConsentText
from functions.domain.lean_dataclass import dataclass


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The words of the consent, the agencies and the choices. The language is the consent's own."""

    consent: ConsentText
    agencies: list[Agency]
    choices: Choices
