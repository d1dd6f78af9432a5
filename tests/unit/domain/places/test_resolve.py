"""What people type as their area, of all countries of the table, and what it is taken for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.places.resolve import MAX_CHOICES, Resolution, Verdict, resolve
from functions.domain.places.table import place_table


def look_up(text: str, country: str | None) -> Resolution:
    return resolve(text, country, place_table())


def shown(resolution: Resolution) -> list[tuple[str, str | None, str]]:
    return [(place.name, place.region, place.country) for place in resolution.places]


@pytest.mark.parametrize(
    ("text", "country", "name", "region", "lives_in"),
    [
        ("Guelph", "CA", "Guelph", "Ontario", "CA"),
        ("guelph", "CA", "Guelph", "Ontario", "CA"),
        ("  GUELPH ,  ON ", "CA", "Guelph", "Ontario", "CA"),
        ("Guelph Ontario", "CA", "Guelph", "Ontario", "CA"),
        ("Guelph, Ontario, Canada", "US", "Guelph", "Ontario", "CA"),
        ("Montréal", "CA", "Montréal", "Québec", "CA"),
        ("montreal qc", "CA", "Montréal", "Québec", "CA"),
        ("Quebec City", "CA", "Québec", "Québec", "CA"),
        ("Saint-Jérôme", "CA", "Saint-Jérôme", "Québec", "CA"),
        ("st jerome", "CA", "Saint-Jérôme", "Québec", "CA"),
        ("St-Jérôme (Québec)", "CA", "Saint-Jérôme", "Québec", "CA"),
        ("St. John's", "CA", "St. John's", "Newfoundland and Labrador", "CA"),
        ("St Johns, NL", "CA", "St. John's", "Newfoundland and Labrador", "CA"),
        ("Val d’Or", "CA", "Val-d'Or", "Québec", "CA"),
        ("London", "CA", "London", "Ontario", "CA"),
        ("London", "GB", "London", "England", "GB"),
        ("London, UK", "CA", "London", "England", "GB"),
        ("London SW1A 1AA", "GB", "London", "England", "GB"),
        ("Edinburgh EH1", "GB", "Edinburgh", "Scotland", "GB"),
        ("Springfield, IL", "US", "Springfield", "Illinois", "US"),
        ("springfield illinois", "US", "Springfield", "Illinois", "US"),
        ("New York", "US", "New York City", "New York", "US"),
        ("Washington, D.C.", "US", "Washington", "District of Columbia", "US"),
        ("Kansas City Kansas", "US", "Kansas City", "Kansas", "US"),
        ("Dublin", "IE", "Dublin", "Leinster", "IE"),
        ("Dublin 4", "IE", "Dublin", "Leinster", "IE"),
        ("Cork", "IE", "Cork", "Munster", "IE"),
        ("München", "DE", "München", "Bayern", "DE"),
        ("Muenchen", "DE", "München", "Bayern", "DE"),
        ("Munich", "CA", "München", "Bayern", "DE"),
        ("Monachium", "PL", "München", "Bayern", "DE"),
        ("Munich, Bavière", "FR", "München", "Bayern", "DE"),
        ("80331 München", "DE", "München", "Bayern", "DE"),
        ("D-80331 München", "AT", "München", "Bayern", "DE"),
        ("Halle (Saale)", "DE", "Halle (Saale)", "Sachsen-Anhalt", "DE"),
        ("Frankfurt am Main", "DE", "Frankfurt am Main", "Hessen", "DE"),
        ("Göttingen", "DE", "Göttingen", "Niedersachsen", "DE"),
        ("Goettingen", "DE", "Göttingen", "Niedersachsen", "DE"),
        ("Wien", "AT", "Wien", "Wien", "AT"),
        ("1010 Wien", "AT", "Wien", "Wien", "AT"),
        ("Genf", "CH", "Genève", "Genève", "CH"),
        ("8001 Zürich", "CH", "Zürich", "Zürich", "CH"),
        ("St. Gallen", "CH", "Sankt Gallen", "St. Gallen", "CH"),
        ("Vaduz", "LI", "Vaduz", None, "LI"),
        ("Luxemburg", "LU", "Luxembourg", None, "LU"),
        ("Lyon", "FR", "Lyon", "Auvergne-Rhône-Alpes", "FR"),
        ("75015 Paris", "FR", "Paris", "Île-de-France", "FR"),
        ("St Denis", "FR", "Saint-Denis", "Île-de-France", "FR"),
        ("Brussel", "BE", "Bruxelles / Brussel", "Bruxelles-Capitale", "BE"),
        ("Anvers", "BE", "Antwerpen", "Vlaanderen", "BE"),
        ("La Coruña", "ES", "A Coruña", "Galicia", "ES"),
        ("Donostia", "ES", "Donostia / San Sebastián", "País Vasco", "ES"),
        ("Guadalajara", "ES", "Guadalajara", "Castilla-La Mancha", "ES"),
        ("Guadalajara", "MX", "Guadalajara", "Jalisco", "MX"),
        ("CDMX", "MX", "Ciudad de México", "Ciudad de México", "MX"),
        ("Warszawa", "PL", "Warszawa", "mazowieckie", "PL"),
        ("00-950 Warszawa", "PL", "Warszawa", "mazowieckie", "PL"),
        ("lodz", "PL", "Łódź", "łódzkie", "PL"),
        ("Cracow", "PL", "Kraków", "małopolskie", "PL"),
        ("Lisbonne", "FR", "Lisboa", "Lisboa", "PT"),
        ("1000-001 Lisboa", "PT", "Lisboa", "Lisboa", "PT"),
        ("Sao Paulo - SP", "BR", "São Paulo", "São Paulo", "BR"),
        ("Sydney", "AU", "Sydney", "New South Wales", "AU"),
        ("Auckland", "NZ", "Auckland", "Auckland", "NZ"),
        ("Madrid", "FR", "Madrid", "Comunidad de Madrid", "ES"),
    ],
)
def test_a_town_is_found(text: str, country: str, name: str, region: str | None, lives_in: str) -> None:
    found = look_up(text, country)
    assert found.verdict is Verdict.FOUND
    assert shown(found) == [(name, region, lives_in)]
    assert not found.is_address


@pytest.mark.parametrize("text", ["N1G", "n1g", "n1g 4x7", "N1G4X7", "N1G-4X7", "Guelph N1G 4X7", "Guelph, ON N1G"])
def test_a_canadian_code_is_its_district_however_it_is_typed(text: str) -> None:
    for country in ("CA", "US", None):
        assert shown(look_up(text, country)) == [("N1G Guelph Central", "Ontario", "CA")]


@pytest.mark.parametrize("text", ["90210", "90210-1234", "Beverly Hills, CA 90210", "90210 USA"])
def test_a_zip_code_is_its_centre_with_or_without_its_last_four(text: str) -> None:
    assert shown(look_up(text, "US")) == [("Beverly Hills 90210", "California", "US")]


def test_a_code_of_five_digits_is_of_the_employers_country() -> None:
    assert look_up("10115", "US").place is not None
    # Berlin's is New York's too: nobody in Germany is put there.
    assert look_up("10115", "DE").verdict is Verdict.TOWN_NEEDED
    assert shown(look_up("10115 Berlin", "DE")) == [("Berlin", "Berlin", "DE")]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        *[("K0A", "CA"), ("k0a 1a0", "CA"), ("K0A, Ontario", "CA"), ("H0H 0H0", "CA"), ("80331", "DE")],
        *[("00-950", "PL"), ("1000-001", "PT"), ("SW1A 1AA", "GB"), ("SW1A", "GB"), ("D02 X285", "IE")],
        *[("8001", "CH"), ("99999", "US")],
    ],
)
def test_a_code_that_says_too_little_asks_for_the_town(text: str, country: str) -> None:
    assert look_up(text, country) == Resolution(Verdict.TOWN_NEEDED)


def test_a_rural_code_with_its_town_is_the_town_of_that_province() -> None:
    assert shown(look_up("Perth K0A 1A0", "CA")) == [("Perth", "Ontario", "CA")]


@pytest.mark.parametrize(
    ("text", "country", "offered"),
    [
        ("Cambridge", "CA", [("Cambridge", "Ontario", "CA"), ("Cambridge", "Nova Scotia", "CA")]),
        ("Frankfurt", "DE", [("Frankfurt am Main", "Hessen", "DE"), ("Frankfurt (Oder)", "Brandenburg", "DE")]),
        ("Kansas City", "US", [("Kansas City", "Missouri", "US"), ("Kansas City", "Kansas", "US")]),
        ("London, CA", "US", [("London", "Ontario", "CA"), ("London", "California", "US")]),
    ],
)
def test_what_several_places_are_called_is_a_choice_the_most_populous_first(
    text: str, country: str, offered: list[tuple[str, str, str]]
) -> None:
    found = look_up(text, country)
    assert found.verdict is Verdict.AMBIGUOUS
    assert shown(found) == offered


def test_no_choice_is_longer_than_ten_places() -> None:
    assert len(look_up("Springfield", "US").places) == MAX_CHOICES


@pytest.mark.parametrize(
    ("text", "country"),
    [
        *[("xyzzy", "CA"), ("", "CA"), ("  , ", None), ("Lagos, Nigeria", "PT"), ("anywhere near a train", "GB")],
        *[
            ("Ontario", "CA"),
            ("Canada", "CA"),
            ("Deutschland", "DE"),
            ("Guelph, British Columbia", "CA"),
            ("渋谷", None),
        ],
    ],
)
def test_what_the_table_does_not_know_is_unknown(text: str, country: str | None) -> None:
    assert look_up(text, country) == Resolution(Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "country", "name"),
    [
        ("12 Main Street, Guelph", "CA", "Guelph"),
        ("12 Main St, Guelph, ON N1G 4X7", "CA", "N1G Guelph Central"),
        ("12 Main St Guelph ON N1G 4X7", "CA", "N1G Guelph Central"),
        ("12345 Main Street, Beverly Hills, CA 90210", "US", "Beverly Hills 90210"),
        ("Hauptstraße 5, 80331 München", "DE", "München"),
        ("Am Markt 3, Göttingen", "DE", "Göttingen"),
        ("ul. Marszałkowska 10, Warszawa", "PL", "Warszawa"),
        ("rue de la Paix 3, Lyon", "FR", "Lyon"),
        ("Calle Mayor 3, Guadalajara", "ES", "Guadalajara"),
        ("Rua Augusta 100, Lisboa", "PT", "Lisboa"),
    ],
)
def test_of_a_street_address_only_the_place_is_taken(text: str, country: str, name: str) -> None:
    found = look_up(text, country)
    assert [place.name for place in found.places] == [name]
    assert found.is_address


@pytest.mark.parametrize(
    "text", ["12 Main Street", "7 rue Principale", "Hauptstr. 5", "12345 Elm Street", "ul. Długa 4"]
)
def test_a_street_without_a_place_is_refused(text: str) -> None:
    assert look_up(text, "CA") == Resolution(Verdict.STREET, is_address=True)


@pytest.mark.parametrize("text", ["St Louis 63101", "St. Catharines L2R 3M2", "9000 St. Gallen", "Fort St. John"])
def test_a_saint_is_no_street(text: str) -> None:
    assert not look_up(text, "US").is_address


@given(st.text(max_size=60), st.sampled_from(["CA", "US", "GB", "DE", "PL", None]))
def test_every_text_has_a_verdict(text: str, country: str | None) -> None:
    found = look_up(text, country)
    assert len(found.places) <= MAX_CHOICES
    assert (found.verdict is Verdict.FOUND) == (len(found.places) == 1)
    assert (found.verdict is Verdict.AMBIGUOUS) == (len(found.places) > 1)


def test_two_entries_of_one_town_are_one_place() -> None:
    offered = look_up("Newcastle", "GB").places
    assert all(one.region != other.region or one.distance_m(other) > 15_000 for one, other in pairwise(offered))
