"""What is known of a person over all their applications: in memory and in DynamoDB."""

from datetime import timedelta

import pytest

from functions.domain.notices.person import Person, PersonEnd
from functions.domain.notices.reference import Application
from functions.domain.notices.revocation import Revocation
from functions.notify.ports import People as PeoplePort
from functions.stores.sending.keyed_name import keyed_name
from functions.stores.sending.people import PeopleStore
from tests.builders import DECIDED_AT, SOURCE, minutes
from tests.fakes.people import FakePeople
from tests.notify_stack import SENDING, NotifyStack
from tests.optin_builders import keyed

KEEP = timedelta(days=1096)
SAM, KIM = "candidate-sam", "mailbox-kim"
ONE, TWO, THREE = (Application(SOURCE, id_) for id_ in ("A-1", "A-2", "A-3"))
MOST = 500


@pytest.fixture(params=["fake", "moto"])
def people(request: pytest.FixtureRequest) -> PeoplePort:
    if request.param == "fake":
        return FakePeople()
    stack: NotifyStack = request.getfixturevalue("stack")
    return PeopleStore(stack.dynamodb, SENDING, KEEP, keyed)


def met(people: PeoplePort, *applications: Application, key: str = SAM) -> Person:
    return people.register({key: frozenset(applications)}, DECIDED_AT)[key]


def closed(people: PeoplePort, later: float = 0, cause: str = "hired") -> Person:
    return people.close(SAM, Revocation(cause, DECIDED_AT + minutes(later)), DECIDED_AT, ONE)


def ends(*closings: tuple[str, float]) -> frozenset[PersonEnd]:
    return frozenset(PersonEnd(DECIDED_AT + minutes(later), cause, ONE) for cause, later in closings)


class TestPeople:
    def test_whom_nobody_has_met_is_not_known(self, people: PeoplePort) -> None:
        assert people.get_many([SAM, KIM]) == {}
        assert people.get_many([]) == {}
        assert people.register({}, DECIDED_AT) == {}

    def test_an_application_is_entered_and_found(self, people: PeoplePort) -> None:
        assert met(people, ONE) == Person(frozenset({ONE}))
        assert people.get_many([SAM, SAM, KIM]) == {SAM: Person(frozenset({ONE}))}

    def test_applications_add_up_and_the_same_one_twice_is_one(self, people: PeoplePort) -> None:
        met(people, ONE)
        met(people, ONE)
        assert met(people, ONE, TWO).applications == {ONE, TWO}

    def test_the_same_id_at_another_source_is_another_application(self, people: PeoplePort) -> None:
        elsewhere = Application('/ats/"other", with quotes', ONE.id)
        assert met(people, ONE, elsewhere).applications == {ONE, elsewhere}

    def test_several_people_are_met_at_once(self, people: PeoplePort) -> None:
        met(people, ONE)
        assert people.register({SAM: frozenset({TWO}), KIM: frozenset({TWO, THREE})}, DECIDED_AT) == {
            SAM: Person(frozenset({ONE, TWO})),
            KIM: Person(frozenset({TWO, THREE})),
        }

    def test_more_people_are_met_than_one_call_takes(self, people: PeoplePort) -> None:
        crowd = {f"candidate-{n}": frozenset({Application(SOURCE, str(n))}) for n in range(150)}
        expected = {key: Person(applications) for key, applications in crowd.items()}
        assert people.register(crowd, DECIDED_AT) == expected
        assert people.get_many(crowd) == expected

    def test_closing_returns_the_applications_that_are_known(self, people: PeoplePort) -> None:
        met(people, ONE, TWO)
        person = closed(people)
        assert person == Person(frozenset({ONE, TWO}), ends(("hired", 0)))
        assert people.get_many([SAM]) == {SAM: person}

    def test_whom_nobody_has_met_can_be_closed(self, people: PeoplePort) -> None:
        assert closed(people, cause="erased") == Person(frozenset(), ends(("erased", 0)))

    @pytest.mark.parametrize("later", [-1, 0, 1])
    def test_each_closing_is_kept_beside_the_others(self, people: PeoplePort, later: float) -> None:
        """Not the latest alone: an operator may undo a wrong hire, and what else closed the person must still stand."""
        met(people, ONE)
        closed(people)
        person = closed(people, later=later, cause="erased")
        assert person == Person(frozenset({ONE}), ends(("hired", 0), ("erased", later)))
        assert people.get_many([SAM]) == {SAM: person}

    def test_the_same_closing_again_changes_nothing(self, people: PeoplePort) -> None:
        met(people, ONE)
        before = closed(people)
        assert closed(people) == before
        assert people.get_many([SAM]) == {SAM: before}

    def test_who_is_met_after_the_closing_is_seen_to_be_closed(self, people: PeoplePort) -> None:
        closed(people)
        person = met(people, ONE)
        assert person == Person(frozenset({ONE}), ends(("hired", 0)))
        assert person.end_of(DECIDED_AT) == PersonEnd(DECIDED_AT, "hired", ONE)
        assert person.end_of(DECIDED_AT + minutes(1)) is None

    def test_it_is_known_whose_hire_or_erasure_closed_it_in_whatever_order(self, people: PeoplePort) -> None:
        met(people, ONE)
        people.close(SAM, Revocation("hired", DECIDED_AT), DECIDED_AT, ONE)
        people.close(SAM, Revocation("hired", DECIDED_AT - minutes(1)), DECIDED_AT, TWO)
        person = people.close(SAM, Revocation("erased", DECIDED_AT), DECIDED_AT, None)
        assert person.closed_by == {ONE, TWO, None}
        assert person.end_of(DECIDED_AT) == PersonEnd(DECIDED_AT, "erased", None)
        assert people.get_many([SAM]) == {SAM: person}

    def test_a_shared_id_stays_known_as_one(self, people: PeoplePort) -> None:
        met(people, ONE)
        assert people.mark_shared(SAM) == Person(frozenset({ONE}), is_shared=True)
        assert closed(people).is_shared
        assert met(people, TWO).is_shared

    def test_closing_one_closes_no_other(self, people: PeoplePort) -> None:
        met(people, ONE, key=KIM)
        closed(people)
        assert people.get_many([KIM]) == {KIM: Person(frozenset({ONE}))}


@pytest.fixture
def stored(stack: NotifyStack) -> PeopleStore:
    return PeopleStore(stack.dynamodb, SENDING, KEEP, keyed)


def end_of(stack: NotifyStack, key: str) -> int:
    item = stack.dynamodb.get_item(TableName=SENDING, Key={"name": {"S": keyed_name(key, keyed)}})["Item"]
    return int(item["expires_at"]["N"])


def test_a_full_record_stays_readable_and_keeps_nobody_else_out(stored: PeopleStore) -> None:
    many = frozenset(Application(SOURCE, str(n)) for n in range(MOST))
    assert met(stored, *many).applications == many
    found = stored.register({SAM: frozenset({ONE}), KIM: frozenset({ONE})}, DECIDED_AT)
    assert found == {SAM: Person(many), KIM: Person(frozenset({ONE}))}
    assert closed(stored).applications == many


def test_a_record_takes_applications_until_it_is_full(stored: PeopleStore) -> None:
    many = [Application(SOURCE, str(n)) for n in range(MOST - 1)]
    met(stored, *many)
    assert ONE in met(stored, ONE).applications
    assert TWO not in met(stored, TWO).applications


def test_who_is_not_heard_of_any_more_expires(stack: NotifyStack, stored: PeopleStore) -> None:
    met(stored, ONE)
    assert end_of(stack, SAM) == int((DECIDED_AT + KEEP).timestamp())
    stored.register({SAM: frozenset({TWO})}, DECIDED_AT + minutes(5))
    assert end_of(stack, SAM) == int((DECIDED_AT + minutes(5) + KEEP).timestamp())


def test_a_closing_outlives_what_it_closes(stack: NotifyStack, stored: PeopleStore) -> None:
    until = DECIDED_AT + timedelta(days=90)
    stored.close(SAM, Revocation("hired", until), DECIDED_AT, ONE)
    assert end_of(stack, SAM) == int((until + KEEP).timestamp())
    stored.register({SAM: frozenset({ONE})}, DECIDED_AT)
    assert end_of(stack, SAM) >= int(until.timestamp())
