"""The simulated world with applicants who join the talent pool by their invitation, and whom the ATS erases."""

from dataclasses import replace
from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import rule

from functions.domain.decisions.events import CandidateErased
from functions.domain.notices.states import State
from functions.domain.pool.membership import OptIn
from tests.fakes.review import watched
from tests.optin_builders import opt_in, receipt
from tests.simulation.applicants import IDS, SHARED_IDS
from tests.simulation.world import Telling, places

_TOLD = frozenset({State.ACCEPTED, State.DELIVERED})


class Erasing(Telling):
    """Of whom the ATS erases, no profile is left that they had before."""

    def __init__(self) -> None:
        super().__init__()
        ports = self.world.ports
        decide = replace(ports.decide, pool=watched(self.world.pool, self._reach))
        self.world.ports = replace(ports, decide=decide)
        # By profile: when they agreed, and how much had been published until then.
        self.joined: dict[str, tuple[str, datetime, int]] = {}

    @rule(place=places, names=st.booleans())
    def somebody_who_was_told_joins(self, place: int, names: bool) -> None:
        """At the address of the decision, under the whole name, or, where a profile is older, under a part of it."""
        told = [one for one in self.world.ledger.notices.values() if one.state in _TOLD and one.decision]
        # Whoever joins while an erasure is being handled agrees after it, and stays.
        if not told or self.workers:
            return
        notice = told[place % len(told)]
        if notice.decision is None:
            return
        candidate, at = notice.decision.candidate, notice.decision.decided_at
        family_name = candidate.family_name if names else None
        key = self.world.pool.person("", candidate.email, candidate.given_name, family_name)
        if self.world.pool.get(key):
            return
        joined = opt_in(
            candidate=key,
            email=candidate.email,
            given_name=candidate.given_name,
            family_name=family_name,
            receipt=receipt(f"r-{key}", given_at=at),
            joined_at=at,
        )
        assert self.world.pool.join(joined)
        self.joined[key] = IDS[notice.application_id], at, len(self.published)

    def teardown(self) -> None:
        super().teardown()
        for key, (candidate_id, at, published) in self.joined.items():
            erasures = [event for event in self.published[published:] if isinstance(event, CandidateErased)]
            is_erased = any(e.data.candidate.id == candidate_id and e.data.erased_at >= at for e in erasures)
            if is_erased and candidate_id not in SHARED_IDS:
                assert not isinstance(self.world.pool.get(key), OptIn), "erased, and still in the talent pool"
