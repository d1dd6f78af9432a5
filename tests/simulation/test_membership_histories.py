"""Any life in the pool, in any order: joining, changing, leaving, coming back, late repeats, lost races, time passing.

The real service on the pool in memory, beside a model that knows what a person may expect.
"""

from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.consent import expiry
from functions.domain.pool.membership import OptIn
from functions.runtime.http.problem import Problem
from tests.examples import scaled
from tests.fakes.optin import StubLedger, World
from tests.optin_builders import CANDIDATE, SOURCE, Json, answers, invitation_code, notice
from tests.simulation.membership_model import Code, Expected, Sent, UnluckyPool

NOTICES = [NoticeRef.of(SOURCE, application) for application in ("A-1", "A-2", "A-3")]


class Histories(RuleBasedStateMachine):
    @initialize()
    def nobody_has_joined(self) -> None:
        self.pool = UnluckyPool()
        self.world = World(pool=self.pool, ledger=StubLedger(*(notice(ref) for ref in NOTICES)))
        self.expected = Expected()
        self.sent: list[Sent] = []
        self.log: list[Json] = []
        self.codes = [self._code(0, days=30)]

    def _code(self, number: int, **valid: float) -> Code:
        ends = (self.world.clock.now + timedelta(**valid)).replace(microsecond=0)
        return Code(invitation_code(of=NOTICES[number], expires_at=ends), ends)

    @rule(number=st.sampled_from([0, 1, 2]), days=st.sampled_from([1, 30, 180]))
    def another_notice_invites(self, number: int, days: int) -> None:
        self.codes.append(self._code(number, days=days))

    @rule(by=st.sampled_from([{"minutes": 1}, {"days": 1}, {"days": 31}, {"days": 184}, {"days": 366}, {"days": 740}]))
    def time_passes(self, by: dict[str, float]) -> None:
        self.world.clock.advance(**by)

    @rule()
    def time_passes_to_the_very_end(self) -> None:
        self.world.clock.now = max(self.world.clock.now, self.expected.ends)

    @rule(
        pick=st.integers(0, 9),
        months=st.sampled_from([6, 12, 24]),
        agencies=st.sampled_from([[], ["northstaff"], ["northstaff", "bright-desk"]]),
        area=st.sampled_from([None, "N1G", "M5V"]),
        lost=st.integers(0, 3),
    )
    def a_page_that_was_just_loaded_is_sent(
        self, pick: int, months: int, agencies: list[str], area: str | None, lost: int
    ) -> None:
        code = self.codes[pick % len(self.codes)]
        form = self.world.form(
            months=months,
            agencies=agencies,
            profile=answers(area=area, earliest_start=None),
            rejoin_after=self._shown(code),
        )
        sent = Sent(code, form, len(self.expected.withdrawals))
        self.sent.append(sent)
        self._send(sent, lost)

    @precondition(lambda self: self.sent)
    @rule(pick=st.integers(0, 99), lost=st.integers(0, 3))
    def an_older_request_comes_again(self, pick: int, lost: int) -> None:
        self._send(self.sent[pick % len(self.sent)], lost)

    @rule(pick=st.integers(0, 9), lost=st.integers(0, 3))
    def the_person_withdraws(self, pick: int, lost: int) -> None:
        code, expected = self.codes[pick % len(self.codes)], self.expected
        answer = self._attempt("DELETE /api/opt-in", None, code, lost)
        if expected.active(self.world.clock.now):
            if lost >= 3:
                assert answer == "busy"
                return
            assert isinstance(answer, dict)
            expected.withdrawals.append(answer["withdrawn_at"])
            expected.joined_with, expected.records = None, expected.records + 1
        elif expected.joined_with is None and expected.withdrawals:
            assert answer == {"state": "withdrawn", "withdrawn_at": expected.withdrawals[-1], "profiles": 1}
        else:
            assert answer == ("no-opt-in" if self.world.clock.now < code.ends else "invitation-expired")

    def _send(self, sent: Sent, lost: int) -> None:
        expected, now = self.expected, self.world.clock.now
        answer = self._attempt("PUT /api/opt-in", sent.form, sent.code, lost)
        if now >= sent.code.ends and not expected.active(now):
            assert answer == "invitation-expired"
        elif expected.active(now) and expected.joined_with is not None and expected.joined_with.form == sent.form:
            assert isinstance(answer, dict)
            assert answer["receipt"] == expected.receipt
        elif sent.withdrawals_then < len(expected.withdrawals):
            assert answer == "withdrawn"
        elif expected.active(now) and sent.form["revision"] != expected.revision:
            assert answer == "opt-in-changed"
        elif expected.changes[now.date()] >= 20:
            assert answer == "too-many-changes"
        elif lost >= 3:
            assert answer == "busy"
        else:
            assert isinstance(answer, dict)
            self._joined(sent, answer, now)

    def _joined(self, sent: Sent, answer: Json, now: datetime) -> None:
        expected, receipt, end = self.expected, answer["receipt"], expiry(now, sent.form["months"])
        if expected.active(now) and expected.joined_with:
            # Only more months than before prolong anything.
            is_longer = sent.form["months"] > expected.joined_with.form["months"]
            end = end if is_longer else min(end, expected.ends)
            expected.records += receipt != expected.receipt
        else:
            expected.records += 1
        assert datetime.fromisoformat(receipt["expires_at"]) == end
        expected.joined_with, expected.receipt, expected.ends = sent, receipt, end
        expected.revision = answer["revision"]
        expected.changes[now.date()] += 1
        assert [agency["id"] for agency in receipt["agencies"]] == sorted(
            sent.form["agencies"], key=["northstaff", "bright-desk"].index
        )

    def _attempt(self, route: str, form: Json | None, code: Code, lost: int) -> Json | str:
        """The answer, or the problem's code. No two acts share a moment."""
        self.pool.unlucky = lost
        try:
            return self.world.call(route, form, code=code.text)
        except Problem as problem:
            return problem.code
        finally:
            self.pool.unlucky = 0
            self.world.clock.advance(milliseconds=1)

    def _shown(self, code: Code) -> str | None:
        """What a page that is loaded now sends back; one that nothing opens remembers the person's last withdrawal."""
        try:
            shown: str | None = self.world.invitation(code=code.text)["opt_in"]["withdrawn_at"]
        except Problem:
            return self.expected.withdrawals[-1] if self.expected.withdrawals else None
        return shown

    @invariant()
    def a_profile_is_shown_if_and_only_if_the_last_effective_act_was_joining_and_it_has_not_expired(self) -> None:
        shown = self._read("GET /api/opt-in")
        if self.expected.active(self.world.clock.now):
            assert isinstance(shown, dict)
            assert shown["receipt"] == self.expected.receipt
        else:
            assert shown in {"no-opt-in", "invitation-expired"}

    @invariant()
    def after_a_withdrawal_nothing_of_the_person_is_in_the_pool(self) -> None:
        assert isinstance(self.pool.get(CANDIDATE), OptIn) == (self.expected.joined_with is not None)

    @invariant()
    def consents_only_grow_and_only_by_what_took_effect(self) -> None:
        log = self.pool.consents(CANDIDATE)
        assert log[: len(self.log)] == self.log
        assert len(log) == self.expected.records
        self.log = log

    @invariant()
    def the_invitation_says_where_the_person_stands(self) -> None:
        shown = self._read("GET /api/invitation")
        if isinstance(shown, dict) and self.expected.active(self.world.clock.now):
            assert shown["opt_in"]["state"] == "active"

    def _read(self, route: str) -> Json | str:
        try:
            return self.world.call(route, code=self.codes[-1].text)
        except Problem as problem:
            return problem.code


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=scaled(150, at_least=50), stateful_step_count=40)
