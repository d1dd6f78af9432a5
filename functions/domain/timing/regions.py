"""The region whose public holidays and weekend count: the candidate's, as far as it is known."""

from functions.domain.time_zones import countries_of

# ISO 3166-1, as in iso3166.tab of the time zone database. Others, such as EL for Greece, are of other lists.
_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
COUNTRIES = frozenset(_CODES.split())


def known_region(region: str | None) -> str | None:
    """Return the region, or None where its country is none of ISO 3166-1."""
    return region if region and region.partition("-")[0] in COUNTRIES else None


def region_of(
    *,
    candidate_region: str | None,
    candidate_zone: str | None,
    job_region: str | None,
    job_zone: str | None,
    company_region: str | None,
) -> str | None:
    """Return the region as ISO 3166, from the first source that has one.

    In order: the candidate's region, the country of their time zone, the job's region, the country of the job's time
    zone, the employer's region. A country is refined to the region of job or employer where that lies in it. A region
    that is none is ignored.
    """
    candidate_region, job_region = known_region(candidate_region), known_region(job_region)
    if candidate_region:
        return candidate_region
    if countries := countries_of(candidate_zone):
        return _refined(countries, job_region, company_region)
    if job_region:
        return job_region
    if countries := countries_of(job_zone):
        return _refined(countries, company_region)
    return company_region


def _refined(countries: tuple[str, ...], *regions: str | None) -> str:
    return next((region for region in regions if region and region.partition("-")[0] in countries), countries[0])
