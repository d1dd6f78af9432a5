"""How a command ends when it can't do its work."""


class Failure(Exception):
    """What went wrong, in words for the person at the terminal, and what they can do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
