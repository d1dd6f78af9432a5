"""All figures, flat: what `summary.json` holds, and every other output is made of. Ratios are ours over the other's."""

from collections.abc import Mapping, Sequence
from statistics import median

from bench.coldstart import Start
from bench.rate_limit import Paced
from bench.throughput import Throughput

type Figures = dict[str, float]

MIB = 2**20


def throughput(size: int, ours: Throughput, canonical: Throughput, floor: Throughput) -> Figures:
    """Return the figures of batches of 100 without a suffix, those of 10 with `_batch_10`."""
    suffix = "" if size == 100 else f"_batch_{size}"  # noqa: PLR2004
    figures = {
        "wall_ratio": ours.wall / canonical.wall,
        "cpu_ratio": ours.cpu / canonical.cpu,
        "cpu_ratio_to_floor": ours.cpu / floor.cpu,
        "floor_cpu_s_per_1000": floor.cpu,
        "calls_ratio": ours.calls_per_notice / canonical.calls_per_notice,
        **_absolute("", ours),
        **_absolute("canonical_", canonical),
    }
    return {f"{name}{suffix}": value for name, value in figures.items()}


def cold_starts(taken: Mapping[str, Sequence[Start]]) -> Figures:
    """Return ratios of the fastest starts: what another program did at that moment only ever adds."""
    ready = {name: min(start.ready for start in starts) for name, starts in taken.items()}
    done = {name: min(start.done for start in starts) for name, starts in taken.items()}
    return {
        "cold_start_ratio_to_boto3": ready["notify"] / ready["boto3"],
        "cold_start_ratio_to_canonical": ready["notify"] / ready["canonical"],
        "first_batch_ratio_to_canonical": done["notify"] / done["canonical"],
        "optin_cold_start_ratio_to_boto3": done["optin"] / ready["boto3_of_optin"],
        **{f"{name}_cold_start_ms": 1000 * seconds for name, seconds in ready.items()},
        **{f"{name}_cold_start_median_ms": 1000 * median(s.ready for s in starts) for name, starts in taken.items()},
        **{f"{name}_first_batch_ms": 1000 * done[name] for name in ("notify", "canonical")},
        "optin_first_answer_ms": 1000 * done["optin"],
        "optin_first_answer_median_ms": 1000 * median(start.done for start in taken["optin"]),
    }


def warm(ours: Sequence[float], reads: Sequence[float]) -> Figures:
    """Return the median of the rounds' ratios, each of two that ran one after the other, and the medians of either.

    The quickest rounds are only shown: one that had a core to itself, where the other never had, would be all of it.
    """
    return {
        "optin_warm_ratio_to_boto3": median(one / other for one, other in zip(ours, reads, strict=True)),
        "optin_warm_ratio_to_boto3_fastest": min(ours) / min(reads),
        "optin_warm_cpu_ms": 1000 * median(ours),
        "two_reads_warm_cpu_ms": 1000 * median(reads),
    }


def rate_limit(rates: Sequence[int], measured: Sequence[Paced]) -> Figures:
    return {
        f"paced_{rate}_{name}": value
        for rate, one in zip(rates, measured, strict=True)
        for name, value in (("share", one.share), ("peak", one.peak), ("sends", one.sends))
    }


def _absolute(whose: str, one: Throughput) -> Figures:
    return {
        f"{whose}wall_s_per_1000": one.wall,
        f"{whose}cpu_s_per_1000": one.cpu,
        f"{whose}calls_per_notice": one.calls_per_notice,
        f"{whose}peak_rss_mib": one.peak_rss / MIB,
        f"{whose}notices_measured": one.notices,
    }
