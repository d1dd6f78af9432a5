"""What somebody with AWS credentials types to search the talent pool, and what comes of it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from functions.domain.employers.employers import Employers
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.places.table import place_table
from functions.domain.pool.access import AccessLine
from functions.domain.pool.membership import OptIn
from functions.stores.pool.access_log import AccessLog
from functions.stores.pool.talent_pool import TalentPool
from ops.__main__ import commands
from tests.console_builders import GUELPH
from tests.optin_builders import answers, opt_in, person_key, receipt

OPENING = ("--opening", "R-1042 Forklift driver")
FIRST = ("--employer", "first")
_NUMBERS = count(1)


@dataclass
class SearchDesk:
    """The command line on a deployed stack."""

    pool: TalentPool
    log: AccessLog
    folder: Path
    employers: Employers

    def run(self, *arguments: str, typed: str = "") -> tuple[int, str]:
        """The exit code, and everything that is printed."""
        result = CliRunner().invoke(commands, ["pool", *arguments], input=typed, catch_exceptions=False)
        return result.exit_code, result.output

    def does(self, *arguments: str, typed: str = "") -> str:
        status, said = self.run(*arguments, typed=typed)
        assert status == 0, said
        return said

    def refuses(self, *arguments: str, status: int = 1) -> str:
        code, said = self.run(*arguments)
        assert code == status, said
        return said

    def search(self, *arguments: str, typed: str = "") -> str:
        return self.does("search", *OPENING, *FIRST, *arguments, typed=typed)

    def export(self, name: str, *arguments: str) -> str:
        return self.does("export", *OPENING, *FIRST, "--to", str(self.folder / name), *arguments)

    def lines(self, employer: str = "") -> list[AccessLine]:
        """The lines of the access log, newest first."""
        return self.log.lines(employer, f"{datetime.now(UTC):%Y-%m}", "", 100)[0]

    def joins(self, name: str, *, days_ago: float = 0, employer: str = "", **profile: Any) -> OptIn:
        """Let somebody be in the pool, with these answers, near Guelph."""
        address = f"person.{next(_NUMBERS)}@mailbox.example"
        given_at = datetime.now(UTC) - timedelta(days=days_ago, seconds=1)
        known = {name: profile.pop(name) for name in ("paused_until", "agencies") if name in profile}
        agreed = receipt(given_at=given_at, agencies=known.pop("agencies", []))
        place = place_table().find(GUELPH)
        assert place
        person = opt_in(
            candidate=person_key(address, name, None, employer),
            employer=employer,
            email=EmailAddress(address),
            given_name=PersonName(name),
            family_name=None,
            answers=answers(**{"earliest_start": None, "area": "Guelph", **profile}),
            receipt=agreed,
            joined_at=given_at,
            place=place.record(),
        )
        person = replace(person, **known)
        assert self.pool.join(person)
        return person
