"""What is in the files now, and again whenever one of them is saved."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ops.terminal.progress import say
from ops.words.preview.folder import Folder
from ops.words.preview.gallery import ReadEmployers, read_gallery

_BETWEEN_LOOKS = 0.4


class Preview:
    """`company`: the file that `read_employers` reads."""

    def __init__(self, folder: Path, templates: Path, policy: Path, read_employers: ReadEmployers) -> None:
        self._folder, self._templates, self._company = Folder(folder), templates, policy
        self._read_employers = read_employers

    def write(self) -> list[str]:
        """The mistakes that keep something from being shown."""
        gallery = read_gallery(self._templates, self._read_employers)
        self._changed = self._folder.write(gallery)
        return gallery.mistakes

    def watch(self, goes_on: Callable[[], bool]) -> None:
        """Writes anew what is saved, as long as `goes_on`, and says so."""
        seen = self._stamps()
        while goes_on():
            time.sleep(_BETWEEN_LOOKS)
            if (stamps := self._stamps()) == seen:
                continue
            seen = stamps
            mistakes = self.write()
            say(f"Saved: {self._changed} of the albums have changed")
            for mistake in mistakes:
                say(f"  {mistake}")

    def _stamps(self) -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in self._watched() if path.exists()}

    def _watched(self) -> Iterator[Path]:
        yield self._company
        yield from sorted(self._templates.iterdir())
