"""A person who joins by phone or email: the form's rules, records and letters."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.domain.notices.owed_letter import LetterKind
from functions.stores.dynamodb.attributes import from_item
from functions.stores.ledger.notice_item import read_notice
from tests.optin_builders import AREA, CANDIDATE, EMAIL, answers, notice, rejection
from tests.unit.ops.pool.desk import ASKED, Desk


def kinds(desk: Desk) -> list[LetterKind]:
    items = [read_notice(from_item(item)) for item in desk.stack.raw()["NoticeLedger"]]
    return sorted(item.letter.kind for item in items if item.letter)


def test_whoever_joins_by_phone_is_in_the_pool_as_by_the_page(desk: Desk) -> None:
    said = desk.does("enter", desk.write(), typed="yes\n")
    assert "Acme Logistics, talent-pool" in said
    assert "[x] " in said
    assert "[ ] NorthStaff" in said
    assert "The receipt goes out now" in said
    opt_in = desk.opt_in()
    assert opt_in.receipt.method == "by phone, entered by Sam Okafor"
    assert (opt_in.answers["area"], opt_in.labels["role_families"]["warehouse"]) == (
        AREA,
        "Warehouse, picking and packing",
    )
    assert opt_in.expires_at > datetime.now(UTC) + timedelta(days=360)
    (record,) = desk.stack.pool.consents(CANDIDATE)
    assert (record["kind"], record["method"]) == ("given", opt_in.receipt.method)
    # As the page's own, but for how and when.
    assert record["consent"] == desk.stack.form()["consent"]
    assert record["jws"].count(".") == 2
    assert kinds(desk) == ["expired", "receipt", "renewal", "renewal"]
    assert len(desk.stack.mails()) == 1
    assert len(desk.stack.mails()) == 1


def test_the_link_of_the_notice_opens_what_was_entered(desk: Desk) -> None:
    desk.does("enter", desk.write(), "--yes")
    answer = desk.stack.call("GET /api/opt-in").json
    assert (answer["profile"]["role_families"], answer["months"]) == (["warehouse"], 12)


def test_a_file_may_be_toml(desk: Desk, tmp_path: Path) -> None:
    said_at = (datetime.now(UTC) - timedelta(days=1)).replace(microsecond=0)
    path = tmp_path / "person.toml"
    path.write_text(f"""
        source = "/ats/example/acme"
        application_id = "A-88123"
        said_by = "email"
        said_at = {said_at.isoformat()}
        entered_by = "Sam Okafor"
        language = "en"
        purposes = ["openings"]
        months = 12
        [person]
        email = "{EMAIL}"
        given_name = "Zebulon"
        family_name = "Quillfeather"
        [profile]
        role_families = ["warehouse"]
        earliest_start = {datetime.now(UTC).date() + timedelta(days=9)}
        language = "en"
        channel = "email"
    """)
    desk.does("enter", str(path), "--yes")
    assert desk.opt_in().receipt.given_at == said_at
    assert desk.opt_in().receipt.method.startswith("by email, ")


@pytest.mark.parametrize("typed", ["no\n", "\n", "y\n"])
def test_nobody_agrees_to_words_that_they_do_not_know(desk: Desk, typed: str) -> None:
    assert "Nothing was recorded" in desk.refuses("enter", desk.write(), typed=typed)
    assert desk.stack.pool.get(CANDIDATE) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"purposes": []}, "purposes: Tick this to join."),
        ({"agencies": ["nobody"]}, "agencies: Choose only from the options"),
        ({"months": 7}, "months: Choose one of these: "),
        ({"profile": answers(shifts=["midnight"])}, "profile.shifts: Choose only from the options"),
        ({"profile": answers(area="1 High Street")}, "profile.area: Give only your town"),
        ({"profile": answers(earliest_start="tomorrow")}, "profile.earliest_start: Give a date"),
        ({"profile": answers(phone="555")}, "profile.phone: The form does not ask for this."),
        ({"person": {"email": "nobody"}}, "person.email: Enter an email address"),
        ({"entered_by": None}, "entered_by: This is missing."),
        ({"said_at": "2026-11-27T12:00:00"}, "said_at: "),
        ({"said_by": "rumour"}, "said_by: "),
    ],
)
def test_what_the_form_refuses_is_refused_with_its_field(desk: Desk, changes: Any, said: str) -> None:
    refusal = desk.refuses("enter", desk.write(**changes), "--yes")
    assert "The form would refuse this; nothing was recorded:" in refusal
    assert f"\n  {said}" in refusal
    assert desk.stack.pool.get(CANDIDATE) is None


def test_a_town_of_which_there_are_several_is_asked_about_and_its_id_settles_it(desk: Desk) -> None:
    refusal = desk.refuses("enter", desk.write(profile=answers(area="Springfield")), "--yes")
    assert "\n  profile.area: There are several places" in refusal
    line = next(line for line in refusal.splitlines() if "Illinois" in line)
    desk.does("enter", desk.write(profile=answers(area="Springfield", place=line.split()[0])), "--yes")
    assert "Illinois" in str(desk.opt_in().place)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"said_at": "2020-01-01T12:00:00Z"}, "too long ago"),
        ({"said_at": "2120-01-01T12:00:00Z"}, "in the future"),
        ({"application_id": "A-1"}, "no notice of this application"),
        ({"language": "xx"}, "language: the consent has no words in it"),
        ({"person": {"email": "other@mailbox.example", "given_name": "Ann"}}, "another person's"),
    ],
)
def test_what_an_operator_mistakes_is_refused(desk: Desk, changes: Any, said: str) -> None:
    assert said in desk.refuses("enter", desk.write(**changes), "--yes")


def test_an_address_that_the_ats_does_not_have_is_the_persons_own(desk: Desk) -> None:
    person = {"email": "zeb@elsewhere.example", "given_name": "Zebulon", "family_name": "Quillfeather"}
    desk.does("enter", desk.write(person=person), "--yes")
    assert "zeb@elsewhere.example" in desk.does("show", "zeb@elsewhere.example")


def test_an_application_of_another_employer_is_refused(desk: Desk) -> None:
    assert "another employer's" in desk.refuses("enter", desk.write(), "--employer", "harbour", "--yes")
    desk.does("enter", desk.write(), "--employer", "first", "--yes")


def test_whoever_is_in_the_pool_changes_it_on_their_page(desk: Desk) -> None:
    desk.stack.join()
    assert "in the talent pool already" in desk.refuses("enter", desk.write(), "--yes")


def test_whoever_has_left_since_they_said_so_does_not_come_back(desk: Desk) -> None:
    desk.stack.join()
    desk.does("withdraw", EMAIL, *ASKED)
    assert "left since they said this" in desk.refuses("enter", desk.write(), "--yes")
    desk.does("enter", desk.write(said_at=datetime.now(UTC).isoformat()), "--yes")
    assert desk.opt_in().withdrawn_at is not None


def test_whoever_comes_back_by_phone_finds_their_revoked_links_as_dead_as_before(desk: Desk) -> None:
    desk.stack.join()
    desk.does("link", EMAIL, "--revoke", "--because", "they lost their phone")
    revoked_at = desk.opt_in().links_from
    desk.does("withdraw", EMAIL, *ASKED)
    desk.does("enter", desk.write(said_at=datetime.now(UTC).isoformat()), "--yes")
    assert desk.opt_in().links_from == revoked_at is not None


def test_whoever_wants_no_email_gets_no_receipt_and_the_operator_hears_so(desk: Desk) -> None:
    table = desk.stack.dynamodb
    for item in desk.stack.raw()["NoticeLedger"]:
        key = {name: item[name] for name in ("application", "cycle")}
        table.delete_item(TableName="NoticeLedger", Key=key)
    desk.stack.tell(notice(decision=rejection(can_email=False)))
    assert "No receipt goes out" in desk.does("enter", desk.write(), "--yes")
    assert kinds(desk) == []


def test_what_can_not_be_read_says_where(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "person.toml"
    assert "No such file" in desk.refuses("enter", str(path), "--yes")
    path.write_text("months = twelve")
    assert "line 1" in desk.refuses("enter", str(path), "--yes")
    path.write_text("months = 12:00:00")
    assert "No field takes a time" in desk.refuses("enter", str(path), "--yes")
