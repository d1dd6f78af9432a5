"""Values that the pages may name besides their sentences: of the language, and of the employer."""

from collections.abc import Collection, Mapping

from functions.domain.employers.employers import Employer
from ops.deploy.site_languages import name_of, switch
from ops.deploy.site_words import Words


def values(words: Words, employer: Employer, operator: Employer, *, neutral: bool = False) -> dict[str, str]:
    """Return what this employer's pages and sentences may name, as text.

    `operator` is the employer in whose account all is. `host.name` is the same, and empty on the operator's own pages.
    `neutral`: the page speaks for no employer until it knows whose link it is.
    """
    brand, operators_name = employer.policy.brand, operator.policy.brand.name
    nobody = words.forms("every_page.neutral").get("every_page.neutral", "")
    return {
        "language.tag": words.language,
        "language.direction": words.direction,
        "language.name": name_of(words.language, employer.policy.languages.offered),
        "brand.name": "" if neutral else brand.name,
        "brand.contact_email": "" if neutral else brand.contact_email.reveal(),
        "brand.postal_address": "" if neutral else brand.postal_address,
        "brand.privacy_contact": brand.privacy_contact.reveal(),
        "site.name": nobody if neutral else brand.name,
        "employer.path": f"{employer.path}{words.language}/",
        "operator.name": operators_name,
        "host.name": "" if employer == operator else operators_name,
    }


def elements(
    words: Words, employer: Employer, page: str, languages: Collection[str], *, neutral: bool = False
) -> Mapping[str, str]:
    """Return what is markup: the links to the other languages, and what hides an employer who is not known yet."""
    return {
        "languages": switch(employer, page, words.language, languages),
        "unknown.hidden": " hidden" if neutral else "",
        # Without an address it is no link.
        "unknown.home": "" if neutral else f' href="{employer.path}{words.language}/"',
    }
