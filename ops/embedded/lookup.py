"""A look for the embedded AWS that another command has started: that of `make up`, of a demo or of a test."""

import shlex
import socket
from urllib.parse import urlsplit

from ops.deploy.account import explaining_aws_errors
from ops.deploy.deployment import Outputs, read_outputs
from ops.embedded import aws
from ops.embedded.emulator import STACKS, UP, Emulator, find
from ops.terminal.failure import Failure
from ops.terminal.ports import LOOPBACK

# A profile or a token of a real account must not get in the way.
_UNWANTED = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN")


def require_running(port: int | None = None) -> Emulator:
    """Return the embedded AWS on this port; without one, that of `make up`, or the only one there is."""
    running = [emulator for home in (UP, *sorted(STACKS.glob("*"))) if (emulator := find(home))]
    found = [emulator for emulator in running if port in (None, emulator.port)]
    if not found:
        where = f" on port {port}" if port else ""
        raise Failure(f"The embedded AWS is not running{where}", "make up, or make demo in another terminal")
    if len(found) > 1 and found[0].home != UP:
        ports = ", ".join(str(emulator.port) for emulator in found)
        raise Failure(f"Several run here, on the ports {ports}", "end all but one with Ctrl-C where it was started")
    return found[0]


def outputs_of(emulator: Emulator) -> Outputs:
    """Return the outputs of the stack on this embedded AWS."""
    with explaining_aws_errors("is it still being deployed? Then try again in a minute"):
        return read_outputs(aws.session(), emulator.url)


def environment_of(emulator: Emulator) -> list[str]:
    """Return the lines that make a shell use this embedded AWS, and never a real account."""
    values = aws.isolated({}, endpoint_url=emulator.url) | {"QUEUE": outputs_of(emulator)["DecisionsQueueUrl"]}
    return [
        f"unset {' '.join(_UNWANTED)}",
        *(f"export {name}={shlex.quote(value)}" for name, value in values.items()),
    ]


def browser_hint(url: str) -> str:
    """Return what to do where this machine does not know the host of `url`, as some browsers don't; else nothing."""
    host = urlsplit(url).hostname or ""
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        return f"A browser that does not know {host} needs this line in /etc/hosts: {LOOPBACK} {host}"
    return ""
