"""A whole stack on the embedded AWS of this machine.

`running_stack` serves tests and the demo, and lasts as long as its block; `up` and `down` serve people.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from functions.domain.employers.employers import Employers
from ops.deploy import parameters, sam, site
from ops.deploy.build import build
from ops.deploy.deployment import Outputs, deploy_arguments, publish_site, read_outputs
from ops.deploy.employers import employers, sender_domain
from ops.embedded import aws, emulator
from ops.embedded.emulator import Emulator
from ops.embedded.function_logs import keep_logs
from ops.terminal.failure import Failure
from ops.terminal.paths import OUTPUTS
from ops.terminal.ports import PortTakenError, free_port, usual_or_free
from ops.terminal.progress import say, step

_ARTIFACTS = "kind-regards-artifacts"
_OTHER_PORTS = 5


@contextmanager
def running_stack(
    port: int | None = None, params: sam.Parameters = parameters.AT_ONCE, *, preferred: int | None = None
) -> Iterator[Outputs]:
    """Deploy a stack on the port, or on the preferred one or any that is free. Yield its outputs, and end it."""
    # Before anything starts: a mistake in the settings or in the site is found at once.
    policy = employers()
    site.build(policy)
    running = _start_tethered(port) if port else _start_anywhere(preferred)
    try:
        yield _deploy(running, params, policy)
    finally:
        keep_logs(running.url, running.port)
        with step("Ending the embedded AWS"):
            running.stop()


def up(port: int, params: sam.Parameters) -> Outputs:
    """Deploy to the embedded AWS, and start it first if need be. If the deployment fails, end what was started."""
    policy = employers()
    site.build(policy)
    existing = emulator.find(emulator.UP)
    if existing is None:
        running = _start(emulator.UP, port, tethered=False)
    elif existing.port == port:
        running = existing
        say(f"The embedded AWS is already running on port {port}: deploying to it again")
    else:
        raise Failure(f"The embedded AWS is already running on port {existing.port}", _remedy(existing.port))
    try:
        outputs = _deploy(running, params, policy)
    except BaseException:
        # An emulator that ran before may hold data that somebody still needs.
        if existing is None:
            down()
        raise
    OUTPUTS.write_text(json.dumps(outputs, indent=2) + "\n")
    return outputs


def down() -> None:
    """End what `up` started, or say that there is nothing to end."""
    running = emulator.find(emulator.UP)
    if running is None:
        say("The embedded AWS is not running")
        shutil.rmtree(emulator.UP, ignore_errors=True)
    else:
        keep_logs(running.url, running.port)
        with step(f"Ending the embedded AWS on port {running.port} (process {running.pid})"):
            running.stop()
    OUTPUTS.unlink(missing_ok=True)


def _remedy(port: int) -> str:
    return f"make down ends it; make up PORT={port} deploys to it again"


def _start_anywhere(preferred: int | None) -> Emulator:
    port = usual_or_free(preferred) if preferred else free_port()
    for _ in range(_OTHER_PORTS):
        # Somebody else may take a free port before the emulator listens there.
        with suppress(PortTakenError):
            return _start_tethered(port)
        port = free_port()
    return _start_tethered(port)


def _start_tethered(port: int) -> Emulator:
    return _start(emulator.STACKS / str(port), port, tethered=True)


def _start(home: Path, port: int, *, tethered: bool) -> Emulator:
    with step(f"Starting the embedded AWS on port {port}"):
        return emulator.start(home, port, tethered=tethered)


def _deploy(running: Emulator, params: sam.Parameters, policy: Employers) -> Outputs:
    session = aws.session()
    built = build(parameters.host_architecture())
    chosen = parameters.for_embedded(params, port=running.port, sender_domain=sender_domain(policy.default.policy))
    session.client("s3", endpoint_url=running.url).create_bucket(Bucket=_ARTIFACTS)
    with step("Deploying the stack (sam deploy)"):
        sam.run(f"sam-deploy-{running.port}", _arguments(built, chosen), _environment(running))
    outputs = read_outputs(session, running.url) | {"EndpointUrl": running.url}
    publish_site(session, outputs, policy, running.url)
    return outputs


def _arguments(built: Path, chosen: sam.Parameters) -> list[str | Path]:
    # Without a bucket, sam deploy would first deploy a stack of its own to create one.
    unattended = ["--s3-bucket", _ARTIFACTS, "--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset"]
    return [*deploy_arguments(built), *unattended, *sam.overrides(chosen)]


def _environment(running: Emulator) -> dict[str, str]:
    # The default of 5 s between two polls is meant for a remote account.
    return {**aws.isolated(os.environ, endpoint_url=running.url), "SAM_CLI_POLL_DELAY": "0.5"}
