"""The whole life of one person with us: invited, a member, moved, reminded, gone, back, erased, and then nothing."""

import re
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page

from tests.e2e.decisions import SOURCE, ended, rejected
from tests.e2e.deployed import Deployed, until
from tests.e2e.footprints import footprints
from tests.e2e.member import MemberOfPool
from tests.e2e.pool_clock import becomes_due, letters

_OLD, _NEW = "zdzislawa.dawna@example.com", "zdzislawa.nowa@example.net"
_PERSON = {"id": "C-life", "given_name": "Zdzisława", "family_name": "Brzęczyszczykiewicz", "locale": "pl"}
# Two towns of Canada have this name, and no other test speaks of either.
_AREA, _TOWN = "Aylmer", "5888716"
_TRACES = ("zdzis", "szczykiewicz", _AREA, _TOWN, "dawna@", "nowa@", "C-life")
_ADDRESS_LINK = re.compile(r"http://[^\s#]+/address/(?:\?stop)?#[A-Za-z0-9_-]+")


def test_a_person_lives_with_us_and_leaves_nothing_behind(deployed: Deployed, page: Page) -> None:
    member = MemberOfPool(deployed, page)
    invited_and_joined(member)
    keys = {profile_of(deployed)["candidate"]}
    paused_and_resumed(member)
    moved(member)
    keys.add(profile_of(deployed)["candidate"])
    reminded_and_stayed(member)
    left_and_came_back(member)
    assert footprints(deployed, _TRACES)

    member.erase()
    member.newest_mail(_NEW, 7)
    # The pool is apart from the applications, which the ATS answers for.
    deployed.publish(ended("erased", erased_at=datetime.now(UTC).isoformat(), candidate={"id": _PERSON["id"]}))

    until(lambda: not footprints(deployed, _TRACES), "every trace to be gone")
    what_the_law_asks_for_is_there(deployed, keys)


def invited_and_joined(member: MemberOfPool) -> None:
    member.deployed.publish(rejected("A-life", _OLD, candidate=_PERSON))
    invitation = member.newest_mail(_OLD, 1)
    assert '<html lang="pl"' in invitation["BodyHtml"]
    member.open(member.deployed.link_in(invitation), "form")
    member.join(_AREA, _TOWN)
    assert '<html lang="pl"' in member.newest_mail(_OLD, 2)["BodyHtml"]
    profile = profile_of(member.deployed)
    assert (profile["place"]["id"], profile["place"]["region"]) == (_TOWN, "Ontario")


def paused_and_resumed(member: MemberOfPool) -> None:
    member.form.press("open", "active")
    member.pause()
    assert "paused_until" in profile_of(member.deployed)
    member.form.press("resume", "active")
    assert "paused_until" not in profile_of(member.deployed)


def moved(member: MemberOfPool) -> None:
    """They ask for another mailbox, whose email confirms it. The old one is told, and learns not where to."""
    page_before = member.deployed.link_in(member.newest_mail(_OLD, 2))
    member.ask_for(_NEW)
    told, asked = member.newest_mail(_OLD, 3), member.newest_mail(_NEW, 1)
    assert _NEW not in told["BodyText"]
    assert _OLD not in asked["BodyText"]
    member.open(address_link(told), "stop")
    assert profile_of(member.deployed)["email"] == _OLD

    member.open(address_link(asked), "confirm")
    member.form.press("act", "confirmed")
    member.form.press("go", "active")
    assert profile_of(member.deployed)["email"] == _NEW
    # Of what has moved, the old mailbox sees nothing. A code of this very minute is not too old yet.
    code = page_before.partition("#")[2]
    refused = member.deployed.call("GET", "/api/opt-in", authorization=f"Bearer {code}").json()
    assert refused["type"].rpartition(":")[2] in {"no-opt-in", "link-replaced"}


def reminded_and_stayed(member: MemberOfPool) -> None:
    before = profile_of(member.deployed)
    first, _second = letters(member.deployed, before["candidate"], "renewal")
    becomes_due(member.deployed, first)
    member.open(member.deployed.link_in(member.newest_mail(_NEW, 2)), "active")
    member.form.press("renew", "form")
    assert member.form.ticked("purposes") == []
    member.agree(months="24")
    member.newest_mail(_NEW, 3)
    assert profile_of(member.deployed)["expires_at"] > before["expires_at"]


def left_and_came_back(member: MemberOfPool) -> None:
    """They leave. What led them here has the address before: it is their next application that leads back."""
    member.form.press("open", "active")
    member.leave()
    assert not [item for item in member.deployed.pool() if item.get("email") in (_OLD, _NEW)]
    assert member.page.locator("#rejoin").count() == 0
    assert "/stay/#" not in member.newest_mail(_NEW, 4)["BodyText"]

    member.deployed.publish(rejected("B-life", _NEW, candidate=_PERSON))
    member.open(member.deployed.link_in(member.newest_mail(_NEW, 5)), "withdrawn")
    member.form.press("rejoin", "form")
    member.join(_AREA, _TOWN)
    member.newest_mail(_NEW, 6)
    assert profile_of(member.deployed)["email"] == _NEW
    member.form.press("open", "active")


def what_the_law_asks_for_is_there(deployed: Deployed, keys: set[str]) -> None:
    """Proof that they were told and of what they agreed to, under keys that name nobody."""
    kept = [item for item in deployed.pool() if item["candidate"] in keys]
    consents = sorted((item["record"], item["consent"]["kind"]) for item in kept if "consent" in item)
    assert [kind for _, kind in consents] == ["given", "given", "moved", "given", "withdrawn", "given", "withdrawn"]
    assert {item["state"] for item in kept if "state" in item} == {"MOVED", "ERASED"}
    for application in ("A-life", "B-life"):
        notice = deployed.notice(SOURCE, application)
        assert notice
        assert (notice["state"], len(notice["claim"]["text_sha256"])) == ("ACCEPTED", 64)


def profile_of(deployed: Deployed) -> dict[str, Any]:
    (profile,) = [item for item in deployed.pool() if item.get("email") in (_OLD, _NEW)]
    return profile


def address_link(mail: dict[str, Any]) -> str:
    (link,) = _ADDRESS_LINK.findall(mail["BodyText"])
    return str(link)
