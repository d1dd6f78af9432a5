"""What real systems send in place of a value: it is left out or repaired, counted, and never costs an answer."""

import json

import pytest

from functions.domain.decisions.adjustments import AdjustmentKind
from functions.domain.decisions.events import Rejected
from functions.domain.decisions.parse import ParsedEvent, parse_event
from functions.domain.decisions.rejection import Rejection
from functions.domain.errors import Permanent
from tests.builders import Json, body, rejected_event


def read(event: Json | str) -> tuple[Rejection, dict[str, str]]:
    parsed: ParsedEvent = parse_event(event if isinstance(event, str) else body(event))
    assert isinstance(parsed.event, Rejected)
    return parsed.event.data, {field: kind.name for field, kind in parsed.adjustments}


def refusal(event: Json | str) -> str:
    with pytest.raises(Permanent) as caught:
        parse_event(event if isinstance(event, str) else body(event))
    return f"{caught.value.code} {caught.value.detail}"


def test_nothing_is_adjusted_in_a_decision_as_it_should_be() -> None:
    assert read(rejected_event())[1] == {}


@pytest.mark.parametrize("reason", ["age", "Position_Filled", "other", "", 5])
def test_an_unknown_reason_gives_none(reason: object) -> None:
    decision, adjusted = read(rejected_event(reason=reason))
    assert (decision.reason, adjusted) == (None, {"data.reason": "REASON_IGNORED"})


@pytest.mark.parametrize("note", ["null", "N/A", "Keine Angabe", "-"])
def test_a_note_that_says_nothing_is_left_out(note: str) -> None:
    assert read(rejected_event(note=note))[1] == {"data.note": "NOTE_SAYS_NOTHING"}
    assert read(rejected_event(note=" \n"))[1] == {}


def test_a_note_that_is_too_long_is_left_out() -> None:
    assert read(rejected_event(note="n" * 601))[1] == {"data.note": "NOTE_TOO_LONG"}
    decision, adjusted = read(rejected_event(note="word \n\n" * 120 + " " * 40))
    assert decision.note
    assert adjusted == {}


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Forklift driver, " * 20, "Forklift driver, " * 11 + "Forklift…"),
        ("t" * 201, "t" * 199 + "…"),
        ("求人" * 150, "求人" * 99 + "求…"),
        ("t" * 200, "t" * 200),
    ],
)
def test_a_title_that_is_too_long_is_shortened(title: str, shown: str) -> None:
    decision, adjusted = read(rejected_event(job={"title": title}))
    assert decision.job.title == shown
    assert adjusted == ({} if len(title) == 200 else {"data.job.title": "TITLE_SHORTENED"})


@pytest.mark.parametrize(
    "title",
    [
        "null",
        "undefined",
        "None",
        "N/A",
        "#N/A",
        "[object Object]",
        "undefined - undefined",
        "keine Angabe",
        "Sin título",
        "{job_title}",
        "[Stellenbezeichnung]",
        "<job title>",
        "%%position%%",
        "«Intitulé»",
        "{0}",
        "—",
    ],
)
def test_a_title_that_says_nothing_is_dead_lettered(title: str) -> None:
    assert refusal(rejected_event(job={"title": title})).startswith("invalid_event data.job.title: ")


@pytest.mark.parametrize(
    "title",
    [
        "None-destructive Testing Technician",
        "Null Object Engineer",
        "Nada Bar Manager",
        "Welder [Night Shift]",
        "C# / .NET",
        "Sachbearbeiter [m/w/d]",
        "Driver $22/hr",
        "Sales & Service [Local]",
        "100% Remote Clerk",
        "Unknown Worlds Tester",
        "Nil Desperandum Barista",
        "Engineer [Data]",
        "Preparador/a de pedidos",
        "王",
    ],
)
def test_a_title_that_only_looks_odd_is_shown(title: str) -> None:
    decision, adjusted = read(rejected_event(job={"title": title}))
    assert (decision.job.title, adjusted) == (title, {})


@pytest.mark.parametrize(
    "location",
    [
        "undefined, undefined",
        "null",
        "undefined, ON",
        "Guelph, None",
        "Unbekannt",
        "{city}",
        "[Ville]",
        "n/a",
        "g" * 61,
    ],
)
def test_a_place_that_says_nothing_is_left_out(location: str) -> None:
    decision, adjusted = read(rejected_event(job={"location": location}))
    assert (decision.job.place(), adjusted) == (None, {"data.job.location": "PLACE_LEFT_OUT"})


@pytest.mark.parametrize(
    "location", ["Nada", "Nan", "Leer", "None, TO, Italia", "NC", "Guelph, ON", "Toronto / Remote"]
)
def test_a_place_that_only_looks_odd_is_shown(location: str) -> None:
    decision, adjusted = read(rejected_event(job={"location": location}))
    assert (decision.job.place(), adjusted) == (location, {})


@pytest.mark.parametrize(
    "address",
    [
        "no-reply@acme.example",
        "NoReply+7@acme.example",
        "jobs-noreply@acme.example",
        "ne-pas-repondre@acme.example",
        "nicht.antworten@acme.example",
        "nao_responda@acme.example",
        "jobs@no-reply.acme.example",
        "bounces@acme.example",
        "dana",
        "",
        5,
    ],
)
def test_a_reply_address_that_nobody_reads_gives_way_to_the_employers_contact(address: object) -> None:
    decision, adjusted = read(rejected_event(recruiter={"name": "Dana Lee", "email": address}))
    assert decision.recruiter
    assert decision.recruiter.email is None
    assert adjusted == {"data.recruiter.email": "REPLY_ADDRESS_IGNORED"}


@pytest.mark.parametrize("address", ["dana@acme.example", "dana+noreply@acme.example", "reply+7@hire.acme.example"])
def test_an_address_that_somebody_reads_is_the_reply_address(address: str) -> None:
    decision, adjusted = read(rejected_event(recruiter={"name": "Dana Lee", "email": address}))
    assert decision.recruiter
    assert decision.recruiter.email
    assert adjusted == {}


@pytest.mark.parametrize(
    ("changes", "adjusted"),
    [
        ({"candidate": {"given_name": "Prénom"}}, {"data.candidate.given_name": "NAME_LEFT_OUT"}),
        ({"candidate": {"given_name": "sam.okafor"}}, {"data.candidate.given_name": "NAME_LEFT_OUT"}),
        (
            {"candidate": {"given_name": "sokafor", "email": "sokafor@example.com"}},
            {"data.candidate.given_name": "NAME_LEFT_OUT"},
        ),
        ({"candidate": {"given_name": "Sam", "email": "sam@example.com"}}, {}),
        ({"candidate": {"given_name": " "}}, {}),
        ({"candidate": {"family_name": "Null"}}, {}),
        ({"recruiter": {"name": "Anna Null"}}, {}),
        ({"recruiter": {"name": "[Recruiter]"}}, {"data.recruiter.name": "NAME_LEFT_OUT"}),
        ({"candidate": {"time_zone": "Mars/Olympus"}}, {"data.candidate.time_zone": "TIME_ZONE_IGNORED"}),
        ({"candidate": {"time_zone": "Pacific Standard Time"}}, {}),
        ({"job": {"time_zone": "GMT+2"}}, {"data.job.time_zone": "TIME_ZONE_IGNORED"}),
        ({"candidate": {"region": "ca-on"}}, {"data.candidate.region": "REGION_IGNORED"}),
        ({"candidate": {"region": "EL"}}, {"data.candidate.region": "REGION_IGNORED"}),
        ({"job": {"region": 5}}, {"data.job.region": "REGION_IGNORED"}),
    ],
)
def test_each_value_that_is_not_used_is_named_by_its_field(changes: Json, adjusted: dict[str, str]) -> None:
    assert read(rejected_event(**changes))[1] == adjusted


def test_a_byte_order_mark_is_skipped() -> None:
    decision, adjusted = read("\ufeff" + body(rejected_event()))
    assert decision.job.title == "Warehouse Associate"
    assert adjusted == {"the message body": "TEXT_REPAIRED"}


@pytest.mark.parametrize("half", ["\\ud83d", "\\uDE9B"])
def test_half_a_character_is_taken_out_of_a_title(half: str) -> None:
    decision, adjusted = read(body(rejected_event(job={"title": "Driver HALF"})).replace("HALF", half))
    assert decision.job.title == "Driver"
    assert adjusted == {"the message body": "TEXT_REPAIRED", "data.job.title": "TEXT_REPAIRED"}


def test_a_whole_character_and_a_backslash_stay_as_they_are() -> None:
    told = body(rejected_event(job={"title": "Driver PAIR BACKSLASH HALF"}))
    typed = told.replace("PAIR", "\\ud83d\\ude9b").replace("BACKSLASH", "\\\\ud83d").replace("HALF", "\\ud83d")
    assert read(typed)[0].job.title == "Driver 🚛 \\ud83d"


@pytest.mark.parametrize("field", ["application_id", "candidate.id", "candidate.email"])
def test_half_a_character_in_what_identifies_somebody_is_dead_lettered_with_its_place(field: str) -> None:
    *way, name = field.split(".")
    changes: Json = {name: "A-1HALF@example.com"}
    for step in way:
        changes = {step: changes}
    detail = refusal(body(rejected_event(**changes)).replace("HALF", "\\ud83d"))
    assert detail.startswith(f"invalid_event data.{field}: ")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("R&amp;D Technician", "R&D Technician"),
        ("R&amp;amp;D Technician", "R&D Technician"),
        ("Chef d&#39;équipe", "Chef d'équipe"),
        ("Pr&eacute;parateur", "Préparateur"),
        ("AT&T; Sales", "AT&T; Sales"),
        ("R&D; Labs", "R&D; Labs"),
        ("Fish &chips", "Fish &chips"),
    ],
)
def test_what_was_escaped_on_its_way_is_decoded_once(typed: str, shown: str) -> None:
    decision, adjusted = read(rejected_event(job={"title": typed, "location": typed}, note=typed))
    assert (decision.job.title, decision.job.place()) == (shown, shown)
    fields = ["data.note", "data.job.title", "data.job.location"]
    assert adjusted == ({} if typed == shown else dict.fromkeys(fields, "TEXT_REPAIRED"))
    assert Rejection.model_validate_json(decision.model_dump_json()) == decision


@pytest.mark.parametrize("address", ["'sam@example.org", "`sam@example.org", "sam'@example.org", "=sam@example.org"])
def test_a_spreadsheets_quote_is_dead_lettered_with_its_reason(address: str) -> None:
    assert "a spreadsheet's mark at an end of its local part" in refusal(rejected_event(candidate={"email": address}))


@pytest.mark.parametrize("field", ["id", "job.id"])
def test_a_reference_of_any_length_costs_nobody_an_answer(field: str) -> None:
    event = rejected_event(job={"id": "J" * 500}) if field == "job.id" else rejected_event(event_id="E\n" * 500)
    assert read(event)[1] == {}


@pytest.mark.parametrize(
    ("message", "hint"),
    [
        ({"Type": "Notification", "Message": "{}"}, "raw message delivery"),
        ({"detail-type": "x", "detail": {}}, "input path $.detail"),
        (json.dumps({"specversion": "1.0"}), "written as JSON twice"),
        ([{"specversion": "1.0"}], "one message for each event"),
    ],
)
def test_an_envelope_around_an_event_is_named(message: object, hint: str) -> None:
    assert hint in refusal(json.dumps(message))


def test_each_kind_has_a_metric_of_its_own() -> None:
    assert len({kind.value for kind in AdjustmentKind}) == len(AdjustmentKind)
