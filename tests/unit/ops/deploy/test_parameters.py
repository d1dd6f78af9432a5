"""What a person at the terminal may say of the template's parameters."""

import pytest

from ops.deploy.parameters import for_embedded, parse
from ops.terminal.failure import Failure


def test_parameters_are_pairs() -> None:
    assert parse("NoticeHold=PT90S NoticeWindow=off") == {"NoticeHold": "PT90S", "NoticeWindow": "off"}
    assert parse("NoticeWindow=") == {"NoticeWindow": ""}
    assert parse("") == {}


def test_a_name_without_a_value_is_told_how_to_write_one() -> None:
    with pytest.raises(Failure) as told:
        parse("NoticeHold")
    assert "NAME=VALUE" in told.value.remedy


def test_a_name_that_the_template_does_not_know_is_refused_with_those_it_knows() -> None:
    with pytest.raises(Failure, match="No such template parameter: NoticeHould") as told:
        parse("NoticeHould=PT0S")
    assert "NoticeHold" in told.value.remedy
    assert "Decisions" not in told.value.remedy


def test_the_embedded_stack_is_told_its_port_and_forgets_the_last_timing() -> None:
    told = for_embedded({"NoticeHold": "PT5S"}, port=4567, sender_domain="acme.example")
    assert told["EmbeddedPort"] == "4567"
    assert told["SenderIdentity"] == "acme.example"
    assert (told["NoticeHold"], told["NoticeWindow"]) == ("PT5S", "")


def test_an_open_quotation_mark_is_told_how_to_write_a_pair() -> None:
    with pytest.raises(Failure, match="never closed") as told:
        parse('NoticeHold="PT90S')
    assert "NAME=VALUE" in told.value.remedy
