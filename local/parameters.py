"""What the template is told: by the person at the terminal, and by the embedded AWS's own needs."""

import platform
import shlex

from local.failure import Failure
from local.sam import Parameters

AT_ONCE: Parameters = {"NoticeHold": "PT0S", "NoticeWindow": "off"}
_UNSAID: Parameters = {"NoticeHold": "", "NoticeWindow": ""}


def parse(text: str) -> Parameters:
    """`"NoticeHold=PT90S NoticeWindow=off"` as a mapping."""
    pairs = [word.partition("=") for word in shlex.split(text)]
    if not all(name and equals for name, equals, _ in pairs):
        raise Failure(f"Not template parameters: {text}", 'PARAMS="NoticeHold=PT90S NoticeWindow=off"')
    return {name: value for name, _, value in pairs}


def for_embedded(chosen: Parameters, *, port: int, sender_domain: str) -> Parameters:
    """All parameters of a stack on the embedded AWS at `port`."""
    needed = {
        "Architecture": host_architecture(),
        "SenderIdentity": sender_domain,
        "EmbeddedPort": str(port),
    }
    # The last word is ours: a stack that does not match this machine could not be reached.
    return {**_UNSAID, **chosen, **needed}


def host_architecture() -> str:
    return "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
