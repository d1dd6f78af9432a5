"""A search reads the partitions of everybody whom it may find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.pool.search.cells import covering
from functions.domain.pool.search.criteria import OPEN_FIELDS, Criteria
from functions.domain.pool.search.entry import SearchEntry
from functions.domain.pool.search.partitions import partitions_for, partitions_of
from functions.domain.pool.search.visible import found
from tests.unit.domain.pool.search.people import GUELPH, NOW, TORONTO, USE, entry, place

FAMILIES = ["warehouse", "driver", "office", "kitchen", "care"]
points = st.none() | st.tuples(st.floats(42, 45), st.floats(-82, -78))


def test_a_person_stands_under_each_family_and_under_all_of_them() -> None:
    person = entry(role_families=frozenset({"warehouse", "driver"}), point=GUELPH, distance_km=25)
    assert partitions_of(person) == (
        "#*#near#174#-322",
        "#driver#near#174#-322",
        "#warehouse#near#174#-322",
        "#*#anywhere",
    )
    assert partitions_of(entry(employer="north")) == ("north#*#unknown", "north#warehouse#unknown", "north#*#anywhere")


@pytest.mark.parametrize(
    ("criteria", "families"),
    [
        (Criteria(place=place(GUELPH), undeclared=frozenset()), ["*"]),
        (Criteria(place=place(GUELPH), undeclared=frozenset(), role_families=("driver",)), ["driver"]),
        (Criteria(place=place(GUELPH), undeclared=frozenset(), role_families=("driver", "driver")), ["driver"]),
        # The same people, in fewer reads.
        (Criteria(place=place(GUELPH), undeclared=frozenset(), role_families=tuple(FAMILIES)), ["*"]),
    ],
)
def test_a_place_is_searched_by_family_and_cell(criteria: Criteria, families: list[str]) -> None:
    expected = [f"north#{family}#{cell}" for family in families for cell in covering(GUELPH)]
    assert list(partitions_for(criteria, "north")) == expected


def test_who_has_no_area_is_read_where_the_search_wants_them() -> None:
    assert partitions_for(Criteria(place=place(GUELPH)), "")[-1] == "#*#unknown"
    assert not [
        name for name in partitions_for(Criteria(place=place(GUELPH), undeclared=frozenset()), "") if "un" in name
    ]


def test_without_a_place_everybody_is_read_once() -> None:
    assert partitions_for(Criteria(role_families=("driver", "care")), "north") == ("north#*#anywhere",)


homes = st.builds(
    lambda point, distance: {"point": point, "distance_km": distance} if point and distance else {},
    points,
    st.sampled_from([None, 5, 25, 50, 100]),
)
people = st.builds(
    lambda families, home: entry(role_families=families, **home),
    st.frozensets(st.sampled_from(FAMILIES), min_size=1),
    homes,
)
asked = st.builds(
    lambda families, there, undeclared: Criteria(
        role_families=tuple(families), place=place(there) if there else None, undeclared=undeclared
    ),
    st.frozensets(st.sampled_from(FAMILIES)),
    st.sampled_from([GUELPH, TORONTO]) | points,
    st.frozensets(st.sampled_from(OPEN_FIELDS)),
)


@given(people, asked)
def test_whoever_is_found_stands_where_the_search_reads(person: SearchEntry, criteria: Criteria) -> None:
    if found(person, criteria, USE, NOW):
        assert set(partitions_of(person)) & set(partitions_for(criteria, USE.employer))
