"""`make explain`: the plan for one decision in plain words, and mistakes in a line each."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from functions.domain.decisions.adjustments import Adjustment, AdjustmentKind
from functions.domain.decisions.parse import parse_event
from functions.domain.errors import Permanent
from functions.notify.decide.event import decide_event
from functions.notify.decide.register import Prefetched
from ops.__main__ import commands
from ops.explain.adjustments import describe_adjustments
from ops.words.source import read_wording
from tests.builders import DECIDED_AT, Json, body, employers, hired_event, rejected_event, rescinded_event, without
from tests.fakes.notify import World

NOW = DECIDED_AT.isoformat()
PERSONAL = ["Sam", "Okafor", "sam@example.com", "C-42", "Dana", "Warehouse", "Guelph"]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(event: Json | bytes, *arguments: str, now: str = NOW, **sections: Any) -> tuple[int, str, str]:
        typed = event if isinstance(event, bytes) else body(event).encode()
        monkeypatch.setattr("ops.explain.run.employers", lambda: employers(**sections))
        command = ["explain", *arguments, "--now", now]
        result = CliRunner().invoke(commands, command, input=typed, catch_exceptions=False)
        assert not [word for word in PERSONAL if word in result.output]
        return result.exit_code, result.stdout, result.stderr

    return run


def test_each_reason_stands_on_its_own_line(run: Run) -> None:
    status, said, _ = run(rejected_event(decided_at="2026-09-04T16:50:00-04:00"), now="2026-09-04T16:50:01-04:00")
    assert status == 0
    assert said.splitlines() == [
        "Application A-88123",
        "Clock: America/Toronto, the candidate's",
        "Public holidays: CA-ON, the employer's region, in the country of the candidate's time zone",
        f"From Acme Logistics, in en-CA, wording {read_wording('en-CA').version}",
        "Decided: Friday 4 September 2026, 16:50 EDT",
        "The hold ends: Saturday 5 September 2026, 16:50 EDT",
        "A weekend; the day after: Sunday 6 September 2026, 09:00 EDT",
        "A weekend; the day after: Monday 7 September 2026, 09:00 EDT",
        "A public holiday (Labour Day); the day after: Tuesday 8 September 2026, 09:00 EDT",
        "Sent: Tuesday 8 September 2026, 09:00 EDT (13:00 UTC), or up to 15 minutes later",
        "By itself until Monday 14 September 2026, 17:00 EDT; after that it is held for review, and a person decides",
        "These may still change it: a brake, a hire, a withdrawal, another answer on the same day",
    ]


def test_it_says_the_moment_in_both_clocks(run: Run) -> None:
    _, said, _ = run(rejected_event())
    assert "Sent: Tuesday 24 November 2026, 10:04 EST (15:04 UTC), or up to 15 minutes later\n" in said


def test_a_hold_and_a_window_can_be_tried(run: Run) -> None:
    _, said, _ = run(rejected_event(), "--hold", "PT0S")
    assert "Sent: at once, Monday 23 November 2026, 10:04 EST (15:04 UTC)\n" in said
    _, said, _ = run(rejected_event(), "--window", "off")
    assert "Public holidays: not observed, as the window is off\n" in said
    assert "Sent: Tuesday 24 November 2026, 10:04 EST (15:04 UTC)\n" in said
    _, said, _ = run(rejected_event(), "--window", "13:00-14:00")
    assert "Sent: Tuesday 24 November 2026, 13:00 EST" in said


def test_the_cap_is_a_reason(run: Run) -> None:
    event = rejected_event(decided_at="2026-11-23T16:50:00-05:00")
    _, said, _ = run(event, now="2026-11-23T16:51:00-05:00", timing={"cap_business_days": 1})
    assert "The hold ends early, for the last business day: Tuesday 24 November 2026, 16:45 EST\n" in said


@pytest.mark.parametrize(
    ("candidate", "job", "clock", "holidays"),
    [
        ({"region": "DE-BE"}, {}, "America/Toronto, the candidate's", "DE-BE, the candidate's region"),
        (
            {"time_zone": "Europe/Berlin"},
            {},
            "Europe/Berlin, the candidate's",
            "DE, the country of the candidate's time zone",
        ),
        (
            {"time_zone": None},
            {"time_zone": "America/Vancouver", "region": "CA-BC"},
            "America/Vancouver, the job's",
            "CA-BC, the job's region",
        ),
        (
            {},
            {"region": "CA-QC"},
            "America/Toronto, the candidate's",
            "CA-QC, the job's region, in the country of the candidate's time zone",
        ),
        (
            {"time_zone": "Sam/Okafor"},
            {},
            "America/Toronto, the employer's, as the candidate's is not a time zone",
            "CA-ON, the employer's region",
        ),
    ],
)
def test_it_says_whose_clock_and_whose_holidays_count(
    candidate: Json, job: Json, clock: str, holidays: str, run: Run
) -> None:
    _, said, _ = run(rejected_event(candidate=candidate, job=job))
    assert f"Clock: {clock}\n" in said
    assert f"Public holidays: {holidays}\n" in said


def test_holidays_that_are_not_looked_at_or_not_known_are_told(run: Run) -> None:
    _, said, _ = run(rejected_event(), timing={"observe_holidays": False})
    assert "Public holidays: not observed (timing.observe_holidays)\n" in said
    _, said, _ = run(rejected_event(candidate={"time_zone": None}), brand={"region": None})
    assert "Public holidays: none, as no region is known\n" in said


def test_a_source_that_no_employer_has_is_told(run: Run) -> None:
    status, said, _ = run(rejected_event(source="/ats/example/harbour/"))
    assert (status, said) == (
        0,
        "Held for review: none of the employers in functions/company.toml has this source (sources)\n",
    )


def test_what_is_left_out_or_repaired_is_told_without_its_value(run: Run) -> None:
    given: Json = {"reason": "age", "note": "n" * 601, "candidate": {"given_name": "Vorname", "region": "EL"}}
    _, said, _ = run(rejected_event(**given, job={"title": "R&amp;D " + "clerk " * 40, "location": "null"}))
    assert said.splitlines()[:7] == [
        "data.reason: not a reason of the contract, so the notice gives none",
        "data.note: more than 600 characters, so it is left out",
        "data.candidate.given_name: not a person's name, so it is left out",
        "data.candidate.region: not a region of ISO 3166, so it is ignored",
        "data.job.title: more than 200 characters, so it is shortened",
        "data.job.title: cut or escaped on its way, and repaired",
        "data.job.location: too long, a placeholder or no value, so it is left out",
    ]


def test_each_kind_of_adjustment_has_its_words() -> None:
    assert len(set(describe_adjustments(Adjustment("x", kind) for kind in AdjustmentKind))) == len(AdjustmentKind)


def test_a_weekend_is_that_of_the_candidates_place(run: Run) -> None:
    thursday: Json = {"decided_at": "2026-11-26T15:00:00+03:00", "candidate": {"time_zone": "Asia/Riyadh"}}
    _, said, _ = run(rejected_event(**thursday), now="2026-11-26T15:00:01+03:00")
    assert "A weekend; the day after: Saturday 28 November 2026, 09:00 +03\n" in said
    assert "A weekend; the day after: Sunday 29 November 2026, 09:00 +03\n" in said
    _, said, _ = run(rejected_event(**thursday), now="2026-11-26T15:00:01+03:00", timing={"observe_holidays": False})
    assert "Sent: Sunday 29 November 2026, 09:00 +03" in said


def test_a_region_that_is_none_gives_way_to_the_zones_country(run: Run) -> None:
    _, said, _ = run(rejected_event(candidate={"region": "EL", "time_zone": "Europe/Athens"}))
    assert "Public holidays: GR, the country of the candidate's time zone\n" in said


def test_what_is_stale_is_held_and_who_objects_gets_nothing(run: Run) -> None:
    _, said, _ = run(rejected_event(), now="2027-01-04T10:00:00Z")
    assert said.endswith("Held for review: it was decided more than 30 days ago (timing.stale_after)\n")
    _, said, _ = run(rejected_event(candidate={"can_email": False}))
    assert said == "Application A-88123\nNo notice is sent: can_email is false\n"


def test_a_field_that_is_misspelt_is_counted(run: Run) -> None:
    _, said, _ = run(rejected_event(candidate={"timezone": "Europe/Berlin"}))
    assert said.startswith("Fields that the contract does not have, and that are ignored: 1\n")


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (b"", "the message body is not JSON"),
        (b"\xff", "it is not UTF-8 text"),
        (b"[]", "not a CloudEvents 1.0 object"),
        (json.dumps({"specversion": "1.0"}).encode(), "type: should be one of"),
        (b"[" * 60_000, "the message body is not JSON"),
        (rescinded_event(), "This event sends no notice: only a rejection does\nRemedy: give it a rejection"),
        (hired_event(), "This event sends no notice: only a rejection does\nRemedy: give it a rejection"),
        (rejected_event(decided_at="9999-12-31T23:59:59Z"), "data.decided_at: more than a day in the future"),
        (
            without(without(rejected_event(), "data.stage"), "data.job.id"),
            "  data.stage: Field required\n  data.job.id:",
        ),
    ],
)
def test_what_is_wrong_with_a_decision_is_told_in_a_line_each(event: Json | bytes, told: str, run: Run) -> None:
    status, said, wrong = run(event)
    assert (status, said) == (1, "")
    assert told in wrong
    assert "\nRemedy: " in wrong


def test_a_clock_that_is_a_day_ahead_is_taken_and_one_that_is_more_is_not_as_by_the_function(run: Run) -> None:
    ahead, too_far = (rejected_event(decided_at=DECIDED_AT + timedelta(days=1, seconds=more)) for more in (0, 1))
    ports = World().ports
    decide_event(parse_event(body(ahead)).event, Prefetched(), ports=ports.decide)
    assert run(ahead)[0] == 0
    with pytest.raises(Permanent, match="in_the_future"):
        decide_event(parse_event(body(too_far)).event, Prefetched(), ports=ports.decide)
    assert run(too_far)[0] == 1


def test_an_option_or_a_file_that_can_not_be_used_is_told_in_a_line_each(run: Run) -> None:
    status, _, wrong = run(rejected_event(), "--hold", "24", "--window", "9 to 5")
    assert status == 1
    assert "--hold: should be an ISO 8601 duration such as PT24H\n--window: should be hours" in wrong
    assert "--now: not a moment" in run(rejected_event(), now="2026-11-23T10:00:00")[2]
    assert "--now: not a moment" in run(rejected_event(), now="soon")[2]
    assert "nowhere.json can't be read: No such file" in run(b"", "nowhere.json")[2]


def test_a_decision_may_stand_in_a_file(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "decision.json"
    path.write_text(body(rejected_event()), "utf-8")
    assert "Sent: Tuesday 24 November 2026, 10:04 EST" in run(b"", str(path))[1]


@pytest.mark.parametrize("is_terminal", [True, False])
def test_on_a_terminal_it_says_what_it_waits_for(
    run: Run, monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool
) -> None:
    monkeypatch.setattr("ops.explain.run._is_terminal", lambda: is_terminal)
    said = run(rejected_event())[1]
    assert said.startswith("Paste one decision event as JSON, then press Ctrl-D") is is_terminal
    assert "Application A-88123" in said
