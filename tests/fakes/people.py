"""People in memory. They share their contract's tests with the real ones."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from functions.domain.notices.person import Person, PersonEnd
from functions.domain.notices.reference import Application
from functions.domain.notices.revocation import Revocation


class FakePeople:
    def __init__(self) -> None:
        self.people: dict[str, Person] = {}

    def register(self, applications: Mapping[str, frozenset[Application]], at: datetime) -> dict[str, Person]:
        for key, new in applications.items():
            person = self.people.get(key, Person())
            self.people[key] = replace(person, applications=person.applications | new)
        return self.get_many(applications)

    def get_many(self, keys: Iterable[str]) -> dict[str, Person]:
        return {key: self.people[key] for key in keys if key in self.people}

    def close(self, key: str, back: Revocation, at: datetime, by: Application | None) -> Person:
        person = self.people.get(key, Person())
        self.people[key] = replace(person, ends=person.ends | {PersonEnd(back.until, back.cause, by)})
        return self.people[key]

    def mark_shared(self, key: str) -> Person:
        self.people[key] = replace(self.people.get(key, Person()), is_shared=True)
        return self.people[key]
