"""An application, as the ATS names it."""

from typing import NamedTuple

from functions.domain.notices.notice import NoticeRef


class Application(NamedTuple):
    """Its identity, as the ATS reports it."""

    source: str
    id: str

    @property
    def first(self) -> NoticeRef:
        return NoticeRef.of(self.source, self.id)
