"""The talent pool of the demo: who joins, whom its search must find, and what is said where it does not."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ops.demo import join, pool
from ops.demo.join import invitations, join_all
from ops.demo.people import JOINERS, Joiner
from ops.demo.samples import burst_of_rejections, past_samples
from ops.outbox.mails import SentMail
from ops.terminal.failure import Failure
from tests.optin_builders import Json

NOW = datetime(2026, 11, 23, 15, 4, tzinfo=UTC)
FOUND = {"Amina", "Tomás", "Kwame", "Oliver", "Ahmed", "Maëlle"}


def mail(to: str, link: str) -> SentMail:
    return SentMail("m-1", "hiring@acme.example", (to,), "Your application", f"Hello,\n{link}\n", "", NOW)


def invited() -> list[SentMail]:
    return [mail(one.email, f"http://d1.cloudfront.localhost:4566/stay/#{one.application}") for one in JOINERS]


def test_everybody_who_joins_is_written_to_under_a_name() -> None:
    published = {**burst_of_rejections(20, NOW), **{s.application: s.messages[0] for s in past_samples(NOW)}}
    for joiner in JOINERS:
        candidate = json.loads(published[joiner.application])["data"]["candidate"]
        assert (candidate["email"], candidate["given_name"]) == (joiner.email, joiner.given_name)


def test_the_search_is_to_find_whom_its_filters_fit() -> None:
    assert {joiner.given_name for joiner in JOINERS if not joiner.why_not} == FOUND


def test_each_joins_with_their_own_link_and_one_pauses_and_one_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, str, str, Any]] = []

    def call(link: str, method: str, path: str, body: Any = None) -> Json:
        calls.append((link.partition("#")[2], method, path, body))
        consent = {"id": "c", "version": "3", "language": "en", "sha256": "0f", "purposes": [{"id": "openings"}]}
        return {"consent": consent, "choices": {"default_months": 12}}

    monkeypatch.setattr(join, "call", call)
    join_all(JOINERS, invited())
    joined = {
        application: body for application, method, path, body in calls if (method, path) == ("PUT", "/api/opt-in")
    }
    assert joined.keys() == {joiner.application for joiner in JOINERS}
    assert joined["A-2010"]["agencies"] == ["northstaff"]
    assert [one[0] for one in calls if one[2] == "/api/opt-in/pause"] == ["A-2011"]
    assert [one[0] for one in calls if one[1] == "DELETE"] == ["A-2012"]


def test_a_candidate_without_a_link_is_named() -> None:
    with pytest.raises(Failure, match="No invitation came to A-1019"):
        join_all(JOINERS, invited()[:-1])


def test_the_first_link_to_an_address_counts() -> None:
    first, second = "http://x.example/stay/#first", "http://x.example/stay/#second"
    assert invitations([mail("sam@x.example", first), mail("sam@x.example", second)]) == {"sam@x.example": first}


def test_whoever_is_found_wrongly_or_not_at_all_makes_the_demo_fail() -> None:
    assert pool.row(FOUND, 6).wrong == ""
    assert pool.row({*FOUND, "Daniel"}, 7).wrong == "Daniel is found, who works nights alone; counts 7"
    assert pool.row(FOUND - {"Oliver"}, 5).wrong == "Oliver is not found; counts 5"


def test_a_pause_ends_later_than_today() -> None:
    assert Joiner("A-2011", ("warehouse",)).pause(date(2026, 11, 23)) == {"until": "2027-01-22"}
