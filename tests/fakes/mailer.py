"""SES in memory: accepts, or answers with the errors it was given, in their order."""

from functions.domain.errors import KindRegardsError, Unsure
from functions.domain.notice import NoticeRef
from functions.mailing.mail import Mail


class FakeMailer:
    """`accepted` is what SES took, `ids` its names for it; with `Unsure("sent")` a mail did so unseen."""

    def __init__(self) -> None:
        self.accepted: list[tuple[NoticeRef, Mail]] = []
        self.ids: list[str] = []
        self.answers: list[KindRegardsError | None] = []
        self.attempts = 0

    def send(self, mail: Mail, ref: NoticeRef) -> str:
        self.attempts += 1
        answer = self.answers.pop(0) if self.answers else None
        if answer is None or (isinstance(answer, Unsure) and answer.args == ("sent",)):
            self.accepted.append((ref, mail))
            self.ids.append(f"ses-{self.attempts}")
        if answer:
            raise answer
        return f"ses-{self.attempts}"
