"""The command behind `make bench`: measures, shows and keeps the results, and fails where a target is missed."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from bench import coldstart, picture, rate_limit, report, sizes, summary, throughput, warm
from bench.contenders import Contender, contenders
from bench.machine import Facts, facts
from bench.processes import Stub, running_stub
from bench.search import run as search
from bench.summary import MIB, Figures
from bench.targets import TARGETS, missed
from ops.terminal.failure import Failure
from ops.terminal.paths import shown
from ops.terminal.progress import say, step

RESULTS = Path(__file__).with_name("results")

# Batches in each round, ours and the canonical handler's, by their size.
_BATCHES = {100: (4, 1), 10: (30, 8)}
# Seconds for each rate, in mails per second.
_RATES = {14: 12.0, 200: 6.0}


def bench() -> int:
    pair = contenders()
    with running_stub() as stub:
        figures = {**_throughput(stub, pair), **_cold_starts(stub, pair), **_warm(stub)}
        figures |= {**_pacing(stub, pair[0]), **_sizes(pair)}
    figures |= _search()
    _keep(figures, facts(pair[0].folder))
    say("\n" + report.terminal(figures) + f"\n\nKept in {shown(RESULTS)}")
    for target in missed(figures):
        say(f"Missed: {target.figure} is {figures[target.figure]:.3f}, and should be {target}")
    return 1 if missed(figures) else 0


def _throughput(stub: Stub, pair: tuple[Contender, Contender]) -> Figures:
    figures: Figures = {}
    for size, counts in _BATCHES.items():
        with step(f"Sending in batches of {size}"):
            figures |= summary.throughput(size, *throughput.measure(stub, pair, size, counts))
    return figures


def _cold_starts(stub: Stub, pair: tuple[Contender, Contender]) -> Figures:
    with step("Starting cold"):
        return summary.cold_starts(coldstart.measure(stub, pair))


def _warm(stub: Stub) -> Figures:
    with step("Looking at an invitation, warm"):
        return summary.warm(*warm.measure(stub))


def _pacing(stub: Stub, ours: Contender) -> Figures:
    measured = []
    for rate, seconds in _RATES.items():
        with step(f"Pacing {rate_limit.WORKERS} workers at {rate}/s"):
            measured.append(rate_limit.measure(stub, ours, rate, seconds))
    return summary.rate_limit(list(_RATES), measured)


def _search() -> Figures:
    with step("Searching pools of a thousand to a million people, and exporting a hundred thousand"):
        return search.measure()


def _sizes(pair: tuple[Contender, Contender]) -> Figures:
    return {
        f"{prefix}{name}": measure(contender.folder) / MIB
        for prefix, contender in zip(("", "canonical_"), pair, strict=True)
        for name, measure in (("artifact_mib", sizes.folder_bytes), ("artifact_zip_mib", sizes.zipped_bytes))
    }


def _keep(figures: Figures, about: Facts) -> None:
    RESULTS.mkdir(exist_ok=True)
    rounded = {name: round(value, 4) for name, value in figures.items()}
    # What has a target comes first.
    first = {target.figure: rounded[target.figure] for target in TARGETS}
    (RESULTS / "summary.json").write_text(json.dumps({**first, **rounded, **about}, indent=2) + "\n", "utf-8")
    (RESULTS / "results.md").write_text(report.markdown(figures, about), "utf-8")
    (RESULTS / "results.svg").write_text(picture.svg(figures), "utf-8")


def main() -> int:
    # A shell that starts this in the background would have it ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Like Ctrl-C: every block that started something ends it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return bench()
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    except Failure as failure:
        say(f"\n{failure.problem}\nRemedy: {failure.remedy}")
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
