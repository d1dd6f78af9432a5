"""After a restore: whoever had left and stands there again leaves again, without another email."""

import json
from pathlib import Path

from functions.domain.pool.membership import Ending
from tests.handlers.optin_stack import Stack
from tests.optin_builders import CANDIDATE, EMAIL, Json
from tests.unit.ops.pool.desk import ASKED, Desk


def items(stack: Stack) -> list[Json]:
    return stack.raw()["TalentPool"]


def restore(stack: Stack, before: list[Json]) -> None:
    """Put the table back to what it was: tombstones since then are gone."""
    for item in items(stack):
        key = {name: item[name] for name in ("candidate", "record")}
        stack.dynamodb.delete_item(TableName="TalentPool", Key=key)
    for item in before:
        stack.dynamodb.put_item(TableName="TalentPool", Item=item)


def test_a_pool_that_has_lost_nothing_has_nothing_to_apply(desk: Desk) -> None:
    desk.stack.join()
    assert "0 on account 123 in eu-west-1; nothing was changed" in desk.does("restore-check")


def test_the_ledgers_letters_say_who_has_left(desk: Desk) -> None:
    desk.stack.join()
    before = items(desk.stack)
    desk.stack.call("DELETE /api/opt-in")
    left_at = desk.tombstone().withdrawn_at
    emails = len(desk.stack.mails())
    restore(desk.stack, before)
    assert "     1  have left since, and stand there again" in desk.does("restore-check")
    assert "1 are to be applied, not 3; nothing" in desk.refuses("restore-check", "--count", "3")
    assert "1 ended again and 0 replaced" in desk.does("restore-check", "--count", "1")
    assert desk.tombstone().withdrawn_at == left_at
    assert desk.stack.pool.consents(CANDIDATE)[-1]["method"] == "applied again after a restore"
    assert len(desk.stack.mails()) == emails
    assert "0 on account" in desk.does("restore-check")


def test_an_erasure_stays_an_erasure(desk: Desk) -> None:
    desk.stack.join()
    before = items(desk.stack)
    desk.does("erase", EMAIL, *ASKED)
    restore(desk.stack, before)
    desk.does("restore-check", "--count", "1")
    assert desk.tombstone().ending is Ending.ERASED


def test_whoever_has_joined_again_stays(desk: Desk) -> None:
    desk.stack.join()
    desk.stack.call("DELETE /api/opt-in")
    desk.stack.join(rejoin_after=desk.tombstone().withdrawn_at.isoformat())
    assert "0 on account" in desk.does("restore-check")


def test_the_tombstones_of_the_table_before_say_what_no_letter_says(desk: Desk, tmp_path: Path) -> None:
    desk.stack.join()
    other = desk.at_another_employer("longgone")
    before = items(desk.stack)
    desk.does("withdraw", EMAIL, "--employer", "longgone", *ASKED)
    copy = tmp_path / "copy.json"
    copy.write_text(json.dumps({"Items": items(desk.stack)}))
    restore(desk.stack, before)
    assert "0 on account" in desk.does("restore-check")
    assert "1 on account" in desk.does("restore-check", str(copy))
    desk.does("restore-check", str(copy), "--count", "1")
    assert desk.tombstone(other.candidate)
    assert desk.opt_in()


def test_what_was_taken_back_in_part_is_taken_back_again(desk: Desk, tmp_path: Path) -> None:
    desk.stack.join(agencies=["northstaff"])
    before = items(desk.stack)
    desk.stack.join()
    copy = tmp_path / "export.json"
    copy.write_text("\n".join(json.dumps({"Item": item}) for item in items(desk.stack)))
    restore(desk.stack, before)
    assert desk.opt_in().receipt.agencies
    assert "     1  are older than in the copy" in desk.does("restore-check", str(copy))
    assert "0 ended again and 1 replaced" in desk.does("restore-check", str(copy), "--count", "1")
    assert desk.opt_in().receipt.agencies == []


def test_a_copy_may_be_a_table(desk: Desk) -> None:
    desk.stack.join()
    before = items(desk.stack)
    desk.stack.call("DELETE /api/opt-in")
    desk.copy_to("TalentPoolBefore")
    restore(desk.stack, before)
    assert "1 ended again" in desk.does("restore-check", "--from-table", "TalentPoolBefore", "--count", "1")


def test_a_profile_that_has_moved_ends_only_where_it_goes_on(desk: Desk, tmp_path: Path) -> None:
    desk.stack.join()
    before = items(desk.stack)
    moved = desk.move(CANDIDATE, "zeb@elsewhere.example")
    copy = tmp_path / "copy.json"
    copy.write_text(json.dumps({"Items": items(desk.stack)}))
    assert "0 on account" in desk.does("restore-check", str(copy))
    restore(desk.stack, before)
    assert "0 on account" in desk.does("restore-check", str(copy))
    assert desk.stack.pool.join(moved)
    desk.does("restore-check", str(copy), "--count", "1")
    assert desk.tombstone().moved_to == moved.candidate


def test_whoever_moved_to_a_mailbox_that_others_had_left_stays(desk: Desk) -> None:
    desk.stack.join()
    other = desk.move(CANDIDATE, "zeb@elsewhere.example", records=False)
    assert desk.stack.pool.join(other)
    desk.does("withdraw", "zeb@elsewhere.example", *ASKED)
    desk.move(CANDIDATE, "zeb@elsewhere.example")
    assert "0 on account" in desk.does("restore-check")


def test_a_file_of_something_else_is_refused_and_not_quoted(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "copy.json"
    path.write_text("zebulon@mailbox.example")
    said = desk.refuses("restore-check", str(path))
    assert "no items of DynamoDB" in said
    assert "zebulon" not in said
    assert desk.run("restore-check", str(path), "--from-table", "x")[0] == 2
