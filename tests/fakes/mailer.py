"""SES in memory: accepts, or answers with the errors it was given, in their order."""

from functions.domain.errors import KindRegardsError, Unsure
from functions.domain.notice import NoticeRef
from functions.notify.mail import Mail


class FakeMailer:
    """`accepted` is what reached a mailbox; with `Unsure("sent")` a mail did so unseen."""

    def __init__(self) -> None:
        self.accepted: list[tuple[NoticeRef, Mail]] = []
        self.answers: list[KindRegardsError] = []
        self.attempts = 0

    def send(self, mail: Mail, ref: NoticeRef) -> str:
        self.attempts += 1
        answer = self.answers.pop(0) if self.answers else None
        if answer is None or (isinstance(answer, Unsure) and answer.args == ("sent",)):
            self.accepted.append((ref, mail))
        if answer:
            raise answer
        return f"ses-{self.attempts}"
