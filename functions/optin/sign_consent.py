"""The signature under a consent: anybody can tell with the public key alone that it is ours, and unchanged."""

from dataclasses import replace

from functions.domain.pool.consent_record import MEDIA_TYPE, Parties, consent_record
from functions.domain.pool.membership import OptIn
from functions.optin.ports import Ports
from functions.optin.referral import employer_of


def signed(opt_in: OptIn, *, ports: Ports) -> OptIn:
    """Return the opt-in with its receipt signed, as it stands. Raises what KMS raises: nothing is recorded then."""
    employer = employer_of(opt_in.employer, employers=ports.employers)
    receipt, brand = opt_in.receipt, employer.policy.brand
    privacy_notice = f"{ports.site_url}{employer.path}{receipt.consent['language']}/privacy/"
    parties = Parties(opt_in.candidate, brand.postal_address, brand.privacy_contact.reveal(), privacy_notice)
    record = consent_record(receipt, parties, region=ports.region)
    return replace(opt_in, receipt=replace(receipt, jws=ports.receipt_signer.sign(record, MEDIA_TYPE)))
