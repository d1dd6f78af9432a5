"""Template parameters: those given at the terminal, and those that the embedded AWS needs."""

import platform
import re
import shlex

from ops.deploy.sam import Parameters
from ops.terminal.failure import Failure
from ops.terminal.paths import TEMPLATE

AT_ONCE: Parameters = {"NoticeHold": "PT0S", "NoticeWindow": "off"}
# Set at every deployment: a stack keeps the values of the last one, and a hold set for a test must not stay.
DEFAULTS: Parameters = {"NoticeHold": "", "NoticeWindow": "", "MostPerJobAndHour": ""}
_EXAMPLE = 'write NAME=VALUE, for example PARAMS="NoticeHold=PT90S NoticeWindow=off"'
_PARAMETER = re.compile(r"^  (\w+):\n    Type: ", re.MULTILINE)


def parse(text: str) -> Parameters:
    """Parse `"NoticeHold=PT90S NoticeWindow=off"`. Raise Failure for a parameter that the template does not have."""
    try:
        pairs = [word.partition("=") for word in shlex.split(text)]
    except ValueError:
        raise Failure(f"A quotation mark is never closed: {text}", _EXAMPLE) from None
    if not all(name and equals for name, equals, _ in pairs):
        raise Failure(f"Not NAME=VALUE: {text}", _EXAMPLE)
    chosen = {name: value for name, _, value in pairs}
    known = _known()
    if unknown := sorted(chosen.keys() - set(known)):
        raise Failure(f"No such template parameter: {', '.join(unknown)}", f"use one of {', '.join(known)}")
    return chosen


def _known() -> list[str]:
    parameters, _, _ = TEMPLATE.read_text("utf-8").partition("\nConditions:")
    return _PARAMETER.findall(parameters)


def for_embedded(chosen: Parameters, *, port: int, sender_domain: str) -> Parameters:
    """Return all parameters of a stack on the embedded AWS at `port`."""
    needed = {
        "Architecture": host_architecture(),
        "SenderIdentity": sender_domain,
        "EmbeddedPort": str(port),
    }
    # These come last: a stack that does not match this machine could not be reached.
    return {**DEFAULTS, **chosen, **needed}


def host_architecture() -> str:
    """Return the Lambda architecture of this machine."""
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
