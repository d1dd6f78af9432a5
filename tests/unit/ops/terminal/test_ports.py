"""Ports: what a person may ask for, and what they hear when another program has it."""

import socket

import pytest
from click.testing import CliRunner

from ops.__main__ import commands
from ops.terminal.failure import Failure
from ops.terminal.ports import LOOPBACK, free_port, is_free, read_port, require_free, usual_or_free


def test_a_port_is_a_number_that_a_server_can_listen_on() -> None:
    assert read_port("4700") == 4700


@pytest.mark.parametrize("text", ["abc", "0", "-1", "65536", "4700 4701", "", "\u0664\u0667"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Failure, match="Not a port") as told:
        read_port(text)
    assert "PORT=4700" in told.value.remedy


def test_the_command_says_so_without_a_usage_text() -> None:
    result = CliRunner().invoke(commands, ["up", "--port", "abc"])
    assert result.exit_code == 1
    assert result.stderr.strip().splitlines() == [
        "Not a port: abc",
        "Remedy: a number up to 65535, for example PORT=4700",
    ]


def test_an_occupied_port_is_told_with_its_process_and_a_way_out() -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(Failure) as told:
            require_free(port)
    assert told.value.problem.startswith(f"Port {port} is in use")
    assert "PORT=" in told.value.remedy


def test_a_free_port_is_let_through() -> None:
    require_free(free_port())


def test_another_port_than_the_usual_is_taken_with_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    usual = free_port()
    assert usual_or_free(usual) == usual
    with socket.socket() as taken:
        taken.bind((LOOPBACK, usual))
        taken.listen()
        other = usual_or_free(usual)
    assert is_free(other)
    assert capsys.readouterr().out == f"Port {usual} is in use: port {other} instead\n"
