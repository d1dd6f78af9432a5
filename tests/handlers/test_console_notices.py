"""What an employer's person reads of notices in the console, and decides about them."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.console import bootstrap
from functions.domain.notices.brake import BurstPosition
from functions.domain.notices.notice import Entry
from functions.domain.notices.review import CORRECT, RESTORED_DUE, UNDELIVERABLE
from functions.domain.notices.states import State
from functions.domain.pool.access import Act
from tests.builders import APPLICATION, DECIDED_AT, REF, SOURCE, rejected_event
from tests.console_builders import WHO
from tests.handlers.notices_desk import BETA, LIST, VERBS, NoticesDesk, notices_desk

BURST, JOB = "burst-0a1b2c3d-2026-11-23T15", "11" * 8
CASES: dict[str, tuple[State, dict[str, Any]]] = {
    **{state.value: (state, {}) for state in State},
    "HELD, in review": (State.HELD, {"review_reason": BURST}),
    "HELD, restored": (State.HELD, {"review_reason": RESTORED_DUE}),
    "ACCEPTED, correct": (State.ACCEPTED, {"review_reason": CORRECT, "rescinded_at": DECIDED_AT}),
    "REFUSED, erased": (State.REFUSED, {"decision": None}),
    "REFUSED, by an event": (State.REFUSED, {"ses_message_id": "m-1"}),
    "UNKNOWN, rescinded": (State.UNKNOWN, {"rescinded_at": DECIDED_AT}),
    "SUPPRESSED, undeliverable": (State.SUPPRESSED, {"review_reason": UNDELIVERABLE}),
    "BOUNCED, resolved": (State.BOUNCED, {}),
    "BOUNCED, corrected": (State.BOUNCED, {}),
}


@pytest.fixture
def desk() -> Iterator[NoticesDesk]:
    with notices_desk() as desk:
        yield desk


@pytest.fixture
def of_several() -> Iterator[NoticesDesk]:
    with notices_desk(several=True) as desk:
        yield desk


def opened(desk: NoticesDesk, case: str) -> None:
    state, values = CASES[case]
    if case.endswith("corrected"):
        desk.corrected()
        return
    desk.open(state, **values)
    if case.endswith("resolved"):
        assert desk.decide("resolve", REF).status == 200


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("case", CASES)
def test_a_verb_is_offered_where_it_can_be_done_and_nowhere_else(desk: NoticesDesk, case: str, verb: str) -> None:
    opened(desk, case)
    (cycle,) = desk.show(REF).json["cycles"]
    before, on_record = desk.find(REF), desk.lines()
    reply = desk.decide(verb, REF)
    assert (reply.status, verb in cycle["can"]) in {(200, True), (409, False)}
    if reply.status == 200:
        assert desk.find(REF) != before
        assert (reply.json["reference"], reply.json["done"]) == (str(REF), 1)
    else:
        assert (desk.find(REF), desk.lines()) == (before, on_record), "nothing was done, and nothing is on record"
        assert (reply.problem, bool(reply.json["refusal"]["remedy"])) == ("notice-refused", True)
        assert "make" not in reply.text


@pytest.mark.parametrize(
    ("verb", "act", "state"),
    [
        ("send", Act.SEND, State.HELD),
        ("resolve", Act.RESOLVE, State.UNKNOWN),
        ("confirm-sent", Act.CONFIRM_SENT, State.ACCEPTED),
    ],
)
def test_a_decision_is_in_the_ledger_and_in_the_access_log(
    desk: NoticesDesk, verb: str, act: Act, state: State
) -> None:
    desk.open(State.UNKNOWN)
    assert desk.decide(verb, REF, because="  the count\x1b of\n\u202eSES ").status == 200
    after = desk.find(REF)
    assert (after.state, after.history[-1]) == (state, Entry(desk.now, state, "operator: the count of SES"))
    (line,) = desk.lines()
    assert (line.act, line.who, line.roles, line.ids) == (act, WHO, ("admin",), (str(REF),))
    assert (line.count, line.reason, line.request_id) == (1, "the count of SES", "r-1")
    assert desk.enqueued() == ({str(REF)} if verb == "send" else set())


def test_an_email_goes_once_its_application_id_is_typed(desk: NoticesDesk) -> None:
    desk.open(State.UNKNOWN)
    assert desk.decide("send", REF, application_id=None).problem == "invalid-decision"
    refused = desk.decide("send", REF, application_id="A-1")
    assert "not its application id" in refused.json["detail"]
    assert (desk.find(REF).state, desk.lines(), desk.enqueued()) == (State.UNKNOWN, [], set())
    said = desk.decide("send", REF, application_id=APPLICATION).json["said"]
    assert said == "It is HELD, and goes out as soon as its window is open"


def test_a_correction_that_came_after_the_email_is_shown_and_sent(desk: NoticesDesk) -> None:
    desk.corrected()
    (before,) = desk.show(REF).json["cycles"]
    assert before["corrected"] == [{"name": "address", "value": "s…@example.net"}]
    assert "send" in before["can"]
    assert desk.decide("send", REF).status == 200
    (_, second) = desk.show(REF).json["cycles"]
    assert (second["state"], second["cycle"]) == ("HELD", 2)
    assert desk.enqueued() == {str(REF.next())}


@pytest.mark.parametrize("because", ["", " ", "\u3164", "asked sam@example.com", "x" * 201])
@pytest.mark.parametrize("verb", VERBS)
def test_a_reason_is_required_and_leads_to_nobody(desk: NoticesDesk, verb: str, because: str) -> None:
    desk.open(State.HELD if verb in {"release", "discard"} else State.UNKNOWN, review_reason=None)
    if verb == "release":
        desk.ledger.require_review(REF, desk.now, BURST)
    reply = desk.decide(verb, REF, because=because)
    assert (reply.status, reply.problem) == (422, "invalid-decision")
    assert [error["pointer"] for error in reply.json["errors"]] == ["/because"]
    assert desk.lines() == []


@pytest.mark.parametrize("body", [{"because": "x", "why": "y"}, {}, {"because": 1}, {"because": "x", "count": "2"}])
def test_a_body_that_no_page_sends_is_refused(desk: NoticesDesk, body: dict[str, Any]) -> None:
    desk.open(State.UNKNOWN)
    reply = desk.call("POST /api/console/notices/{reference}/{verb}", body=body, reference=str(REF), verb="resolve")
    assert (reply.status, reply.problem) == (422, "invalid-decision")


def test_what_waits_is_listed_by_what_holds_it_and_one_by_one(desk: NoticesDesk) -> None:
    position = BurstPosition(BURST, JOB, rank=9, rank_of_job=9)
    desk.held(2, BURST, burst_position=position)
    desk.open(ref=REF.next(), burst_position=position)
    desk.open(State.REFUSED)
    shown = desk.call(LIST).json
    (group,), (entry,) = shown["groups"], shown["entries"]
    assert (group["reason"], group["held"], group["count"], group["discard_count"]) == (BURST, 2, 2, 3)
    assert group["jobs"] == [{"source": SOURCE, "title": "Warehouse Associate", "count": 2}]
    assert (group["can"], group["since"]) == (["release", "discard"], DECIDED_AT.isoformat())
    assert (entry["reference"], entry["state"], entry["kind"]) == (str(REF), "REFUSED", "notice")
    assert (entry["application_id"], entry["because"]) == (APPLICATION, "as SES said")
    assert entry["can"] == ["send", "resolve"]
    assert "tell them another way" in entry["to_do"]
    assert "@" not in desk.call(LIST).text


def test_a_burst_is_released_with_its_number_and_goes_out(desk: NoticesDesk) -> None:
    desk.bursts.count(BURST, Counter({JOB: 300}), 0, DECIDED_AT)
    notices = desk.held(3, BURST, burst_position=BurstPosition(BURST, JOB, rank=9, rank_of_job=9))
    wrong = desk.decide_held("release", BURST, 2)
    assert (wrong.status, desk.lines(), desk.enqueued()) == (409, [], set())
    assert f"{BURST} holds 3 for review, not 2; nothing was changed" in wrong.json["detail"]
    done = desk.decide_held("release", BURST, 3)
    assert (done.status, done.json["done"]) == (200, 3)
    assert desk.enqueued() == {str(notice.ref) for notice in notices}
    assert desk.bursts.read([BURST], "en-1")[0][BURST].released
    (line,) = desk.lines()
    assert (line.act, line.ids, line.count, line.reason) == (Act.RELEASE, (BURST,), 3, "looked at it")


@pytest.mark.parametrize("verb", ["release", "discard", "confirm-sent"])
def test_nothing_is_decided_or_on_record_about_what_is_not_there(desk: NoticesDesk, verb: str) -> None:
    reply = desk.decide_held(verb, "Sam Okafor, sam.okafor@example.com", 0)
    assert (reply.status, reply.problem) == (409, "notice-refused")
    assert desk.lines() == []


@pytest.mark.parametrize(
    ("verb", "state"),
    [("release", State.HELD), ("discard", State.RESCINDED), ("confirm-sent", State.ACCEPTED)],
)
def test_a_decision_about_more_than_one_call_has_time_for_says_how_far_it_came(
    desk: NoticesDesk, monkeypatch: pytest.MonkeyPatch, verb: str, state: State
) -> None:
    held = desk.held(4, RESTORED_DUE)

    def slow() -> datetime:
        desk.now += timedelta(seconds=4)
        return desk.now

    monkeypatch.setattr(bootstrap, "_now", slow)
    first = desk.decide_held(verb, RESTORED_DUE, 4).json
    assert 0 < first["done"] < 4
    assert f"{first['done']} of 4" in first["said"]
    assert "look at the list again" in first["said"]
    left, moved = 4 - first["done"], [desk.find(notice.ref) for notice in held]
    assert [(notice.state, notice.review_reason) for notice in moved].count((State.HELD, RESTORED_DUE)) == left
    (group,) = desk.call(LIST).json["groups"]
    assert group["count"] == left
    while left:
        left -= desk.decide_held(verb, RESTORED_DUE, left).json["done"]
    assert {desk.find(notice.ref).state for notice in held} == {state}
    assert RESTORED_DUE not in {desk.find(notice.ref).review_reason for notice in held}


def test_a_burst_is_discarded_with_what_still_waits_for_its_schedule(desk: NoticesDesk) -> None:
    position = BurstPosition(BURST, JOB, rank=9, rank_of_job=9)
    held = desk.held(2, BURST, burst_position=position)
    waiting = desk.open(burst_position=position)
    done = desk.decide_held("discard", BURST, 3)
    assert done.json == {"done": 3, "said": "Discarded 3: nobody is told. A decision made again later is told"}
    assert {desk.find(notice.ref).state for notice in (*held, waiting)} == {State.RESCINDED}


def test_what_was_sent_before_a_restore_is_confirmed_together(desk: NoticesDesk) -> None:
    held = desk.held(2, RESTORED_DUE)
    assert desk.call(LIST).json["groups"][0]["can"] == ["release", "discard", "confirm-sent"]
    assert desk.decide_held("confirm-sent", RESTORED_DUE, 2).json["done"] == 2
    assert {desk.find(notice.ref).state for notice in held} == {State.ACCEPTED}


def test_what_many_can_not_be_asked_for_at_once_is_not_found(desk: NoticesDesk) -> None:
    for verb in ("send", "resolve", "erase"):
        assert desk.decide_held(verb, BURST, 1).status == 404
    assert desk.decide("erase", REF).status == 404
    missing = desk.decide_held("release", "", None)
    assert [error["pointer"] for error in missing.json["errors"]] == ["/what", "/count"]


def test_the_words_that_somebody_was_told_are_shown_without_their_link(desk: NoticesDesk) -> None:
    assert desk.notify.take(rejected_event()) == []
    (sent,) = desk.notify.stack.mails()
    (cycle,) = desk.show(REF).json["cycles"]
    assert (cycle["state"], cycle["words_missing"]) == ("ACCEPTED", None)
    assert "Warehouse Associate" in cycle["words"]["subject"]
    assert "Hello Sam" in cycle["words"]["text"]
    assert (cycle["attempts"][0]["to"], cycle["attempts"][0]["is_last"]) == ("s…@example.com", True)
    (code,) = {word.partition("#")[2] for word in cycle["words"]["text"].split() if "/stay/" in word}
    assert code == "…"
    assert sent.raw_data


def test_whoever_reads_a_history_is_on_record_before_it_is_shown(desk: NoticesDesk) -> None:
    desk.open(State.ACCEPTED)
    assert desk.show(REF).status == 200
    (line,) = desk.lines()
    assert (line.act, line.who, line.ids, line.reason) == (Act.HISTORY, WHO, (str(REF),), None)
    desk.notify.stack.dynamodb.delete_table(TableName="AccessLog")
    assert desk.show(REF).status == 503


def test_whoever_was_erased_has_no_words(desk: NoticesDesk) -> None:
    desk.open(State.ACCEPTED, decision=None)
    (cycle,) = desk.show(REF).json["cycles"]
    assert (cycle["words"], cycle["words_missing"]) == (None, "the person was erased")


def test_a_reference_that_is_none_is_not_found_and_goes_on_record(desk: NoticesDesk) -> None:
    for reference in ("nonsense", str(REF)):
        reply = desk.call("GET /api/console/notices/{reference}", reference=reference)
        assert (reply.status, reply.problem) == (404, "notice-not-found")
    assert {line.act for line in desk.lines()} == {Act.REFUSED}


def test_one_employers_person_sees_only_that_employers_notices(of_several: NoticesDesk) -> None:
    of_several.held(2, "stale")
    (theirs,) = of_several.held(1, "stale", BETA)
    of_several.held(1, "source", "/ats/nobodys")
    of_beta = of_several.call(LIST, "admin", "employer-beta").json["groups"]
    of_first = of_several.call(LIST, "admin", "employer-first").json["groups"]
    assert [(group["reason"], group["count"]) for group in of_beta] == [("stale", 1)]
    assert [(group["reason"], group["count"]) for group in of_first] == [("stale", 2)]
    assert of_several.show(theirs.ref, "admin", "employer-beta").status == 200


@pytest.mark.parametrize("verb", VERBS)
def test_another_employers_notice_is_not_found_and_the_attempt_goes_on_record(
    of_several: NoticesDesk, verb: str
) -> None:
    (theirs,) = of_several.held(1, RESTORED_DUE, BETA)
    replies = [
        of_several.show(theirs.ref, "admin", "employer-first"),
        of_several.decide(verb, theirs.ref, "admin", "employer-first"),
    ]
    assert [reply.problem for reply in replies] == ["notice-not-found"] * 2
    assert of_several.find(theirs.ref) == theirs
    lines = of_several.lines()
    assert [(line.act, line.who) for line in lines] == [(Act.REFUSED, WHO)] * 2
    assert str(theirs.ref) not in repr([line.reason for line in lines])


def test_one_employers_release_of_new_wording_leaves_the_others(of_several: NoticesDesk) -> None:
    ours, theirs = of_several.held(2, "wording-en-1"), of_several.held(1, "wording-en-1", BETA)
    done = of_several.decide_held("release", "wording-en-1", 2, "admin", "employer-first")
    assert (done.status, of_several.enqueued()) == (200, {str(notice.ref) for notice in ours})
    assert of_several.find(theirs[0].ref) == theirs[0]
    assert of_several.bursts.read([], "en-1")[1] is None


@pytest.mark.parametrize("role", ["recruiter", "auditor"])
def test_only_an_admin_reads_and_decides(desk: NoticesDesk, role: str) -> None:
    desk.open(State.UNKNOWN)
    replies = [
        desk.call(LIST, role),
        desk.show(REF, role),
        *(desk.decide(verb, REF, role) for verb in VERBS),
        desk.decide_held("release", BURST, 1, role),
    ]
    assert {(reply.status, reply.problem) for reply in replies} == {(404, "role-missing")}
    assert [line.act for line in desk.lines()] == [Act.REFUSED] * len(replies)
    assert desk.find(REF).state is State.UNKNOWN


def test_nothing_is_done_that_can_not_go_on_record(desk: NoticesDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    (held,) = desk.held(1, "stale")
    desk.notify.stack.dynamodb.delete_table(TableName="AccessLog")
    assert desk.decide_held("release", "stale", 1).status == 503
    assert (desk.find(held.ref), desk.enqueued()) == (held, set())
