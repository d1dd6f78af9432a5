"""The main figures as bars, in SVG, for light and dark pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import Template

from bench.summary import Figures

_LEFT, _LONGEST, _BAR, _ROW, _GROUP = 130, 420, 16, 22, 46

_PAGE = Template("""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 $height" role="img" aria-label="$label">
<style>
text { font: 13px system-ui, sans-serif; fill: #1c2c2e }
.title { font-weight: 600 }
.ours { fill: #17575f }
.other { fill: #9aa8a6 }
@media (prefers-color-scheme: dark) {
  text { fill: #e5ebe6 }
  .ours { fill: #8ccfcb }
  .other { fill: #5d6e6e }
}
</style>
$groups
</svg>
""")
_TITLE = Template('<text class="title" x="0" y="$y">$title</text>')
_LINE = Template("""\
<text x="$left" y="$base" text-anchor="end">$name</text>
<rect class="$kind" x="$start" y="$top" width="$width" height="$bar" rx="2"/>
<text x="$end" y="$base">$value</text>""")


@dataclass(frozen=True)
class Group:
    """One figure, and its bars: who, how much. Ours is the first."""

    title: str
    form: str
    bars: Sequence[tuple[str, float]]

    @property
    def height(self) -> int:
        return _GROUP + _ROW * len(self.bars)

    def drawn(self, top: int) -> str:
        lines = [_TITLE.substitute(title=self.title, y=top + 18)]
        lines += [self._line(n, top + 28 + _ROW * n) for n in range(len(self.bars))]
        return "\n".join(lines)

    def _line(self, number: int, top: int) -> str:
        name, value = self.bars[number]
        width = max(1.0, _LONGEST * value / max(value for _, value in self.bars))
        return _LINE.substitute(
            name=name,
            value=self.form.format(value),
            kind="other" if number else "ours",
            left=_LEFT - 10,
            start=_LEFT,
            end=f"{_LEFT + width + 8:.1f}",
            width=f"{width:.1f}",
            top=top,
            base=top + 13,
            bar=_BAR,
        )


def svg(figures: Figures) -> str:
    drawn, top = list[str](), 0
    for group in _groups(figures):
        drawn.append(group.drawn(top))
        top += group.height
    label = "notify and the canonical handler side by side; the figures are in results.md"
    return _PAGE.substitute(height=top, label=label, groups="\n".join(drawn))


def _groups(figures: Figures) -> list[Group]:
    def pair(name: str) -> list[tuple[str, float]]:
        return [("notify", figures[name]), ("canonical", figures[f"canonical_{name}"])]

    starts = [(name, figures[f"{name}_cold_start_ms"]) for name in ("notify", "canonical", "boto3")]
    return [
        Group("Wall time for 1,000 notices, batches of 100", "{:.1f} s", pair("wall_s_per_1000")),
        Group("CPU time for 1,000 notices, batches of 100", "{:.1f} s", pair("cpu_s_per_1000")),
        Group("AWS calls per notice, batches of 100", "{:.2f}", pair("calls_per_notice")),
        Group("Cold start; boto3: two clients and nothing else", "{:.0f} ms", starts),
    ]
