"""Values of the file as it is shipped, which no deployment to an account should keep."""

import re
from collections.abc import Iterator

from functions.domain.employers.employers import Employer, Employers

# Reserved by RFC 2606 and RFC 6761: nobody has them, and no email arrives there.
_RESERVED = re.compile(r"(^|\.)(example|test|invalid|localhost|example\.(com|net|org))$", re.IGNORECASE)
_SAMPLE_SOURCE = "/ats/example/"
_SAMPLE_AGENCIES = {"NorthStaff Inc.", "Bright Desk Staffing Ltd."}


def sample_values(employers: Employers) -> list[str]:
    """Return a line for each value that is still the sample's."""
    found = [line for employer in employers.every() for line in _of(employer, employers)]
    # What another employer has from the first is told once.
    return list(dict.fromkeys(found))


def _of(employer: Employer, employers: Employers) -> Iterator[str]:
    policy, where = employer.policy, f"employers.{employer.id}." if employer.id else ""
    addresses = {
        "brand.contact_email": policy.brand.contact_email,
        "brand.privacy_contact": policy.brand.privacy_contact,
        "sender.email": policy.sender.email,
    }
    for setting, address in addresses.items():
        if _RESERVED.search(address.reveal().rpartition("@")[2]):
            yield f"{where}{setting} is in a domain that nobody has"
    if any(source.startswith(_SAMPLE_SOURCE) for source in employers.sources_of(employer.id)):
        yield f"employers.{employer.id} is the sample of another employer"
    for agency in policy.agencies:
        if agency.name in _SAMPLE_AGENCIES:
            yield f"agencies has the sample {agency.name!r}, with which candidates could agree to share their data"
