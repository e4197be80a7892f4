"""A refusal is one sentence for the person who asked. Admin, API and commands all show that sentence."""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """What was asked is not done, and nothing was written. The text is the sentence to show."""

    field = ""  # the field that it is about, where there is one

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class NotYours(Refused):
    """This person may not do it (HTTP 403)."""


class NotNow(Refused):
    """Nobody may do it in the present state (HTTP 409)."""


class NotSo(Refused):
    """What was given cannot be used (HTTP 422)."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
