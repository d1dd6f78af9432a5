"""SES in memory: accepts, or answers with the errors it was given, in their order."""

from collections.abc import Callable

from functions.domain.errors import KindRegardsError, Unsure
from functions.domain.notices.reference import NoticeRef
from functions.mail.message import Mail


class FakeMailer:
    """`accepted` is what SES took of notices, each mail with its tag, `ids` its names for them, `claims` who sent them.

    `receipts` and `receipt_ids` are the same of receipts.

    With `Unsure("sent")` a mail was taken unseen. `otherwise` answers once there is no answer left.
    """

    provider = "SES"

    def __init__(self) -> None:
        self.accepted: list[tuple[NoticeRef, Mail]] = []
        self.receipts: list[Mail] = []
        self.ids: list[str] = []
        self.claims: list[str] = []
        self._claim = ""
        self.receipt_ids: list[str] = []
        self.answers: list[KindRegardsError | None] = []
        self.otherwise: Callable[[], KindRegardsError | None] = lambda: None
        self.attempts = 0

    def send(self, mail: Mail, attempt: str) -> str:
        self.attempts += 1
        self._claim = attempt
        answer = self.answers.pop(0) if self.answers else self.otherwise()
        if answer is None or (isinstance(answer, Unsure) and answer.args == ("sent",)):
            self._take(mail, f"ses-{self.attempts}")
        if answer:
            raise answer
        return f"ses-{self.attempts}"

    def _take(self, mail: Mail, message_id: str) -> None:
        if mail.kind == "notice":
            self.accepted.append((NoticeRef.parse(mail.identifier), mail))
            self.ids.append(message_id)
            self.claims.append(self._claim)
        else:
            self.receipts.append(mail)
            self.receipt_ids.append(message_id)
