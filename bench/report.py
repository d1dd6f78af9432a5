"""The figures as a table, for the terminal and for `results.md`."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench import coldstart, rate_limit, throughput, warm
from bench.machine import Facts
from bench.search.measure import SIZES
from bench.stub.services import LATENCY, SES_LATENCY
from bench.summary import Figures
from bench.targets import TARGETS

_HEAD = ("", "notify", "canonical", "ratio", "target")
_TARGETS = {target.figure: str(target) for target in TARGETS}


@dataclass(frozen=True)
class Row:
    """Names of figures; `other` is what ours is compared with. The target is that of `ratio`, or of `ours`."""

    title: str
    ours: str
    other: str = ""
    ratio: str = ""
    form: str = ".2f"

    def cells(self, figures: Figures) -> tuple[str, ...]:
        shown = [_shown(figures, self.ours, self.form), _shown(figures, self.other, self.form)]
        target = _TARGETS.get(self.ratio) or _TARGETS.get(self.ours, "")
        return (self.title, *shown, _shown(figures, self.ratio, ".3f"), target)


def _batches(size: int, suffix: str = "") -> Iterator[Row]:
    for title, name, ratio in (
        ("wall time for 1,000 notices, s", "wall_s_per_1000", "wall_ratio"),
        ("CPU time for 1,000 notices, s", "cpu_s_per_1000", "cpu_ratio"),
        ("AWS calls per notice", "calls_per_notice", "calls_ratio"),
        ("peak memory, MiB", "peak_rss_mib", ""),
        ("notices measured", "notices_measured", ""),
    ):
        form = ".0f" if name == "notices_measured" else ".2f"
        names = (f"{name}{suffix}", f"canonical_{name}{suffix}", f"{ratio}{suffix}" if ratio else "")
        yield Row(f"Batches of {size}: {title}", *names, form)


def _paced(rate: int) -> Iterator[Row]:
    yield Row(f"Paced at {rate}/s: share of the rate reached", f"paced_{rate}_share", form=".3f")
    yield Row(
        f"Paced at {rate}/s: fullest {rate_limit.WINDOW:.0f} s, of what it may hold", f"paced_{rate}_peak", form=".3f"
    )


def _page(size: int) -> Row:
    title = f"A page of 25 of {size:,} people: read units, beside a scan of 100,000"
    return Row(title, f"page_units_{size}", "scan_units", form=".0f")


# Beside figures of our own: the canonical handler knows no pool.
_SEARCH = (
    *map(_page, SIZES),
    Row("A page of 25: the most read units of the three over the fewest", "page_units_spread", form=".3f"),
    Row("A page of 25: its read units over those of the scan", "page_of_scan", form=".4f"),
    Row("A page of 25, ms, beside one Query", "page_wall_ms", "query_wall_ms", "page_wall_ratio", ".1f"),
    Row("Joining: write units, beside those before", "joining_units", "joining_units_before", "joining_ratio"),
    Row(
        "An export of 100,000 people: peak memory, MiB, beside one of 1,000",
        "export_mib_100000",
        "export_mib_1000",
        "export_memory_ratio",
    ),
)
ROWS = (
    *_batches(100),
    Row(
        "Batches of 100: CPU time for 1,000 notices, s, beside one SendEmail each and nothing else",
        "cpu_s_per_1000",
        "floor_cpu_s_per_1000",
        "cpu_ratio_to_floor",
    ),
    *_batches(10, "_batch_10"),
    Row("Cold start, ms", "notify_cold_start_ms", "canonical_cold_start_ms", "cold_start_ratio_to_canonical", ".0f"),
    Row(
        "Cold start, ms, beside boto3 with two clients",
        "notify_cold_start_ms",
        "boto3_cold_start_ms",
        "cold_start_ratio_to_boto3",
        ".0f",
    ),
    Row(
        "Cold start and a first batch of one, ms",
        "notify_first_batch_ms",
        "canonical_first_batch_ms",
        "first_batch_ratio_to_canonical",
        ".0f",
    ),
    Row(
        "Cold start of optin to its first answer, ms, beside boto3 with its clients",
        "optin_first_answer_ms",
        "boto3_of_optin_cold_start_ms",
        "optin_cold_start_ratio_to_boto3",
        ".0f",
    ),
    Row(
        "A look at an invitation, warm: CPU time, ms, beside its two reads with boto3",
        "optin_warm_cpu_ms",
        "two_reads_warm_cpu_ms",
        "optin_warm_ratio_to_boto3",
    ),
    Row("Artifact, MiB", "artifact_mib", "canonical_artifact_mib"),
    Row("Artifact, zipped, MiB", "artifact_zip_mib", "canonical_artifact_zip_mib"),
    *_paced(14),
    *_paced(200),
    *_SEARCH,
)


def terminal(figures: Figures) -> str:
    table = [_HEAD, *(row.cells(figures) for row in ROWS)]
    first, *widths = (max(map(len, column)) for column in zip(*table, strict=True))
    return "\n".join(
        row[0].ljust(first) + "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:], widths, strict=True))
        for row in table
    )


def markdown(figures: Figures, facts: Facts) -> str:
    table = [_HEAD, ("---", *("--:" for _ in _HEAD[1:])), *(row.cells(figures) for row in ROWS)]
    lines = [f"| {' | '.join(cells)} |" for cells in table]
    picture = "![The main figures as bars](results.svg)"
    return "\n".join(["# Results", "", *lines, "", picture, "", *_how(facts)]) + "\n"


def _how(facts: Facts) -> Iterator[str]:
    ses, others = 1000 * SES_LATENCY, 1000 * LATENCY
    yield f"{facts['date']}, on {facts['machine']}, with Python {facts['python']}, botocore {facts['botocore']},"
    yield f"Powertools {facts['powertools']} and pydantic {facts['pydantic']}. How:"
    yield ""
    yield f"- SES answers after {ses:.0f} ms, everything else after {others:.0f} ms, on loopback, without TLS."
    yield f"- Wall, CPU, calls: the median of {throughput.ROUNDS} rounds, in which the two take turns. The canonical"
    yield "  handler, which sends one by one, was measured over fewer notices; its times are scaled to 1,000."
    yield f"- Cold start: the fastest of {coldstart.STARTS} fresh interpreters each, which take turns."
    yield f"- Warm: the median of {warm.ROUNDS} rounds of {warm.CALLS} calls each, in which the two take turns."
    yield f"- Paced: {rate_limit.WORKERS} workers with one rate for all, in batches of {rate_limit.SIZE}."
    yield "- Search: people within 65 km of one place, searched for one family and shift. Units are computed from the"
    yield "  sizes of items. Times are medians of 40 rounds, in which page and Query take turns."
    yield "- Ratios are notify over the other. `summary.json` has these figures, and the median cold starts."
    yield "- What is compared, and what this does not show: [README](../README.md)."


def _shown(figures: Figures, name: str, form: str) -> str:
    return format(figures[name], form) if name else ""
