"""A watch on the wording and on company.toml that renders the preview again whenever one of the files is saved."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ops.terminal.progress import say
from ops.words.preview.folder import Folder, key_of
from ops.words.preview.gallery import ReadEmployers, Renderer

_POLL_SECONDS = 0.4


class Preview:
    """The preview in `folder`. `company` is the file that `read_employers` reads."""

    def __init__(self, folder: Path, templates: Path, company: Path, read_employers: ReadEmployers) -> None:
        self._folder, self._templates, self._company = Folder(folder), templates, company
        self._renderer, self._looked_at = Renderer(templates, read_employers), ""

    def write(self) -> list[str]:
        """Render the preview. Return the mistakes that keep parts of it from being rendered."""
        self._changed, mistakes = 0, list[str]()
        for galleries in self._renderer.render(key_of(self._looked_at)):
            self._changed += self._folder.write(galleries)
            mistakes = galleries.mistakes
        return mistakes

    def look_at(self, gallery: str) -> None:
        """Remember what somebody looks at, so that it is rendered first."""
        self._looked_at = gallery

    def watch(self, goes_on: Callable[[], bool]) -> None:
        """Render the preview again whenever a file is saved, and say so, as long as `goes_on`."""
        seen = self._stamps()
        while goes_on():
            time.sleep(_POLL_SECONDS)
            if (stamps := self._stamps()) == seen:
                continue
            seen = stamps
            mistakes = self.write()
            say(f"Saved: galleries updated: {self._changed}")
            for mistake in mistakes:
                say(f"  {mistake}")

    def _stamps(self) -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in self._watched() if path.exists()}

    def _watched(self) -> Iterator[Path]:
        yield self._company
        yield from sorted(self._templates.iterdir())
