"""New links, revoked ones, and agencies that have left the file."""

import pytest

from tests.optin_builders import CANDIDATE, EMAIL
from tests.unit.ops.pool.desk import Desk

BECAUSE = ("--because", "asked by phone")


def test_whoever_has_lost_the_link_gets_it_by_email(desk: Desk) -> None:
    desk.stack.join()
    desk.stack.mails()
    assert "Letters with a new link that go out now: 1, on account 123" in desk.does("link", EMAIL, *BECAUSE)
    assert len(desk.stack.mails()) == 2
    assert desk.stack.call("GET /api/opt-in").status == 200
    assert "operator: asked by phone" in str(desk.stack.raw()["NoticeLedger"])


def test_a_revoked_link_opens_nothing_and_the_new_one_does(desk: Desk) -> None:
    desk.stack.join()
    desk.stack.mails()
    said = desk.does("link", EMAIL, "--revoke", *BECAUSE)
    assert "Links from before now open nothing any more on account 123 in eu-west-1, of profiles: 1" in said
    assert desk.stack.call("GET /api/opt-in").problem == "link-replaced"
    assert len(desk.stack.mails()) == 2
    text = desk.letter(1)
    code = text.partition("/stay/#")[2].split()[0]
    assert desk.stack.call("GET /api/opt-in", code=code).status == 200


def test_whoever_had_the_link_can_not_take_the_profile_to_their_own_mailbox(desk: Desk) -> None:
    desk.stack.join()
    assert desk.stack.call("POST /api/opt-in/address", {"email": "other@elsewhere.example"}).status == 202
    assert "other@elsewhere.example" in desk.does("show", EMAIL)
    desk.does("link", EMAIL, "--revoke", *BECAUSE)
    assert desk.opt_in().pending_address is None


def test_whoever_has_left_gets_no_link(desk: Desk) -> None:
    assert "Nobody is in the talent pool" in desk.refuses("link", EMAIL, *BECAUSE)


@pytest.mark.parametrize("because", ["", "about zeb@mailbox.example"])
def test_a_reason_names_nobody(desk: Desk, because: str) -> None:
    desk.stack.join()
    assert desk.run("link", EMAIL, "--because", because)[0] != 0
    assert desk.opt_in().links_from is None


def test_an_employer_that_has_left_sends_no_link_and_its_links_can_be_revoked(desk: Desk) -> None:
    desk.stack.join()
    other = desk.at_another_employer("harbour")
    desk.leave_out_employers()
    assert "not in company.toml" in desk.refuses("link", EMAIL, "--employer", "harbour", *BECAUSE)
    said = desk.does("link", EMAIL, "--employer", "harbour", "--revoke", *BECAUSE)
    assert "No new link, because the employer is not in company.toml: 1" in said
    assert desk.opt_in(other.candidate).links_from


def test_people_of_an_agency_that_has_left_are_told_once(desk: Desk) -> None:
    desk.stack.join(agencies=["northstaff"])
    desk.stack.mails()
    assert ": 0; nothing was changed" in desk.does("agencies")
    desk.leave_out_agencies()
    said = desk.does("agencies")
    assert "     1  northstaff  NorthStaff" in said
    assert '--count 1 --because "…"' in said
    assert "letters to be sent is 1, not 2; nothing" in desk.refuses("agencies", "--count", "2", *BECAUSE)
    assert ": 1; each goes out" in desk.does("agencies", "--count", "1", *BECAUSE)
    assert desk.queued() == 1
    assert ": 0; nothing was changed" in desk.does("agencies")
    assert ": 0; each goes out" in desk.does("agencies", "--count", "0", *BECAUSE)
    assert desk.queued() == 1
    # The consent stays, and what the page shows says that nothing is shared.
    assert [agency["id"] for agency in desk.opt_in().receipt.agencies] == ["northstaff"]


def test_whoever_has_left_the_pool_or_an_employer_that_has_is_not_written_to(desk: Desk) -> None:
    desk.stack.join(agencies=["northstaff"])
    desk.at_another_employer("longgone")
    desk.leave_out_agencies()
    assert ": 1; nothing was changed" in desk.does("agencies")
    desk.stack.call("DELETE /api/opt-in")
    assert ": 0; nothing was changed" in desk.does("agencies")


def test_whoever_has_moved_is_not_told_again(desk: Desk) -> None:
    desk.stack.join(agencies=["northstaff"])
    desk.leave_out_agencies()
    desk.does("agencies", "--count", "1", *BECAUSE)
    desk.move(CANDIDATE, "zeb@elsewhere.example")
    assert ": 0; nothing was changed" in desk.does("agencies")


def test_letters_need_a_reason(desk: Desk) -> None:
    assert desk.run("agencies", "--count", "0")[0] == 2
