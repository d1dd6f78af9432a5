"""The targets of the figures in `summary.json`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

type Summary = Mapping[str, float]

_HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    "≤": lambda figure, limit: figure <= limit,
    "<": lambda figure, limit: figure < limit,
    "≥": lambda figure, limit: figure >= limit,
}


@dataclass(frozen=True)
class Target:
    figure: str
    relation: str
    limit: float

    def is_met(self, summary: Summary) -> bool:
        return _HOLDS[self.relation](summary[self.figure], self.limit)

    def __str__(self) -> str:
        return f"{self.relation} {self.limit:.3g}"


TARGETS = (
    Target("wall_ratio", "≤", 1 / 20),
    Target("cpu_ratio", "≤", 1 / 3),
    Target("cpu_ratio_to_floor", "≤", 3),
    Target("calls_per_notice", "≤", 1.2),
    Target("cold_start_ratio_to_boto3", "≤", 1.30),
    Target("optin_cold_start_ratio_to_boto3", "≤", 1.40),
    Target("optin_warm_ratio_to_boto3", "≤", 1.5),
    Target("cold_start_ratio_to_canonical", "<", 1),
    Target("paced_14_share", "≥", 0.95),
    Target("paced_14_peak", "≤", 1),
    Target("paced_200_share", "≥", 0.95),
    Target("paced_200_peak", "≤", 1),
    Target("page_units_spread", "≤", 1.2),
    Target("page_of_scan", "≤", 1 / 100),
    Target("page_wall_ratio", "≤", 8),
    Target("joining_ratio", "≤", 2),
    Target("export_memory_ratio", "≤", 1.3),
)


def missed(summary: Summary) -> list[Target]:
    return [target for target in TARGETS if not target.is_met(summary)]
