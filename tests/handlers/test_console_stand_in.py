"""The answers with which the console's page is tried are those of the API: each member is there, and of its type."""

from collections.abc import Iterator
from typing import Any

from functions.domain.notices.states import State
from tests.console_builders import GUELPH, Json
from tests.e2e import console_people as fixtures
from tests.e2e.console_desk import history, log_lines, waiting
from tests.handlers.console_stack import LOG, PEOPLE, PERSON, console_function
from tests.handlers.notices_desk import LIST, notices_desk

_ME, _PLACES = "GET /api/console/me", "GET /api/console/places"
# Maps whose keys are ids.
_BY_ID = {"labels"}


def lacks(real: Any, stand_in: Any, path: str = "") -> Iterator[str]:
    """Yield each member of the stand-in's answer that the real answer does not have, or has in another type."""
    if real is None or stand_in is None:
        return
    if isinstance(stand_in, dict) and isinstance(real, dict):
        for name, value in stand_in.items():
            if name in _BY_ID:
                continue
            if name in real:
                yield from lacks(real[name], value, f"{path}/{name}")
            else:
                yield f"{path}/{name}"
    elif isinstance(stand_in, list) and isinstance(real, list):
        if stand_in and real:
            yield from lacks(real[0], stand_in[0], f"{path}/0")
    elif type(real) is not type(stand_in):
        yield f"{path}: {type(real).__name__}, not {type(stand_in).__name__}"


def test_what_the_page_reads_of_callers_people_and_the_log_is_answered() -> None:
    with console_function() as console:
        sam = console.join("Sam")
        me = console.call(_ME).json
        search = console.search(place=GUELPH)
        page = console.call(PEOPLE, id=search["id"]).json
        card = console.call(PERSON, id=search["id"], candidate=sam.candidate).json
        log = console.call(LOG, "auditor").json
        places = console.call(_PLACES, q="Cambridge").json

    acme: list[Json] = [{"id": "first", "name": "Acme Logistics"}]
    assert list(lacks(me, fixtures.me(["recruiter"], "first", acme, "km"))) == []
    assert list(lacks(page["people"][0], fixtures.row(0, with_place=True))) == []
    assert list(lacks(card, fixtures.card(0))) == []
    assert list(lacks(log["lines"], log_lines(0, 1))) == []
    assert list(lacks(places["places"], fixtures.PLACES)) == []
    assert page["people"][0]["labels"]["role_families"].keys() >= set(page["people"][0]["answers"]["role_families"])
    assert {"next", "lines"} <= log.keys()
    assert {"next", "people"} <= page.keys()
    assert {"id", "count", "is_more", "area_unknown", "opening", "at"} <= search.keys()


def test_what_the_page_reads_of_notices_is_answered() -> None:
    with notices_desk() as desk:
        desk.held(2, "stale")
        doubtful = desk.open(State.UNKNOWN, review_reason="doubt")
        listed = desk.call(LIST, waiting="").json
        shown = desk.show(doubtful.ref).json
        decided = desk.decide("resolve", doubtful.ref).json
        released = desk.decide_held("release", "stale", 2).json

    assert list(lacks(listed["groups"], waiting(12)["groups"])) == []
    assert list(lacks(listed["entries"], waiting(12)["entries"])) == []
    assert list(lacks(shown, history(f"{'a' * 32}-1"))) == []
    assert isinstance(decided["said"], str)
    assert isinstance(released["said"], str)
