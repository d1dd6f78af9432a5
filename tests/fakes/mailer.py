"""SES in memory: accepts, or answers with the errors it was given, in their order."""

from functions.domain.errors import KindRegardsError, Unsure
from functions.domain.notices.notice import NoticeRef
from functions.mail.message import Mail


class FakeMailer:
    """`accepted` is what SES took of notices, each mail with its tag, `receipts` of receipts, `ids` its names for both.

    With `Unsure("sent")` a mail was taken unseen.
    """

    provider = "SES"

    def __init__(self) -> None:
        self.accepted: list[tuple[NoticeRef, Mail]] = []
        self.receipts: list[Mail] = []
        self.ids: list[str] = []
        self.answers: list[KindRegardsError | None] = []
        self.attempts = 0

    def send(self, mail: Mail) -> str:
        self.attempts += 1
        answer = self.answers.pop(0) if self.answers else None
        if answer is None or (isinstance(answer, Unsure) and answer.args == ("sent",)):
            self._take(mail)
            self.ids.append(f"ses-{self.attempts}")
        if answer:
            raise answer
        return f"ses-{self.attempts}"

    def _take(self, mail: Mail) -> None:
        if mail.kind == "notice":
            self.accepted.append((NoticeRef.parse(mail.identifier), mail))
        else:
            self.receipts.append(mail)
