"""The one error a person can act on."""


class ServiceError(Exception):
    """A refusal with a stable code and plain values; nothing was changed.

    The sentence people read stands in `desktop_app/messages.py` under the code. Values never hold personal data.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
