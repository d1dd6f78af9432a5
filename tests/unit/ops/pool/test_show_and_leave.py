"""What an operator sees of a person, and how they end an opt-in for somebody who asks for it."""

from pathlib import Path

import pytest

from functions.domain.pool.membership import Ending
from tests.optin_builders import CANDIDATE, EMAIL
from tests.unit.ops.pool.desk import ASKED, Desk


def test_an_operator_sees_everything_about_a_person(desk: Desk) -> None:
    desk.stack.join(agencies=["northstaff"])
    said = desk.does("show", EMAIL)
    for part in ("Acme Logistics (first)  active", "Zebulon Quillfeather", EMAIL, "A-88123", "openings", "Warehouse"):
        assert part in said
    assert " UTC  given, web form" in said
    assert "NorthStaff" in said
    assert "has left" not in said


def test_it_is_on_record_who_looked_before_anything_is_shown(desk: Desk) -> None:
    desk.stack.join()
    desk.does("show", EMAIL)
    (look,) = desk.stack.call("GET /api/opt-in/export").json["looks"]
    assert (look["act"], look["opening"]) == ("card", None)
    desk.stack.dynamodb.delete_table(TableName="AccessLog")
    assert "Zebulon" not in desk.refuses("show", EMAIL)


def test_of_an_agency_that_has_left_it_says_so(desk: Desk) -> None:
    desk.stack.join(agencies=["northstaff"])
    desk.leave_out_agencies()
    assert "(has left: nothing is shared with it)" in desk.does("show", EMAIL)


@pytest.mark.parametrize("spelling", [EMAIL.upper(), f" {EMAIL} "])
def test_an_address_is_found_however_it_is_spelled(desk: Desk, spelling: str) -> None:
    desk.stack.join()
    assert "Acme Logistics" in desk.does("show", spelling)


def test_who_is_not_there_is_not_found_and_the_remedy_says_where_else_to_look(desk: Desk) -> None:
    said = desk.refuses("show", EMAIL)
    assert "Nobody is in the talent pool at this address" in said
    assert "--everywhere" in said
    assert EMAIL not in said


def test_a_mistyped_address_is_refused_and_not_repeated(desk: Desk) -> None:
    said = desk.refuses("show", "zebulon.quill")
    assert "not an email address" in said
    assert "zebulon" not in said


@pytest.mark.parametrize("arguments", [("show", ""), ("withdraw", " ", *ASKED), ("show", EMAIL, "--employer", "")])
def test_what_is_empty_names_nobody(desk: Desk, arguments: tuple[str, ...]) -> None:
    assert desk.run(*arguments)[0] == 2


def test_whoever_asks_by_phone_leaves_with_a_tombstone_a_record_and_one_letter(desk: Desk) -> None:
    desk.stack.join()
    desk.stack.mails()
    said = desk.does("withdraw", EMAIL, *ASKED)
    assert said.splitlines() == ["1 profile ended on account 123 in eu-west-1", "1 letter confirms it"]
    assert desk.tombstone().ending is Ending.WITHDRAWN
    last = desk.stack.pool.consents(CANDIDATE)[-1]
    assert (last["kind"], last["method"]) == ("withdrawn", "by phone, entered by Sam Okafor")
    assert len(desk.stack.mails()) == 2
    assert "Nobody is in the talent pool" in desk.refuses("withdraw", EMAIL, *ASKED)
    assert len(desk.stack.mails()) == 2


def test_a_late_repeat_of_the_form_does_not_bring_them_back(desk: Desk) -> None:
    form = desk.stack.form()
    desk.stack.join()
    desk.does("withdraw", EMAIL, *ASKED)
    assert desk.stack.call("PUT /api/opt-in", form).problem == "withdrawn"


def test_the_ledger_does_not_keep_who_entered_it(desk: Desk) -> None:
    desk.stack.join()
    desk.does("withdraw", EMAIL, *ASKED)
    assert "Okafor" not in str(desk.stack.raw()["NoticeLedger"])


def test_an_erasure_leaves_no_address_behind(desk: Desk) -> None:
    desk.stack.join()
    desk.stack.mails()
    assert "1 profile erased" in desk.does("erase", EMAIL, *ASKED)
    assert desk.tombstone().ending is Ending.ERASED
    assert len(desk.stack.mails()) == 2
    pool = str(desk.stack.raw()["TalentPool"]).lower()
    assert not [trace for trace in ("zebulon", "quill", "mailbox.example", "vellichor") if trace in pool]


def test_who_has_left_is_found_in_the_whole_table(desk: Desk) -> None:
    desk.stack.join()
    desk.does("withdraw", EMAIL, *ASKED)
    said = desk.does("show", EMAIL, "--everywhere")
    assert "Acme Logistics (first)  withdrawn" in said
    assert "withdrawn, by phone, entered by Sam Okafor" in said
    assert "They have left already" in desk.refuses("withdraw", EMAIL, "--everywhere", *ASKED)


def test_profiles_with_every_employer_end_and_with_one_alone_where_it_is_named(desk: Desk) -> None:
    desk.stack.join()
    other = desk.at_another_employer("harbour")
    assert "1 profile ended" in desk.does("withdraw", EMAIL, "--employer", "harbour", *ASKED)
    assert desk.tombstone(other.candidate)
    assert desk.opt_in()
    desk.does("withdraw", EMAIL, "--employer", "first", *ASKED)
    assert desk.tombstone()


def test_an_employer_that_has_left_the_file_is_found_by_what_the_repository_remembers(desk: Desk) -> None:
    desk.stack.join()
    other = desk.at_another_employer("harbour")
    desk.leave_out_employers()
    assert "Harbour Foods (harbour, not in company.toml any more)  active" in desk.does("show", EMAIL)
    said = desk.does("withdraw", EMAIL, "--employer", "harbour", *ASKED)
    assert "No letter confirms it" in said
    assert desk.tombstone(other.candidate)


def test_an_employer_that_nothing_names_is_found_in_the_whole_table_or_by_its_id(desk: Desk) -> None:
    desk.stack.join()
    other = desk.at_another_employer("longgone")
    assert "longgone" not in desk.does("show", EMAIL)
    assert "longgone" in desk.does("show", EMAIL, "--employer", "longgone")
    assert "2 profiles erased" in desk.does("erase", EMAIL, "--everywhere", *ASKED)
    assert desk.tombstone(other.candidate)


def test_nothing_is_written_but_to_the_terminal(desk: Desk, tmp_path: Path) -> None:
    desk.stack.join()
    desk.does("show", EMAIL)
    assert list(tmp_path.iterdir()) == []
