"""The console's calls by their route: what each reads of a request, and which use case answers it."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from urllib.parse import quote

from functions.console.caller import Caller
from functions.console.ports import Ports
from functions.console.wording import words_for
from functions.domain.employers.policy import EmployerPolicy
from functions.runtime.http.problem import Problem
from functions.runtime.http.request import Request
from functions.runtime.http.response import Response

type ConsoleCall = Callable[[Request, Caller, Ports], Response]


def get_me(request: Request, caller: Caller, ports: Ports) -> Response:  # noqa: ARG001
    from functions.console.show_me import show_me  # noqa: PLC0415

    return Response(show_me(caller, employers=ports.employers))


def get_places(request: Request, caller: Caller, ports: Ports) -> Response:
    from functions.console.show_places import show_places  # noqa: PLC0415

    return Response(show_places(request.query("q"), _policy(caller, ports), words_for(request)))


def post_search(request: Request, caller: Caller, ports: Ports) -> Response:
    from functions.console.criteria import read_criteria  # noqa: PLC0415
    from functions.console.record_search import record_search  # noqa: PLC0415
    from functions.console.schema import read_search  # noqa: PLC0415

    asked = read_search(request.body())
    criteria = read_criteria(asked.criteria, _policy(caller, ports))
    view = record_search(
        criteria,
        asked.opening,
        caller,
        exact=asked.exact,
        index=ports.index,
        access_log=ports.access_log,
        now=ports.now,
        new_id=ports.new_id,
    )
    return Response(view, status=HTTPStatus.CREATED)


def get_people(request: Request, caller: Caller, ports: Ports) -> Response:
    from functions.console.list_people import list_people  # noqa: PLC0415

    view = list_people(
        request.path_parameter("id"),
        request.query("after"),
        caller,
        _policy(caller, ports),
        pool=ports.pool,
        index=ports.index,
        access_log=ports.access_log,
        keyed=ports.keyed,
        now=ports.now,
    )
    return Response(view)


def get_person(request: Request, caller: Caller, ports: Ports) -> Response:
    from functions.console.show_person import show_person  # noqa: PLC0415

    view = show_person(
        request.path_parameter("id"),
        request.path_parameter("candidate"),
        caller,
        _policy(caller, ports),
        pool=ports.pool,
        access_log=ports.access_log,
        now=ports.now,
    )
    return Response(view)


def get_export(request: Request, caller: Caller, ports: Ports) -> Response:
    from functions.console.csv_file import CsvFile  # noqa: PLC0415
    from functions.console.export_people import export_part  # noqa: PLC0415
    from functions.console.json_lines_file import JsonLinesFile  # noqa: PLC0415

    name, search_id = request.query("format") or "csv", request.path_parameter("id")
    if name not in {"csv", "json"}:
        raise Problem("invalid-format")
    format_ = CsvFile(words_for(request)) if name == "csv" else JsonLinesFile()
    part = export_part(
        search_id,
        request.query("after"),
        caller,
        _policy(caller, ports),
        format_,
        pool=ports.pool,
        index=ports.index,
        access_log=ports.access_log,
        keyed=ports.keyed,
        now=ports.now,
    )
    headers = {"Content-Disposition": f'attachment; filename="talent-pool.{format_.suffix}"'}
    if part.following:
        kept = {"format": name, "employer": request.query("employer"), "language": request.query("language")}
        query = "&".join(f"{key}={quote(value)}" for key, value in kept.items() if value)
        headers["Link"] = f'<{request.path}?{query}&after={part.following}>; rel="next"'
    return Response(part.text, media_type=format_.media_type, headers=headers)


def get_log(request: Request, caller: Caller, ports: Ports) -> Response:
    from functions.console.read_log import read_log  # noqa: PLC0415

    month, after = request.query("month"), request.query("after")
    return Response(read_log(month, after, caller, ports.now(), access_log=ports.access_log))


def get_notices(request: Request, caller: Caller, ports: Ports) -> Response:  # noqa: ARG001
    from functions.console.desk import sources_of  # noqa: PLC0415
    from functions.console.list_notices import list_notices  # noqa: PLC0415

    notices, sources = ports.notices, sources_of(caller.employer, ports.employers)
    return Response(list_notices(ledger=notices.ledger, reviews=notices.reviews, now=ports.now, sources=sources))


def get_notice(request: Request, caller: Caller, ports: Ports) -> Response:
    from functions.console.desk import desk_of  # noqa: PLC0415
    from functions.console.retell import retell  # noqa: PLC0415
    from functions.console.show_notice import show_notice  # noqa: PLC0415

    notices = ports.notices
    told = partial(
        retell,
        ledger=notices.ledger,
        pool=notices.mailboxes,
        employers=ports.employers,
        composer=notices.composer,
    )
    reference = request.path_parameter("reference")
    return Response(show_notice(reference, desk=desk_of(caller, ports), retell=told))


def post_decision(request: Request, caller: Caller, ports: Ports) -> Response:
    from functions.console.decide_notice import decide_notice  # noqa: PLC0415
    from functions.console.decision import read_decision  # noqa: PLC0415
    from functions.console.desk import desk_of  # noqa: PLC0415

    reference, verb = request.path_parameter("reference"), request.path_parameter("verb")
    decision = read_decision(request.body())
    return Response(decide_notice(reference, verb, decision, desk=desk_of(caller, ports)))


def post_held_decision(request: Request, caller: Caller, ports: Ports) -> Response:
    from functions.console.decide_held import decide_held  # noqa: PLC0415
    from functions.console.decision import read_decision  # noqa: PLC0415
    from functions.console.desk import desk_of  # noqa: PLC0415

    decision = read_decision(request.body())
    return Response(decide_held(request.path_parameter("verb"), decision, desk=desk_of(caller, ports)))


def _policy(caller: Caller, ports: Ports) -> EmployerPolicy:
    """Return the employer's policy, its texts in the language of the call."""
    employer = ports.employers.get(caller.employer)
    return employer.policy_in(employer.language_of(*caller.languages))


CALLS: dict[str, ConsoleCall] = {
    "GET /api/console/me": get_me,
    "GET /api/console/places": get_places,
    "POST /api/console/searches": post_search,
    "GET /api/console/searches/{id}/people": get_people,
    "GET /api/console/searches/{id}/people/{candidate}": get_person,
    "GET /api/console/searches/{id}/export": get_export,
    "GET /api/console/log": get_log,
    "GET /api/console/notices": get_notices,
    "GET /api/console/notices/{reference}": get_notice,
    "POST /api/console/notices/{reference}/{verb}": post_decision,
    "POST /api/console/notices/held/{verb}": post_held_decision,
}
