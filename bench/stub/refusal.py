"""How the stub says no."""

from typing import Any


class Refusal(Exception):
    """An error of AWS, by its code; `details` are further members of its answer."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details
