"""The filters of a search, as a command line names them, with who is found by each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from ops.terminal.command_line import require_text


@dataclass(frozen=True)
class Filter:
    """One filter. `name` is that of `Criteria`, `open_as` the field that a person may have left open."""

    name: str
    option: str
    finds: str
    open_as: str | None = None

    def describe(self, undeclared: frozenset[str] = frozenset()) -> str:
        """Return whom the filter finds, where these fields may be left open."""
        return self.finds + (", or did not say" if self.open_as in undeclared else "")


FILTERS = (
    Filter("role_families", "--family", "named any of these roles"),
    Filter("shifts", "--shift", "named any of these", "shifts"),
    Filter("hours", "--hours", "named any of these", "hours"),
    Filter("licences", "--licence", "named all of these", "licences"),
    Filter("place", "--area", "named a distance in which it lies", "area"),
    Filter("starts_on", "--starts-on", "can start on that day, or before", "earliest_start"),
    Filter("language", "--language", "chose this language"),
    Filter("channel", "--channel", "chose this way of contact"),
    Filter("agency", "--agency", "ticked this agency's name"),
)
OPTIONS = {one.name: one.option for one in FILTERS} | {"undeclared": "--also-undeclared or --only-declared"}


def _many(option: str, name: str, finds: str) -> Any:
    said = f"Id of a choice, also several times: who {finds}."
    return click.option(option, name, multiple=True, callback=require_text, metavar="ID", help=said)


def _one(option: str, name: str, metavar: str, said: str) -> Any:
    return click.option(option, name, callback=require_text, metavar=metavar, help=said)


_OF_FILTERS = {one.name: one for one in FILTERS}
_OPTIONS = (
    _one("--opening", "opening", "TEXT", "The opening, as you call it. Without it, nobody's name is shown."),
    *(
        _many(_OF_FILTERS[name].option, name, _OF_FILTERS[name].finds)
        for name in ("role_families", "shifts", "hours", "licences")
    ),
    _one("--area", "area", "TEXT", "A town or postal code: who named a distance in which it lies."),
    _one("--place", "place", "ID", "The id of a place, where several have the same name."),
    click.option(
        "--starts-on",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DAY",
        help="Who can start on that day, such as 2026-12-01, or before.",
    ),
    *(
        _one(_OF_FILTERS[name].option, name, "ID", f"Who {_OF_FILTERS[name].finds}.")
        for name in ("language", "channel")
    ),
    _one("--agency", "agency", "ID", "Who ticked this agency's name."),
    click.option(
        "--also-undeclared",
        "also",
        multiple=True,
        callback=require_text,
        metavar="FIELD",
        help="Find also who left this field open. So it is for all of them but licences.",
    ),
    click.option(
        "--only-declared",
        "only",
        multiple=True,
        callback=require_text,
        metavar="FIELD",
        help="Leave out who left this field open: shifts, hours, licences, earliest_start or area.",
    ),
    _one(
        "--employer", "employer", "ID", "Whose people: an id in company.toml, or first. Needed where there are several."
    ),
    click.option("--exact", is_flag=True, help="Count to the end. Without it, counting stops at 500."),
)


def filter_options[Command: Callable[..., Any]](command: Command) -> Command:
    """Give a command the options of a search."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
