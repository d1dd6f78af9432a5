"""The stub's refusals."""

from http import HTTPStatus
from typing import Any


class Refusal(Exception):
    """An error of AWS, by its code; `details` are further members of its answer."""

    def __init__(self, code: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST, **details: Any) -> None:
        super().__init__(code)
        self.code, self.status, self.details = code, status, details
